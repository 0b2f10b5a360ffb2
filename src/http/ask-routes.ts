import { z } from "@hono/zod-openapi";
import type { AnswerLog } from "../conversation/answer-log.ts";
import type { Answer } from "../domain.ts";
import { WenbanError } from "../errors.ts";
import { findRegion } from "../language/find-region.ts";
import type { AppServices } from "./app-services.ts";
import type { GiveAnswer, GivenQuestion, TellEvent } from "./give-answer.ts";
import { type StreamedWork, streamMessage } from "./message-stream.ts";
import type { ConcurrencyLimit, RateLimit } from "./rate-limit.ts";
import { noParameters, readJsonBody, readQuery } from "./request-input.ts";
import type { RequestContext, Route } from "./route.ts";
import { followReader, inFlight, type RunningAnswers } from "./running-answers.ts";
import { answerSchema, askBody, errorResponses, jsonResponse } from "./schemas.ts";

const MESSAGE_KEY = /^[0-9a-f]{32}$/;

const askHeaders = z.object({
  "idempotency-key": z.string().regex(MESSAGE_KEY).optional().openapi({
    description:
      "32 random hex digits. Becomes the message's id: asking again gives the same answer, and an answer whose reader was cut off is finished and can be fetched.",
  }),
});
const runningSchema = z.object({ messageId: z.string(), status: z.literal("running") });

/** What asking leans on beside the services. */
interface AskParts {
  giveAnswer: GiveAnswer;
  limits: { questions: RateLimit; streams: ConcurrencyLimit };
  running: RunningAnswers;
}

/** Asking, stopping, and finding an answer again. */
export function askRoutes(services: AppServices, { giveAnswer, limits, running }: AskParts): Route[] {
  const ask = async (context: RequestContext): Promise<Response> => {
    const address = context.get("address");
    limits.questions.take(address);
    const given = await readQuestion(context, services);
    const kept = await findKept(services.answers, given);
    if (kept) return wantsStream(context) ? streamMessage(context, replay(kept)) : context.json(kept);
    if (given.messageId !== undefined && running.isTaken(given.messageId)) throw inFlight();
    const work = (reader: AbortSignal, tell?: TellEvent) => {
      const { signal, end } = followReader(running, { ...given, reader });
      const answer = giveAnswer(given, { signal, ...(tell && { tell }) });
      if (given.messageId !== undefined) services.runtime.defer(() => answer.then(ignore, ignore));
      return answer.finally(end);
    };
    if (!wantsStream(context)) return context.json(await work(context.req.raw.signal));
    const leave = limits.streams.enter(address);
    return streamMessage(context, (tell, reader) => work(reader, tell).finally(leave));
  };

  const read = async (context: RequestContext): Promise<Response> => {
    readQuery(context, noParameters);
    const messageId = context.req.param("id") ?? "";
    const audience = context.get("audience");
    const answer = await services.answers.get(messageId, audience);
    if (answer) return context.json<Answer>(answer);
    if (running.isRunning(messageId, audience)) {
      return context.json({ messageId, status: "running" } as const, 202, { "retry-after": "1" });
    }
    throw new WenbanError("not_found", "chat.not_found", "没有找到这条回答，可能已过保存期。");
  };

  const stop = (context: RequestContext): Response => {
    readQuery(context, noParameters);
    running.stop(context.req.param("id") ?? "", context.get("audience"));
    return context.body(null, 204);
  };

  return [
    {
      method: "post",
      path: "/api/ask",
      summary:
        "Ask a question; with Accept: text/event-stream the answer comes as an AI SDK UI message stream v1",
      request: {
        headers: askHeaders,
        body: { required: true, content: { "application/json": { schema: askBody } } },
      },
      responses: {
        200: {
          description: "The answer",
          content: {
            "application/json": { schema: answerSchema },
            "text/event-stream": { schema: { type: "string" } },
          },
        },
        ...errorResponses(400, 401, 403, 409, 413, 415, 422, 429, 503),
      },
      handle: ask,
    },
    {
      method: "get",
      path: "/api/messages/{id}",
      summary: "An answer given earlier; kept for 30 days",
      responses: {
        200: jsonResponse("The answer", answerSchema),
        202: jsonResponse("Still being made; see Retry-After", runningSchema),
        ...errorResponses(401, 403, 404),
      },
      handle: read,
    },
    {
      method: "post",
      path: "/api/messages/{id}/stop",
      summary: "Stop an answer asked for with an Idempotency-Key; one that is over stays as it is",
      responses: {
        204: { description: "Nothing of that id is at work any more" },
        ...errorResponses(401, 403),
      },
      handle: stop,
    },
  ];
}

/** The question with who asks it. @throws WenbanError for what fails the schema, a region that is none */
async function readQuestion(context: RequestContext, { regions }: AppServices): Promise<GivenQuestion> {
  readQuery(context, noParameters);
  const body = await readJsonBody(context, askBody);
  if (body.region !== undefined) findRegion(regions, body.region);
  const audience = context.get("audience");
  return { ...body, messageId: readMessageKey(context), audience, faces: context.get("faces") };
}

/** The key that makes asking again safe: it becomes the message's id. */
function readMessageKey(context: RequestContext): string | undefined {
  const key = context.req.header("idempotency-key");
  if (key === undefined || MESSAGE_KEY.test(key)) return key;
  throw new WenbanError(
    "unprocessable",
    "http.invalid_field",
    "Idempotency-Key：应为 32 位十六进制小写字符。",
  );
}

/**
 * The answer given under a key before; null where there is no key.
 * @throws WenbanError `chat.in_flight` when the id belongs to an answer that this audience may not see
 */
async function findKept(
  answers: AnswerLog,
  { messageId, audience }: Pick<GivenQuestion, "messageId" | "audience">,
): Promise<Answer | null> {
  if (messageId === undefined) return null;
  const kept = await answers.get(messageId, audience);
  if (!kept && audience === "public" && (await answers.get(messageId, "staff"))) throw inFlight();
  return kept;
}

/** Tells an answer that was given before as it was told then. */
function replay(answer: Answer): StreamedWork {
  return async (tell) => {
    for (const citation of answer.citations) await tell({ type: "citation", citation }, answer.messageId);
    await tell({ type: "outcome", answer }, answer.messageId);
  };
}

function ignore(): void {}

function wantsStream(context: RequestContext): boolean {
  return (context.req.header("accept") ?? "").toLowerCase().includes("text/event-stream");
}

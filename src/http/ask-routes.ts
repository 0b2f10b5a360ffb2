import type { Answer } from "../domain.ts";
import { WenbanError } from "../errors.ts";
import { findRegion } from "../language/find-region.ts";
import type { AppServices } from "./app-services.ts";
import type { GiveAnswer } from "./give-answer.ts";
import { streamMessage } from "./message-stream.ts";
import type { ConcurrencyLimit, RateLimit } from "./rate-limit.ts";
import { noParameters, readJsonBody, readQuery } from "./request-input.ts";
import type { RequestContext, Route } from "./route.ts";
import { answerSchema, askBody, errorResponses, jsonResponse } from "./schemas.ts";

/** Asking, and finding an answer again. */
export function askRoutes(
  services: AppServices,
  giveAnswer: GiveAnswer,
  limits: { questions: RateLimit; streams: ConcurrencyLimit },
): Route[] {
  const ask = async (context: RequestContext): Promise<Response> => {
    const address = context.get("address");
    limits.questions.take(address);
    readQuery(context, noParameters);
    const body = await readJsonBody(context, askBody);
    const given = { ...body, audience: context.get("audience"), faces: context.get("faces") };
    if (!wantsStream(context))
      return context.json(await giveAnswer(given, { signal: context.req.raw.signal }));
    if (body.region !== undefined) findRegion(services.regions, body.region);
    const leave = limits.streams.enter(address);
    return streamMessage(context, (tell, signal) => giveAnswer(given, { signal, tell }).finally(leave));
  };

  const read = async (context: RequestContext): Promise<Response> => {
    readQuery(context, noParameters);
    const answer = await services.answers.get(context.req.param("id") ?? "", context.get("audience"));
    if (!answer) throw new WenbanError("not_found", "chat.not_found", "没有找到这条回答，可能已过保存期。");
    return context.json<Answer>(answer);
  };

  return [
    {
      method: "post",
      path: "/api/ask",
      summary:
        "Ask a question; with Accept: text/event-stream the answer comes as an AI SDK UI message stream v1",
      request: { body: { required: true, content: { "application/json": { schema: askBody } } } },
      responses: {
        200: {
          description: "The answer",
          content: {
            "application/json": { schema: answerSchema },
            "text/event-stream": { schema: { type: "string" } },
          },
        },
        ...errorResponses(400, 401, 403, 413, 415, 422, 429, 503),
      },
      handle: ask,
    },
    {
      method: "get",
      path: "/api/messages/{id}",
      summary: "An answer given earlier; kept for 30 days",
      responses: { 200: jsonResponse("The answer", answerSchema), ...errorResponses(401, 403, 404) },
      handle: read,
    },
  ];
}

function wantsStream(context: RequestContext): boolean {
  return (context.req.header("accept") ?? "").toLowerCase().includes("text/event-stream");
}

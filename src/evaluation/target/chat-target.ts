import { z } from "zod";
import type { AnswerQuestion } from "../../answer/types.ts";
import type { Answer, AskRequest } from "../../domain.ts";
import { WenbanError } from "../../errors.ts";
import { type JsonRequest, postJson, REQUEST_LIMITS, type RequestLimits, type Wire } from "./post-json.ts";

/** Another system that speaks the OpenAI chat API. */
export interface ChatTarget {
  /** The part before `/chat/completions`, such as `https://host/v1`. */
  url: string;
  model: string;
  /** Null for a system that asks for none. */
  apiKey: string | null;
}

/** A target that answers, and what its errors mean for the whole evaluation. */
export interface OpenedTarget {
  answerQuestion: AnswerQuestion;
  isFatal: (error: WenbanError) => boolean;
}

/** What asking goes through. Limits that are not given have their defaults. */
export type TargetWire = Pick<Wire, "fetch"> &
  Partial<Pick<Wire, "sleep" | "now">> & { limits?: Partial<RequestLimits> };

/** Errors that every further question would meet as well. */
const HOPELESS = new Set(["target.unauthorized", "target.redirected", "target.not_found"]);
/** Questions failed one after the other that mean: the system is down. */
const MOST_FAILED = 10;

/** Content is text, or parts of which some are text (OpenAI API reference, chat completion object). */
const replySchema = z.object({
  choices: z.tuple(
    [
      z.object({
        message: z.object({
          content: z.union([z.string(), z.array(z.object({ text: z.string().optional() }))]),
        }),
      }),
    ],
    z.unknown(),
  ),
});

/** Opens a target; asks nothing yet. Its answers hold a text and nothing else. */
export function openChatTarget(target: ChatTarget, wire: TargetWire): OpenedTarget {
  const { fetch, sleep = sleepFor, now = () => new Date() } = wire;
  const full: Wire = { fetch, sleep, now, limits: { ...REQUEST_LIMITS, ...wire.limits } };
  let failedInRow = 0;
  let hasAnswered = false;
  return {
    async answerQuestion(request, { signal } = {}) {
      const reply = await postJson(requestFor(target, request, signal), full).catch((thrown: unknown) => {
        failedInRow += 1;
        throw thrown;
      });
      [failedInRow, hasAnswered] = [0, true];
      return asAnswer(readReply(reply), target, request);
    },
    isFatal: ({ code }) =>
      HOPELESS.has(code) || failedInRow >= MOST_FAILED || (code === "target.unreachable" && !hasAnswered),
  };
}

/**
 * The address as given, checked.
 * @throws WenbanError `target.bad_url`
 */
export function readTargetUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url && /^https?:$/.test(url.protocol) && !url.username && !url.password && !url.hash) return url.href;
  throw new WenbanError(
    "bad_input",
    "target.bad_url",
    "--target 应为 http(s):// 开头的网址。Not an address.",
    {
      hint: "如 https://host/v1，不含用户名、密码和 #。Such as https://host/v1, without credentials.",
    },
  );
}

function requestFor(
  { url, model, apiKey }: ChatTarget,
  request: AskRequest,
  signal?: AbortSignal,
): JsonRequest {
  const address = new URL(url);
  address.pathname = `${address.pathname.replace(/\/(?:chat\/completions\/?)?$/, "")}/chat/completions`;
  return {
    url: address.href,
    headers: apiKey === null ? {} : { authorization: `Bearer ${apiKey}` },
    body: { model, messages: messagesFor(request), stream: false },
    signal,
  };
}

/** History as turns; the asker's place and day, which the API has no member for, as words before the question. */
function messagesFor({ question, history = [], region, at }: AskRequest) {
  const known = [region === undefined ? "" : `我在${region}。`, at === undefined ? "" : `今天是${at}。`].join(
    "",
  );
  return [
    ...history.map(({ role, text }) => ({ role, content: text })),
    { role: "user", content: known === "" ? question : `（${known}）${question}` },
  ];
}

/** The text of the first choice, without what a model only thought. */
function readReply(reply: unknown): string {
  const parsed = replySchema.safeParse(reply);
  const content = parsed.success ? parsed.data.choices[0].message.content : "";
  const text = typeof content === "string" ? content : content.map((part) => part.text ?? "").join("");
  const said = text.includes("</think>")
    ? text.slice(text.lastIndexOf("</think>") + "</think>".length)
    : text;
  if (said.trim() !== "") return said.trim();
  throw new WenbanError("upstream", "target.bad_reply", "被评测的系统没有给出文字。The reply holds no text.");
}

function asAnswer(text: string, { model }: ChatTarget, { question }: AskRequest): Answer {
  return {
    messageId: "",
    conversationId: "",
    question: { text: question, masked: false },
    outcome: "answered",
    text,
    citations: [],
    notices: [],
    generatedBy: `model:${model}`,
    versions: { index: "", model },
    tookMs: 0,
  };
}

function sleepFor(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, ms);
    signal?.addEventListener("abort", stop, { once: true });
    if (signal?.aborted) stop();
  });
}

import type { OpenAI } from "openai";
import type { ChatModel, ChatRequest } from "../chat-model.ts";
import { badReply, timedOut, unfinished } from "./chat-faults.ts";
import { toLlmError } from "./openai-errors.ts";
import { REPLY_LIMITS, type ReplyLimits, type ReplyWatch, watchReply } from "./reply-limits.ts";

/** A chat model behind an OpenAI-compatible endpoint. */
export interface OpenAiChatOptions {
  /** Model name as the endpoint knows it. */
  model: string;
  /** Null means OpenAI itself. */
  baseUrl: string | null;
  /** Null for endpoints that ask for none. */
  apiKey: string | null;
  /** Defaults to the global one, looked up at each call. */
  fetch?: Fetch;
  limits?: Partial<ReplyLimits>;
}

const OPENAI_URL = "https://api.openai.com/v1";

/** Makes the model; the client library is loaded at the first call. Neither content nor key is ever logged. */
export function createOpenAiChatModel(options: OpenAiChatOptions): ChatModel {
  const limits = { ...REPLY_LIMITS, ...options.limits };
  let client: Promise<OpenAI> | undefined;
  const open = () => {
    client ??= openClient(options, limits);
    return client;
  };
  return {
    name: options.model,
    complete: (request) => complete(open, options, limits, request),
    stream: (request) => stream(open, options, limits, request),
  };
}

/** A reply that asks for a longer wait than an asker has is not asked for again (the client obeys this header). */
function withoutLongWait(response: Response, { firstMs }: ReplyLimits): Response {
  if (response.ok || !(Number(response.headers.get("retry-after")) * 1000 > firstMs)) return response;
  const headers = new Headers(response.headers);
  headers.set("x-should-retry", "false");
  return new Response(response.body, { status: response.status, headers });
}

type Fetch = typeof globalThis.fetch;
type Open = () => Promise<OpenAI>;

async function openClient(options: OpenAiChatOptions, limits: ReplyLimits): Promise<OpenAI> {
  const { OpenAI } = await import("openai");
  const {
    apiKey,
    baseUrl,
    fetch = (...request: Parameters<Fetch>) => globalThis.fetch(...request),
  } = options;
  return new OpenAI({
    baseURL: baseUrl ?? OPENAI_URL,
    apiKey: apiKey ?? "none",
    ...(apiKey === null && { defaultHeaders: { authorization: null } }),
    organization: null,
    project: null,
    webhookSecret: null,
    fetch: async (...request) => withoutLongWait(await fetch(...request), limits),
    timeout: limits.totalMs,
    maxRetries: limits.retries,
    logLevel: "off",
  });
}

async function complete(
  open: Open,
  options: OpenAiChatOptions,
  limits: ReplyLimits,
  request: ChatRequest,
): Promise<string> {
  const watch = watchReply(limits, limits.totalMs, request.signal);
  try {
    const body = { ...bodyOf(options, request), stream: false as const };
    const reply = await (await open()).chat.completions.create(body, { signal: watch.signal });
    const choice = reply.choices?.[0];
    if (typeof choice?.message?.content !== "string") throw unfinishedOr(choice?.finish_reason);
    const fault = choice.finish_reason ? unfinished(choice.finish_reason) : null;
    if (fault) throw fault;
    return choice.message.content;
  } catch (thrown) {
    throw faultOf(thrown, watch, request);
  } finally {
    watch.stop();
  }
}

async function* stream(
  open: Open,
  options: OpenAiChatOptions,
  limits: ReplyLimits,
  request: ChatRequest,
): AsyncGenerator<string> {
  const watch = watchReply(limits, limits.firstMs, request.signal);
  try {
    const body = { ...bodyOf(options, request), stream: true as const };
    const chunks = await (await open()).chat.completions.create(body, { signal: watch.signal });
    let finished: string | null = null;
    let isEmpty = true;
    for await (const chunk of chunks) {
      isEmpty = false;
      watch.touch();
      const choice = chunk.choices?.[0];
      if (choice?.finish_reason) finished = choice.finish_reason;
      const piece = choice?.delta?.content;
      if (typeof piece === "string" && piece !== "") yield piece;
      watch.touch();
    }
    // The client ends an aborted stream quietly, and one that was no event stream without any chunk.
    watch.signal.throwIfAborted();
    const fault = isEmpty ? badReply() : unfinished(finished);
    if (fault) throw fault;
  } catch (thrown) {
    throw faultOf(thrown, watch, request);
  } finally {
    watch.stop();
  }
}

/** OpenAI's newer models take only the newer name of the token limit, and no temperature; others the older ones. */
function bodyOf({ model, baseUrl }: OpenAiChatOptions, { messages, maxTokens }: ChatRequest) {
  const isOpenAi = baseUrl === null || baseUrl.startsWith(OPENAI_URL);
  const limit = isOpenAi ? { max_completion_tokens: maxTokens } : { max_tokens: maxTokens, temperature: 0 };
  return { model, messages, ...limit };
}

function faultOf(thrown: unknown, watch: ReplyWatch, { signal }: ChatRequest): unknown {
  if (signal?.aborted) return signal.reason;
  return watch.isLate() ? timedOut() : toLlmError(thrown);
}

function unfinishedOr(reason: string | null | undefined): Error {
  return (reason ? unfinished(reason) : null) ?? badReply();
}

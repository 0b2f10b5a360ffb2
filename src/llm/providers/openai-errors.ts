import { type ErrorKind, WenbanError } from "../../errors.ts";

const HINT =
  "请检查 OPENAI_BASE_URL、OPENAI_API_KEY 和模型名，或运行 doctor。Check the endpoint, the key and the model name.";

/**
 * What went wrong with a call to an OpenAI-compatible endpoint: `llm.timed_out`, `.rate_limited`,
 * `.unauthorized`, `.unreachable`, `.bad_reply` or `.upstream`. The cause is left out on purpose: it carries
 * the request's headers and whatever the endpoint sent back.
 */
export function toLlmError(thrown: unknown): WenbanError {
  if (thrown instanceof WenbanError) return thrown;
  const status = (thrown as { status?: number | undefined } | null)?.status;
  return status === undefined ? withoutStatus(thrown) : byStatus(status);
}

/** An error `llm.<reason>`; the text says what the model service did. */
export function llmError(kind: ErrorKind, reason: string, text: string): WenbanError {
  return new WenbanError(kind, `llm.${reason}`, `模型服务${text}`, { hint: HINT });
}

function byStatus(status: number): WenbanError {
  if (status === 401 || status === 403) {
    return llmError("unauthorized", "unauthorized", `不接受密钥（${status}）。`);
  }
  if (status === 429) return llmError("rate_limited", "rate_limited", "请求过多（429）。");
  if (status === 408 || status === 504) return llmError("timed_out", "timed_out", `超时（${status}）。`);
  return llmError("upstream", "upstream", `返回 ${status}。`);
}

/** Errors of the client itself, told apart by class name so that its module stays lazily loaded. */
function withoutStatus(thrown: unknown): WenbanError {
  const name = thrown instanceof Error ? thrown.constructor.name : "";
  if (name === "APIConnectionTimeoutError") return llmError("timed_out", "timed_out", "超时。");
  if (name === "APIConnectionError") return llmError("unreachable", "unreachable", "连不上。");
  if (thrown instanceof SyntaxError) return llmError("upstream", "bad_reply", "的回复无法读取。");
  return llmError("upstream", "upstream", "出错。");
}

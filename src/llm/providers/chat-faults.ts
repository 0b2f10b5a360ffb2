import type { WenbanError } from "../../errors.ts";
import { llmError } from "./openai-errors.ts";

/** The model did not answer within its limits. */
export function timedOut(): WenbanError {
  return llmError("timed_out", "timed_out", "超时。");
}

/** The endpoint answered with something that is no reply of a model. */
export function badReply(): WenbanError {
  return llmError("upstream", "bad_reply", "的回复无法读取。");
}

/** Why a reply is not whole, from its finish reason; null when it is. */
export function unfinished(reason: string | null | undefined): WenbanError | null {
  switch (reason) {
    case "length":
      return llmError("upstream", "cut_short", "的回复被截断。");
    case "content_filter":
      return llmError("upstream", "filtered", "拒绝了这次回复。");
    case "tool_calls":
    case "function_call":
      return badReply();
    case null:
    case undefined:
      return llmError("upstream", "broken_stream", "的回复没有收完整。");
    default:
      return null;
  }
}

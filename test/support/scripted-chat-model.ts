import type { WenbanError } from "../../src/errors.ts";
import type { ChatModel, ChatRequest } from "../../src/llm/chat-model.ts";
import { badReply, timedOut, unfinished } from "../../src/llm/providers/chat-faults.ts";
import { llmError } from "../../src/llm/providers/openai-errors.ts";

/** What a model does when it is asked: writes pieces and ends in some way, or fails before writing. */
export interface ChatScript {
  pieces: string[];
  /** `broken` loses the connection behind the pieces, `silent` never goes on. Default `stop`. */
  ending?:
    | "stop"
    | "length"
    | "content_filter"
    | "broken"
    | "silent"
    | "html"
    | "unreachable"
    | 401
    | 429
    | 500;
}

/** A model that follows scripts, one a call, the last one again and again; keeps what it was asked. */
export function createScriptedChatModel(
  scripts: readonly ChatScript[],
  asked: ChatRequest[] = [],
): ChatModel & { asked: ChatRequest[] } {
  let calls = 0;
  async function* stream(request: ChatRequest): AsyncGenerator<string> {
    asked.push(request);
    const script = scripts[Math.min(calls++, scripts.length - 1)] ?? { pieces: [] };
    for (const piece of script.pieces) {
      request.signal?.throwIfAborted();
      yield piece;
    }
    request.signal?.throwIfAborted();
    const fault = faultOf(script.ending ?? "stop");
    if (fault) throw fault;
  }
  return {
    name: "scripted",
    asked,
    stream,
    async complete(request) {
      let text = "";
      for await (const piece of stream(request)) text += piece;
      return text;
    },
  };
}

function faultOf(ending: NonNullable<ChatScript["ending"]>): WenbanError | null {
  switch (ending) {
    case "html":
      return badReply();
    case "silent":
      return timedOut();
    case "broken":
      return unfinished(null);
    case "unreachable":
      return llmError("unreachable", "unreachable", "连不上。");
    case 401:
      return llmError("unauthorized", "unauthorized", "不接受密钥。");
    case 429:
      return llmError("rate_limited", "rate_limited", "请求过多。");
    case 500:
      return llmError("upstream", "upstream", "返回 500。");
    default:
      return unfinished(ending);
  }
}

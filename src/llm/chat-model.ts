/** One message of a chat. */
export interface ChatMessage {
  role: "system" | "user" | "assistant";
  content: string;
}

export interface ChatRequest {
  messages: ChatMessage[];
  /** Most tokens to write. */
  maxTokens: number;
  signal?: AbortSignal;
}

/**
 * Writes text. Throws WenbanError `llm.*` of kind timed_out, upstream, rate_limited, unreachable or
 * unauthorized, and the signal's reason once the signal is aborted. A text that the model did not end by
 * itself (`llm.cut_short`, `llm.filtered`, `llm.broken_stream`) throws as well: a stream does so after the
 * pieces that came.
 */
export interface ChatModel {
  /** Name of the model, as answers report it. */
  readonly name: string;
  complete(request: ChatRequest): Promise<string>;
  /** Pieces of the text as they are written; leaving the loop early ends the call. */
  stream(request: ChatRequest): AsyncIterable<string>;
}

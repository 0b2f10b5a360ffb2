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

/** Writes text. Throws WenbanError `llm.*` of kind timed_out, upstream, rate_limited, unreachable or unauthorized. */
export interface ChatModel {
  /** Name of the model, as answers report it. */
  readonly name: string;
  complete(request: ChatRequest): Promise<string>;
  /** Pieces of the text as they are written. */
  stream(request: ChatRequest): AsyncIterable<string>;
}

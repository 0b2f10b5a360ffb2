import type { Answer, Citation } from "../../domain.ts";

/** The parts of a message stream that the widget reads; the rest is passed over. */
export type StreamPart =
  | { type: "start"; messageId: string }
  | { type: "data-status"; data: { status: "searching" | "writing"; found: number } }
  | { type: "data-citation"; data: Citation }
  | { type: "text-delta"; delta: string }
  | { type: "data-outcome"; data: Answer }
  | { type: "error"; errorText: string };

/**
 * Reads server-sent events (WHATWG HTML, "Server-sent events", parsing) as pieces come, wherever they are cut:
 * `push` gives the payloads that a piece completes. An event whose end never came is never given.
 */
export function createEventReader(): { push(piece: string): string[] } {
  let pending = "";
  let data: string[] = [];
  const takeLine = (line: string, events: string[]): void => {
    if (line === "" && data.length > 0) {
      events.push(data.join("\n"));
      data = [];
    } else if (line.startsWith("data:")) {
      data.push(line.slice(line.charAt(5) === " " ? 6 : 5));
    }
  };
  return {
    push(piece) {
      const lines = (pending + piece).split(/\r\n|\n|\r(?!$)/);
      pending = lines.pop() ?? "";
      const events: string[] = [];
      for (const line of lines) takeLine(line, events);
      return events;
    },
  };
}

/** A payload as a part; null for the end mark and for what is no JSON. */
function parsePart(payload: string): StreamPart | null {
  if (payload === "[DONE]") return null;
  try {
    return JSON.parse(payload) as StreamPart;
  } catch {
    return null;
  }
}

/** Tells each part of a response's stream as it comes; ends when the stream ends. Rejects when it is cut. */
export async function readParts(response: Response, tell: (part: StreamPart) => void): Promise<void> {
  const events = createEventReader();
  const take = (piece: string): void => {
    for (const payload of events.push(piece)) {
      const part = parsePart(payload);
      if (part) tell(part);
    }
  };
  if (!response.body) return take(await response.text());
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    take(decoder.decode(read.value, { stream: true }));
  }
}

import { streamSSE } from "hono/streaming";
import type { AnswerEvent } from "../answer/types.ts";
import { toWenbanError } from "../errors.ts";
import type { TellEvent } from "./give-answer.ts";
import type { RequestContext } from "./route.ts";

/** Proxies close a connection that stays silent; a comment line keeps it open. */
const HEARTBEAT_MS = 15_000;

const TEXT_ID = "text";

/** The work of one streamed answer: tells events as they come, stops when the signal says so. */
export type StreamedWork = (tell: TellEvent, signal: AbortSignal) => Promise<unknown>;

/**
 * Streams an answer as an AI SDK UI message stream, version 1 (ai-sdk.dev, "Stream Protocols", data stream
 * protocol): `start`, `data-status`, `data-citation`…, `text-start`, `text-delta`…, `text-end`, `data-outcome`,
 * `finish`, `[DONE]`. When the client leaves, the work is aborted.
 */
export function streamMessage(context: RequestContext, work: StreamedWork): Response {
  const response = streamSSE(context, async (stream) => {
    const leaving = new AbortController();
    stream.onAbort(() => leaving.abort());
    const heartbeat = setInterval(() => void stream.write(": keep-alive\n\n"), HEARTBEAT_MS);
    const parts = createPartWriter((part) => stream.writeSSE({ data: JSON.stringify(part) }));
    try {
      await work(parts.tell, leaving.signal);
      await parts.end();
    } catch (thrown) {
      await parts.fail(toWenbanError(thrown).message);
    } finally {
      clearInterval(heartbeat);
    }
    await stream.writeSSE({ data: "[DONE]" });
  });
  response.headers.set("x-vercel-ai-ui-message-stream", "v1");
  response.headers.set("cache-control", "no-store");
  response.headers.set("x-accel-buffering", "no");
  return response;
}

type WritePart = (part: Record<string, unknown>) => Promise<void>;

/** Turns events into parts, opening the message and the text when first needed, closing them once. */
function createPartWriter(write: WritePart) {
  let state: "before" | "started" | "writing" | "written" = "before";

  const start = async (messageId: string) => {
    if (state !== "before") return;
    state = "started";
    await write({ type: "start", messageId });
  };
  const closeText = async () => {
    if (state !== "writing") return;
    state = "written";
    await write({ type: "text-end", id: TEXT_ID });
  };
  const writeText = async (delta: string) => {
    if (state !== "writing") await write({ type: "text-start", id: TEXT_ID });
    state = "writing";
    await write({ type: "text-delta", id: TEXT_ID, delta });
  };

  return {
    async tell(event: AnswerEvent, messageId: string): Promise<void> {
      await start(messageId);
      if (event.type === "status") {
        await write({ type: "data-status", data: { status: event.status, found: event.found } });
      } else if (event.type === "citation") {
        const { citation } = event;
        await write({ type: "data-citation", id: String(citation.number), data: citation });
      } else if (event.type === "text") {
        await writeText(event.delta);
      } else {
        if (state === "started" && event.answer.text) await writeText(event.answer.text);
        await closeText();
        await write({ type: "data-outcome", data: event.answer });
      }
    },
    async end(): Promise<void> {
      await closeText();
      await write({ type: "finish" });
    },
    async fail(errorText: string): Promise<void> {
      await closeText();
      await write({ type: "error", errorText });
    },
  };
}

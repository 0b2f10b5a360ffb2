import { z } from "zod";
import type { Exchange } from "../connection.ts";

/** Tells which reply belongs to which request, where both carry a `req_id`. */
export interface FrameReplies {
  exchange: Exchange;
  /** A frame that came without a command: the reply to the oldest request of its id. */
  take(requestId: string, frame: unknown): void;
  /** Gives up on everything that waits: the connection is gone. */
  end(): void;
}

interface Waiting {
  settle(reply: unknown): void;
  giveUp(): void;
}

const outgoing = z.object({ headers: z.object({ req_id: z.string() }) });

/**
 * @param write sends a frame; throws when the connection is not open
 * @param replyMs milliseconds after which no reply is to be expected any more
 */
export function createFrameReplies(write: (text: string) => void, replyMs: number): FrameReplies {
  const waiting = new Map<string, Waiting[]>();
  const remove = (requestId: string, entry: Waiting): void => {
    const others = (waiting.get(requestId) ?? []).filter((other) => other !== entry);
    if (others.length === 0) waiting.delete(requestId);
    else waiting.set(requestId, others);
  };
  return {
    exchange: (request) =>
      new Promise((resolve, reject) => {
        const requestId = outgoing.parse(request).headers.req_id;
        const end = (): void => {
          clearTimeout(timer);
          remove(requestId, entry);
        };
        const entry: Waiting = {
          settle: (reply) => {
            end();
            resolve(reply);
          },
          giveUp: () => {
            end();
            reject(new Error("no reply"));
          },
        };
        const timer = setTimeout(entry.giveUp, replyMs);
        waiting.set(requestId, [...(waiting.get(requestId) ?? []), entry]);
        try {
          write(JSON.stringify(request));
        } catch {
          entry.giveUp();
        }
      }),
    take: (requestId, frame) => waiting.get(requestId)?.[0]?.settle(frame),
    end() {
      for (const entry of [...waiting.values()].flat()) entry.giveUp();
    },
  };
}

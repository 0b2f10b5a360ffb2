import type { Answer } from "../../domain.ts";
import type { StreamPart } from "./message-stream.ts";
import type { Asked, Server } from "./server.ts";
import { ServerError } from "./server-error.ts";

/** A stream that says nothing for so long is held back by a proxy: the answer is asked for as well. */
const SILENCE_MS = 4000;
const FIRST_POLL_MS = 500;
const LONGEST_POLL_MS = 2000;
/** Polls without a network or without a trace of the question before giving up. */
const MOST_FAILURES = 5;

/** What happens on the way, beside the parts. */
export interface Progress {
  tell(part: StreamPart): void;
  /** The stream was cut; the answer is being fetched. */
  resuming(): void;
  /** There is no network; it goes on when there is. */
  offline(): void;
}

/** What waiting needs of its surroundings; tests hand in their own. */
export interface Surroundings {
  wait(ms: number, signal: AbortSignal): Promise<void>;
  isOnline(): boolean;
  /** Resolves when there is a network again. */
  untilOnline(signal: AbortSignal): Promise<void>;
}

/**
 * The answer to a question: by the stream; where that is cut, by what the server keeps; where the server never
 * had the question, by asking once more under the same key. Rejects when all of that fails, or when aborted.
 */
export async function fetchAnswer(
  server: Server,
  asked: Asked,
  progress: Progress,
  { signal, surroundings }: { signal: AbortSignal; surroundings: Surroundings },
): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    try {
      const answer = await streamOrPoll(server, asked, progress, { signal, surroundings });
      if (answer) return answer;
    } catch (error) {
      if (signal.aborted || (error instanceof ServerError && error.status !== 409)) throw error;
    }
    progress.resuming();
    const kept = await poll(server, asked.key, progress, { signal, surroundings });
    if (kept) return kept;
    if (attempt === 2) throw new Error("lost");
  }
}

type Waiting = { signal: AbortSignal; surroundings: Surroundings };

/** The outcome of the stream, or of polling where the stream stays silent; null when the stream ends without. */
async function streamOrPoll(
  server: Server,
  asked: Asked,
  progress: Progress,
  { signal, surroundings }: Waiting,
): Promise<Answer | null> {
  const reading = new AbortController();
  const stop = () => reading.abort();
  signal.addEventListener("abort", stop);
  let isSilent = true;
  let answer: Answer | null = null;
  const streamed = server
    .ask(
      asked,
      (part) => {
        isSilent = false;
        if (part.type === "data-outcome") answer = part.data;
        else progress.tell(part);
      },
      reading.signal,
    )
    .then(() => answer);
  const polled = surroundings
    .wait(SILENCE_MS, reading.signal)
    .then(() => (isSilent ? poll(server, asked.key, null, { signal: reading.signal, surroundings }) : null))
    .then(
      (kept) => kept ?? streamed,
      () => streamed,
    );
  try {
    return await Promise.race([streamed, polled]);
  } finally {
    stop();
    signal.removeEventListener("abort", stop);
  }
}

/** Asks for a kept answer until it is there; null when the server has no trace of it, or can't be reached. */
async function poll(
  server: Server,
  key: string,
  progress: Progress | null,
  { signal, surroundings }: Waiting,
): Promise<Answer | null> {
  let failures = 0;
  for (let pause = FIRST_POLL_MS; failures < MOST_FAILURES; pause = Math.min(pause * 1.5, LONGEST_POLL_MS)) {
    if (!surroundings.isOnline()) {
      progress?.offline();
      await surroundings.untilOnline(signal);
      progress?.resuming();
    }
    try {
      const answer = await server.message(key, signal);
      if (answer) return answer;
      failures = 0;
    } catch (error) {
      if (signal.aborted) throw error;
      if (progress && error instanceof ServerError && error.status === 404) return null;
      failures++;
    }
    await surroundings.wait(pause, signal);
  }
  return null;
}

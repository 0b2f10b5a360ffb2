import { readlinkSync } from "node:fs";
import { getPriority, setPriority } from "node:os";
import { basename } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import type { AnswerEvent, AnswerQuestion, AskOptions } from "./answer/types.ts";
import { warmUp } from "./answer/warm-up.ts";
import type { Environment } from "./config.ts";
import type { Answer, AskRequest } from "./domain.ts";
import { type ErrorKind, toWenbanError, WenbanError } from "./errors.ts";
import { readLinkSecret } from "./node-secrets.ts";
import { openWorkplace, readSettings, type Settings } from "./node-services.ts";
import { createAnswering } from "./services.ts";

/** A newer generation of the index is looked for this often, as by the service itself. */
const POLL_MS = 1000;
/** How long a thread that was lost is left alone before there is another. */
const REST_MS = 60_000;
/** By how much the thread steps back behind the event loop where processors are short: an answer can wait. */
const STEPS_BACK = 10;
const LOWEST_PRIORITY = 19;
/** How long the service waits for its thread before it takes messages. */
const READY_MS = 15_000;
const ROLE = "answering";
/**
 * Room for what one answer needs and the next does not, in MB: left alone, Node lets it grow to 134 MB without
 * answering any faster.
 */
const PASSING_MB = 48;

/** Events are told where somebody follows the answer. */
type ToThread = { id: number; ask: AskRequest; isFollowed: boolean } | { id: number; stop: true };
type FromThread =
  | { isReady: true }
  | { id: number; events: AnswerEvent[]; answer?: Answer }
  | { id: number; error: { kind: ErrorKind; code: string; message: string } };

interface Pending {
  options: AskOptions | undefined;
  resolve(answer: Answer): void;
  reject(error: unknown): void;
}

/** Answering beside the event loop, which goes on acknowledging meanwhile. */
export interface AnsweringThread {
  answerQuestion: AnswerQuestion;
  /** Resolves when the thread answers as fast as it ever will, or is gone, or takes too long to wait for it. */
  ready: Promise<void>;
  close(): Promise<void>;
}

/**
 * Answers in a thread with an opened index of its own. What the thread can't do, because it is gone, is done here.
 */
export function startAnsweringThread(
  settings: Pick<Settings, "env" | "logger">,
  answerHere: AnswerQuestion,
): AnsweringThread {
  const { env, logger } = settings;
  const pending = new Map<number, Pending>();
  let thread: Worker | null = null;
  let lostAt = Number.NEGATIVE_INFINITY;
  let asked = 0;
  const ready = Promise.withResolvers<void>();
  setTimeout(ready.resolve, READY_MS).unref();

  const start = (): Worker => {
    const started = new Worker(new URL(import.meta.url), {
      name: ROLE,
      workerData: { role: ROLE, env: { ...env } },
      resourceLimits: { maxYoungGenerationSizeMb: PASSING_MB },
    });
    started.on("message", (message: FromThread) => {
      if ("isReady" in message) ready.resolve();
      else settle(pending, message);
    });
    started.on("error", (error) => logger.error("answering.thread_failed", { cause: error.name }));
    started.on("exit", () => {
      thread = null;
      ready.resolve();
      lostAt = Date.now();
      for (const { reject } of pending.values()) reject(threadLost());
      pending.clear();
    });
    return started;
  };
  const askThread = (worker: Worker, ask: AskRequest, options?: AskOptions): Promise<Answer> => {
    const id = ++asked;
    const post = (message: ToThread) => worker.postMessage(message);
    const stop = () => post({ id, stop: true });
    return new Promise<Answer>((resolve, reject) => {
      pending.set(id, { options, resolve, reject });
      post({ id, ask, isFollowed: options?.onEvent !== undefined });
      options?.signal?.addEventListener("abort", stop, { once: true });
    }).finally(() => options?.signal?.removeEventListener("abort", stop));
  };
  thread = start();
  return {
    ready: ready.promise,
    async answerQuestion(ask, options) {
      if (thread === null && Date.now() - lostAt >= REST_MS) thread = start();
      if (thread === null) return answerHere(ask, options);
      try {
        return await askThread(thread, ask, options);
      } catch (error) {
        if (toWenbanError(error).code !== threadLost().code) throw error;
        return answerHere(ask, options);
      }
    },
    async close() {
      await thread?.terminate();
    },
  };
}

function settle(pending: Map<number, Pending>, message: Exclude<FromThread, { isReady: true }>): void {
  const waiting = pending.get(message.id);
  if (!waiting) return;
  if ("events" in message) {
    const { events, answer } = message;
    for (const event of events) waiting.options?.onEvent?.(event);
    if (!answer) return;
    pending.delete(message.id);
    waiting.options?.onEvent?.({ type: "outcome", answer });
    waiting.resolve(answer);
    return;
  }
  pending.delete(message.id);
  const { kind, code, message: text } = message.error;
  waiting.reject(new WenbanError(kind, code, text));
}

function threadLost(): WenbanError {
  return new WenbanError("unavailable", "answer.thread_lost", "回答线程已结束。(The thread has ended.)");
}

/**
 * Leaves the processor to the event loop whenever that has something to do. Linux knows a priority for each thread;
 * elsewhere the threads stay equal.
 */
function stepBack(): void {
  try {
    const thread = Number(basename(readlinkSync("/proc/thread-self")));
    setPriority(thread, Math.min(getPriority(thread) + STEPS_BACK, LOWEST_PRIORITY));
  } catch {
    // No such system, or not allowed.
  }
}

/** The thread's side: opens the index and answers what it is asked. */
async function answerInThread(port: NonNullable<typeof parentPort>, env: Environment): Promise<void> {
  stepBack();
  const stops = new Map<number, AbortController>();
  const post = (message: FromThread) => port.postMessage(message);
  const settings = await readSettings(env);
  const workplace = await openWorkplace(settings, { pollMs: POLL_MS });
  const { answerQuestion } = createAnswering({
    ...workplace,
    linkSecret: readLinkSecret(settings.config.dataDir),
    corpus: () => workplace.index.current(),
  });
  const { chatModel, embeddingModel } = settings.config.model;
  // Models cost money, and nobody has asked.
  if (chatModel === null && embeddingModel === null) {
    await warmUp(answerQuestion, workplace.index.current()).catch(() => {});
  }
  post({ isReady: true });
  port.on("message", async (message: ToThread) => {
    const { id } = message;
    if ("stop" in message) return stops.get(id)?.abort();
    const stop = new AbortController();
    stops.set(id, stop);
    const events = gatherEvents((told) => post({ id, events: told }));
    // Answers that only compute would keep the thread from everything else, such as a newer index, while any wait.
    await turn();
    try {
      const options = { signal: stop.signal, ...(message.isFollowed ? { onEvent: events.add } : {}) };
      const answer = await answerQuestion(message.ask, options);
      post({ id, events: events.take(), answer });
    } catch (thrown) {
      const { kind, code, message: text } = toWenbanError(thrown);
      post({ id, error: { kind, code, message: text } });
    } finally {
      stops.delete(id);
    }
  });
}

/**
 * Gathers the events of one turn of the loop into one message, so that what they share with one another and with the
 * answer is copied once. The outcome is told with the answer.
 */
function gatherEvents(tell: (events: AnswerEvent[]) => void) {
  const gathered: AnswerEvent[] = [];
  const take = () => gathered.splice(0);
  return {
    take,
    add(event: AnswerEvent): void {
      if (event.type === "outcome" || gathered.push(event) > 1) return;
      setImmediate(() => {
        if (gathered.length > 0) tell(take());
      });
    },
  };
}

if (!isMainThread && parentPort && workerData?.role === ROLE) {
  await answerInThread(parentPort, workerData.env);
}

import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import type { Wait } from "../../src/conversation/wait.ts";

interface Sleeper {
  at: number;
  wake: () => void;
}

/** A clock that stands still until it is moved, with the sleepers that wait for it. */
export class FakeClock {
  #time: number;
  #sleepers: Sleeper[] = [];

  constructor(start = "2026-11-20T08:00:00.000Z") {
    this.#time = Date.parse(start);
  }

  readonly now = (): Date => new Date(this.#time);

  readonly wait: Wait = (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const sleeper = { at: this.#time + ms, wake: resolve };
      this.#sleepers.push(sleeper);
      signal?.addEventListener("abort", () => {
        this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
        resolve();
      });
    });

  /** Moves the time on, waking sleepers one after the other and letting their work go on in between. */
  async advance(ms: number): Promise<void> {
    const until = this.#time + ms;
    await settle();
    for (;;) {
      this.#sleepers.sort((a, b) => a.at - b.at);
      const next = this.#sleepers[0];
      if (!next || next.at > until) break;
      this.#sleepers.shift();
      this.#time = Math.max(this.#time, next.at);
      next.wake();
      await settle();
    }
    this.#time = until;
    await settle();
  }

  /** Moves the time on and wakes nobody, as if the process had stood still. */
  leap(ms: number): void {
    this.#time += ms;
    for (const sleeper of this.#sleepers) sleeper.at += ms;
  }

  get sleepers(): number {
    return this.#sleepers.length;
  }
}

/** Turns of the event loop without native work under way, after which nothing is taken to be going on. */
const QUIET_TURNS = 20;
const nativeWork = trackNativeWork(["digest", "encrypt", "decrypt", "importKey", "sign", "verify"]);
trackSyncs(nativeWork);

/** Lets everything go on that waits for nothing but promises, cryptography and syncs, however slow the machine is. */
export async function settle(): Promise<void> {
  for (let quiet = 0; quiet < QUIET_TURNS; quiet++) {
    await new Promise((resolve) => setImmediate(resolve));
    if (nativeWork.count > 0) quiet = 0;
  }
}

/** Counts calls of WebCrypto that are under way: they end on other threads, where no turn of the loop sees them. */
function trackNativeWork(methods: readonly (keyof SubtleCrypto)[]): { count: number } {
  const work = { count: 0 };
  for (const method of methods) {
    const original = crypto.subtle[method] as (...args: unknown[]) => Promise<unknown>;
    const tracked = (...args: unknown[]) => {
      work.count++;
      return original.apply(crypto.subtle, args).finally(() => {
        work.count--;
      });
    };
    Object.defineProperty(crypto.subtle, method, { value: tracked, configurable: true });
  }
  return work;
}

/** Counts syncs of files that are under way, as of the log of a database. */
function trackSyncs(work: { count: number }): void {
  const original = fs.fsync;
  const tracked = (file: number, done: (error: NodeJS.ErrnoException | null) => void) => {
    work.count++;
    original(file, (error) => {
      work.count--;
      done(error);
    });
  };
  Object.assign(fs, { fsync: tracked });
  syncBuiltinESMExports();
}

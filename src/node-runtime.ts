import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Logger } from "./logger.ts";
import type { Runtime } from "./runtime.ts";

/** Folder that holds `knowledge/` and `prompts/`: beside the sources, and beside `dist/` once published. */
export const PACKAGE_ROOT = join(import.meta.dirname, "..");

/** A runtime whose deferred tasks can be waited for. */
export interface NodeRuntime extends Runtime {
  /** Resolves when every deferred task is done, those deferred meanwhile included. */
  settled(): Promise<void>;
}

export function createNodeRuntime(logger: Logger): NodeRuntime {
  const running = new Set<Promise<void>>();
  return {
    defer(task) {
      const run = task()
        .catch((error: unknown) => {
          logger.error("runtime.deferred_failed", { cause: error instanceof Error ? error.name : "unknown" });
        })
        .finally(() => running.delete(run));
      running.add(run);
    },
    async settled() {
      while (running.size > 0) await Promise.all(running);
    },
    now: () => new Date(),
    fetch: (...request) => globalThis.fetch(...request),
    readPrompt: (name) => readFile(join(PACKAGE_ROOT, "prompts", `${name}.md`), "utf8"),
    newId: () => randomBytes(16).toString("hex"),
  };
}

import type { Bot } from "../adapters/read-bots.ts";
import { createApp } from "../app.ts";
import { lockDataDirectory } from "../indexing/run/data-lock.ts";
import { listen, openBots, startServices } from "../node-serve.ts";
import { readSettings, type Workplace } from "../node-services.ts";
import { checkDuties } from "../public-face.ts";
import type { CommandContext } from "./command-context.ts";
import type { ServeOptions } from "./options.ts";
import { openPrepared, withFlags } from "./prepare.ts";
import type { Terminal } from "./terminal.ts";

/** A newer generation of the index is looked for this often: it serves within two seconds. */
const POLL_MS = 1000;
/** How long a second server waits for the first to let go of the data directory. */
const LOCK_WAIT_MS = 500;

/** `wenban serve` and `npm start`: serves until told to stop, then finishes what it began. */
export async function runServe(options: ServeOptions, { env, terminal }: CommandContext): Promise<void> {
  const settings = await readSettings(withFlags(env, options));
  const { config } = settings;
  const bots = openBots(settings);
  checkDuties(config, bots);
  const lock = await lockDataDirectory(config.dataDir, "serve", { waitMs: LOCK_WAIT_MS });
  try {
    const workplace = await openPrepared(settings, terminal, { pollMs: POLL_MS, samples: true });
    try {
      await serveUntilTold(workplace, bots, terminal);
    } finally {
      await workplace.close();
    }
  } finally {
    await lock.release();
  }
}

async function serveUntilTold(workplace: Workplace, bots: readonly Bot[], terminal: Terminal): Promise<void> {
  const running = await startServices(workplace, bots);
  try {
    const server = await listen(createApp(running.services), workplace.config);
    terminal.stderr.write(`问办已启动：${server.url}\n`);
    await aborted(terminal.signal);
    terminal.stderr.write("正在结束… Stopping.\n");
    await server.close();
  } finally {
    await running.stop();
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}

import { createApp } from "../app.ts";
import type { Config } from "../config.ts";
import type { SqliteConversations } from "../conversation/stores/sqlite-conversations.ts";
import { lockDataDirectory } from "../indexing/run/data-lock.ts";
import { listen, openBots, openConversations, type RunningServices, startServices } from "../node-serve.ts";
import { readSettings, type Settings } from "../node-services.ts";
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
  const lock = await lockDataDirectory(config.dataDir, "serve", { waitMs: LOCK_WAIT_MS });
  try {
    const conversations = openConversations(settings);
    try {
      await serveWith(settings, conversations, terminal);
    } finally {
      await conversations.close();
    }
  } finally {
    await lock.release();
  }
}

/** Bots first: what is wrong with their settings is told before anything is indexed. */
async function serveWith(
  settings: Settings,
  conversations: SqliteConversations,
  terminal: Terminal,
): Promise<void> {
  const bots = openBots(settings, conversations);
  checkDuties(settings.config, bots);
  const workplace = await openPrepared(settings, terminal, { pollMs: POLL_MS, samples: true });
  try {
    const running = await startServices(workplace, bots, conversations);
    await serveUntilTold(running, workplace.config, terminal);
  } finally {
    await workplace.close();
  }
}

async function serveUntilTold(running: RunningServices, config: Config, terminal: Terminal): Promise<void> {
  try {
    const server = await listen(createApp(running.services), config);
    terminal.stderr.write(`问办已启动：${server.url}\n`);
    await aborted(terminal.signal);
    terminal.stderr.write("正在结束… Stopping.\n");
    await running.drain();
    await server.close();
  } finally {
    await running.stop();
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { AdapterDefinition } from "../../src/adapters/adapter.ts";
import { adapters } from "../../src/adapters/index.ts";
import { readBots } from "../../src/adapters/read-bots.ts";
import type { AnswerQuestion } from "../../src/answer/types.ts";
import { createControl } from "../../src/control/control.ts";
import type { ControlStore } from "../../src/control/control-store.ts";
import { createMemoryControlStore } from "../../src/control/stores/memory-control-store.ts";
import type { ChatCommand } from "../../src/conversation/chat-commands.ts";
import {
  openSqliteConversations,
  type SqliteConversations,
} from "../../src/conversation/stores/sqlite-conversations.ts";
import { createWebhooks, type Webhooks } from "../../src/conversation/webhooks.ts";
import type { AskRequest } from "../../src/domain.ts";
import { createLogger, silentLogger } from "../../src/logger.ts";
import type { Runtime } from "../../src/runtime.ts";
import { FakeClock } from "./fake-clock.ts";
import { sampleAnswer } from "./sample-answer.ts";
import { WEBHOOK_SECRET } from "./standard-webhook.ts";
import { wechatEnvironment } from "./wechat-platform.ts";

export interface DeskOptions {
  clock?: FakeClock;
  answer?: AnswerQuestion;
  definitions?: readonly AdapterDefinition[];
  env?: Record<string, string>;
  /** A database file to go on with; a new one when absent. */
  path?: string;
  /** False where another desk works on the same file. */
  exclusive?: boolean;
  beforeCommit?: () => void;
  /** The network, on which nothing is to be found otherwise. */
  fetch?: typeof fetch;
  retentionDays?: number;
  userRate?: number;
  commands?: readonly ChatCommand[];
}

/** The webhooks over a database on disk, with a clock and an answerer of the test's own. */
export interface TestDesk {
  webhooks: Webhooks;
  clock: FakeClock;
  conversations: SqliteConversations;
  /** What operators decide. */
  controls: ControlStore;
  path: string;
  /** Questions asked of the answerer. */
  asked: AskRequest[];
  /** Log lines. */
  log: string[];
  rows(table: "inbox" | "answers" | "outbox"): Record<string, unknown>[];
  /** Resolves when everything deferred is done. */
  idle(): Promise<void>;
  close(): void;
}

const folders: string[] = [];

export function removeTestFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
}

export function newDatabasePath(): string {
  const folder = mkdtempSync(join(tmpdir(), "wenban-desk-"));
  folders.push(folder);
  return join(folder, "conversations.sqlite");
}

/** Answers at once, naming the question, so that mixed-up answers show. */
export const echoAnswer: AnswerQuestion = async ({ question, conversationId = "" }) => ({
  ...sampleAnswer(),
  conversationId,
  question: { text: question, masked: false },
  text: `关于“${question}”：取消9个。[1]`,
});

export function openDesk(options: DeskOptions = {}): TestDesk {
  const { clock = new FakeClock(), answer = echoAnswer, path = newDatabasePath() } = options;
  const deferred = new Set<Promise<void>>();
  const asked: AskRequest[] = [];
  const log: string[] = [];
  let ids = 0;
  const runtime: Runtime = {
    now: clock.now,
    fetch: options.fetch ?? (() => Promise.reject(new Error("no network in this test"))),
    readPrompt: () => Promise.reject(new Error("no prompts in this test")),
    newId: () => `id-${++ids}`,
    defer(task) {
      const running = task().finally(() => deferred.delete(running));
      deferred.add(running);
    },
  };
  const env = { ...wechatEnvironment(), WENBAN_GENERIC_SECRET: WEBHOOK_SECRET, ...options.env };
  const { retentionDays = 30, userRate, commands } = options;
  const conversations = openSqliteConversations({
    path,
    now: clock.now,
    exclusive: options.exclusive ?? true,
    retentionDays,
    ...(options.beforeCommit && { beforeCommit: options.beforeCommit }),
  });
  const context = {
    ...runtime,
    memoryOf: conversations.memoryOf,
    publicUrl: "https://wenban.example",
    siteName: "问办",
    operator: null,
    hotline: "12345",
  };
  const controls = createMemoryControlStore(clock.now);
  const webhooks = createWebhooks({
    ...conversations,
    control: createControl(controls, clock.now, silentLogger),
    retentionDays,
    ...(userRate !== undefined && { userRate }),
    ...(commands !== undefined && { commands }),
    bots: readBots(env, options.definitions ?? adapters, context),
    async answerQuestion(request, askOptions) {
      asked.push(request);
      return answer(request, askOptions);
    },
    runtime,
    logger: createLogger((line) => log.push(line), clock.now),
    hotline: "12345",
    wait: clock.wait,
  });
  return {
    webhooks,
    clock,
    conversations,
    controls,
    path,
    asked,
    log,
    rows(table) {
      const database = new DatabaseSync(path, { readOnly: true });
      const rows = database.prepare(`SELECT * FROM ${table}`).all();
      database.close();
      return rows;
    },
    async idle() {
      while (deferred.size > 0) await Promise.all(deferred);
    },
    close: () => void conversations.close(),
  };
}

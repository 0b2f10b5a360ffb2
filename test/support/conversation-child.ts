/**
 * A service that is there to be killed: webhooks over a database on disk, which end their own process the
 * n-th time they pass a named point. Prints its port. Run by the crash tests.
 */
import { serve } from "@hono/node-server";
import { adapters } from "../../src/adapters/index.ts";
import { readBots } from "../../src/adapters/read-bots.ts";
import { createControl } from "../../src/control/control.ts";
import { createMemoryControlStore } from "../../src/control/stores/memory-control-store.ts";
import { openSqliteConversations } from "../../src/conversation/stores/sqlite-conversations.ts";
import { createWebhooks } from "../../src/conversation/webhooks.ts";
import { silentLogger } from "../../src/logger.ts";
import type { Runtime } from "../../src/runtime.ts";
import { echoAnswer } from "./desk.ts";
import { createPaperAdapter, PAPER_SECRET } from "./paper-platform.ts";
import { WEBHOOK_SECRET } from "./standard-webhook.ts";

const [path = "", platformUrl = "", fatalPoint = "", fatalPass = "1"] = process.argv.slice(2);
let passes = 0;

function reach(point: string): void {
  if (point === fatalPoint && ++passes === Number(fatalPass)) process.kill(process.pid, "SIGKILL");
}

const runtime: Runtime = {
  now: () => new Date(),
  fetch,
  readPrompt: () => Promise.reject(new Error("no prompts in this test")),
  newId: () => crypto.randomUUID(),
  defer: (task) => void task(),
};
const paper = createPaperAdapter(async (note) => {
  const response = await fetch(platformUrl, { method: "POST", body: JSON.stringify(note) });
  return { status: "sent", platformMessageId: await response.text() };
});
const env = {
  WENBAN_PAPER_SECRET: PAPER_SECRET,
  WENBAN_PAPER_PARTS: "2",
  WENBAN_GENERIC_SECRET: WEBHOOK_SECRET,
};
const conversations = openSqliteConversations({
  path,
  now: runtime.now,
  exclusive: true,
  retentionDays: 30,
  beforeCommit: (statements) => {
    const sql = statements.map((statement) => statement.sql).join();
    if (sql.includes("INSERT INTO inbox")) reach("accepting");
    if (sql.includes("INSERT INTO answers")) reach("finishing");
  },
});
const context = {
  ...runtime,
  memoryOf: conversations.memoryOf,
  publicUrl: "https://wenban.example",
  siteName: "问办",
  operator: null,
  hotline: "12345",
};
const webhooks = createWebhooks({
  control: createControl(createMemoryControlStore(runtime.now), runtime.now, silentLogger),
  retentionDays: 30,
  ...conversations,
  bots: readBots(env, [...adapters, paper], context),
  answerQuestion: echoAnswer,
  runtime,
  logger: silentLogger,
  hotline: "12345",
  reach,
});
webhooks.resume();
serve(
  {
    port: 0,
    hostname: "127.0.0.1",
    fetch: (request) => webhooks.handle(request, new URL(request.url).pathname.split("/")[2] ?? ""),
  },
  ({ port }) => console.log(port),
);

/**
 * A service that is there to be killed: webhooks over a database on disk, which end their own process the
 * n-th time they pass a named point. Prints its port. Run by the crash tests and the simulation. The platform on
 * paper has a bot of each kind; a question with 慢 in it takes its time.
 */
import { serve } from "@hono/node-server";
import type { SendResult } from "../../src/adapters/adapter.ts";
import { adapters } from "../../src/adapters/index.ts";
import { readBots } from "../../src/adapters/read-bots.ts";
import type { AnswerQuestion } from "../../src/answer/types.ts";
import { createControl } from "../../src/control/control.ts";
import { createMemoryControlStore } from "../../src/control/stores/memory-control-store.ts";
import { openSqliteConversations } from "../../src/conversation/stores/sqlite-conversations.ts";
import { waitByTimer } from "../../src/conversation/wait.ts";
import { createWebhooks } from "../../src/conversation/webhooks.ts";
import { silentLogger } from "../../src/logger.ts";
import type { Runtime } from "../../src/runtime.ts";
import { echoAnswer } from "./desk.ts";
import { createPaperAdapter, PAPER_KINDS, PAPER_SECRET } from "./paper-platform.ts";
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
const SLOW_MS = 6000;
const answerSlowly: AnswerQuestion = async (request, options) => {
  if (request.question.includes("慢")) await waitByTimer(SLOW_MS, options?.signal);
  return echoAnswer(request, options);
};
const paper = createPaperAdapter(async (note): Promise<SendResult> => {
  const response = await fetch(platformUrl, {
    method: "POST",
    body: JSON.stringify({ ...note, pid: process.pid }),
  });
  const platformMessageId = await response.text();
  if (response.status === 429) return { status: "failed", reason: "rate", retryAfterMs: 50 };
  if (response.status === 401) return { status: "failed", reason: "auth" };
  return { status: "sent", platformMessageId };
});
const kinds = PAPER_KINDS.flatMap((kind) => [
  [`WENBAN_PAPER__${kind.toUpperCase()}_SECRET`, PAPER_SECRET],
  [`WENBAN_PAPER__${kind.toUpperCase()}_KIND`, kind],
]);
const env = {
  WENBAN_PAPER_SECRET: PAPER_SECRET,
  WENBAN_PAPER_PARTS: "2",
  WENBAN_GENERIC_SECRET: WEBHOOK_SECRET,
  ...Object.fromEntries(kinds),
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
  answerQuestion: answerSlowly,
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
    fetch(request) {
      const [, , platform = "", bot = null] = new URL(request.url).pathname.split("/");
      return webhooks.handle(request, platform, bot);
    },
  },
  ({ port }) => console.log(port),
);

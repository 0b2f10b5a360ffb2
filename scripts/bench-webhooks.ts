/**
 * How fast messages are acknowledged and answered by the real service over the shipped knowledge, without a model,
 * with a Telegram of our own on the same machine; then how little a storm of redeliveries does:
 *
 *   node scripts/bench-webhooks.ts [--rate 50] [--seconds 300] [--storm 20000] [--data DIR]
 *
 * `--rate 200 --seconds 60` looks at the acknowledgements. A data directory that is given keeps its index.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { Agent, createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const SECRET = "bench-secret";
/** Redeliveries on their way at once. */
const STORM_WIDTH = 64;
/** In which Linux counts the time of processes. */
const TICKS_PER_SECOND = 100;
const SAMPLE_MS = 10_000;

const { values } = parseArgs({
  options: {
    rate: { type: "string", default: "50" },
    seconds: { type: "string", default: "300" },
    storm: { type: "string", default: "20000" },
    data: { type: "string" },
  },
});
/** Numbers of messages, new with each run: a data directory remembers those of earlier ones. */
const FIRST_ID = Date.now() * 100;
const rate = Number(values.rate);
const seconds = Number(values.seconds);

/** When each message was delivered and answered, by its number; moments of this process's clock. */
const delivered = new Map<number, number>();
const answered = new Map<number, number>();
const acks: number[] = [];
let refused = 0;
/** Answers sent, those sent again included. */
let sent = 0;
const agent = new Agent({ keepAlive: true, maxSockets: 256 });

/** Questions of the shipped evaluation suites. */
function readQuestions(): string[] {
  return ["facts", "procedures"].flatMap((suite) =>
    readFileSync(join(ROOT, "knowledge", "evaluation", `${suite}.jsonl`), "utf8")
      .trim()
      .split("\n")
      .map((line) => String(JSON.parse(line).question)),
  );
}

/** Of this run only: what an earlier one left in its data directory is answered as well. */
function noteAnswer(id: number): void {
  if (!delivered.has(id)) return;
  sent++;
  if (!answered.has(id)) answered.set(id, performance.now());
}

async function startPlatform(): Promise<Server> {
  const platform = createServer((incoming, response) => {
    let body = "";
    incoming.on("data", (chunk) => {
      body += chunk;
    });
    incoming.on("end", () => {
      const { chat_id: chat } = JSON.parse(body || "{}");
      if (incoming.url?.endsWith("/sendMessage")) noteAnswer(chat);
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ ok: true, result: { message_id: 1, username: "bench" } }));
    });
  });
  platform.listen(0, "127.0.0.1");
  await once(platform, "listening");
  return platform;
}

/** Starts the service and gives its address. */
async function startService(
  dataDir: string,
  platformUrl: string,
): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(
    process.execPath,
    [join(ROOT, "src", "cli.ts"), "serve", "--data", dataDir, "--port", "0"],
    {
      stdio: ["ignore", "ignore", "pipe"],
      env: {
        PATH: process.env.PATH,
        WENBAN_PUBLIC_URL: "http://localhost:8787",
        WENBAN_TELEGRAM_SECRET_TOKEN: SECRET,
        WENBAN_TELEGRAM_BOT_TOKEN: "1:bench",
        WENBAN_TELEGRAM_API_BASE: platformUrl,
      },
    },
  );
  let output = "";
  const url = await new Promise<string>((resolve, reject) => {
    child.once("exit", () => reject(new Error(output)));
    child.stderr?.on("data", (chunk) => {
      if (output.length < 100_000) output += chunk;
      const address = /问办已启动：(\S+)/.exec(output)?.[1];
      if (address) resolve(address);
    });
  });
  return { child, url };
}

function deliver(url: string, id: number, text: string): Promise<number> {
  const from = { id, is_bot: false, first_name: "B" };
  const message = { message_id: id, from, chat: { id, type: "private" }, date: 1_795_161_600, text };
  const body = JSON.stringify({ update_id: id, message });
  const headers = {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    "x-telegram-bot-api-secret-token": SECRET,
  };
  return new Promise((resolve) => {
    const sent = request(`${url}/webhooks/telegram`, { method: "POST", agent, headers }, (response) => {
      response.resume();
      response.on("end", () => resolve(response.statusCode ?? 0));
    });
    sent.on("error", () => resolve(0));
    sent.end(body);
  });
}

/** Delivers at an even rate, whatever the service does, and notes how long each acknowledgement took. */
async function deliverEvenly(url: string, questions: readonly string[]): Promise<void> {
  const began = performance.now();
  const underway: Promise<void>[] = [];
  for (let n = 0; n < rate * seconds; n++) {
    const id = FIRST_ID + n;
    const due = began + (n * 1000) / rate;
    if (due > performance.now()) await sleep(due - performance.now());
    const at = performance.now();
    delivered.set(id, at);
    const done = deliver(url, id, questions[id % questions.length] ?? "").then((status) => {
      acks.push(performance.now() - at);
      if (status !== 200) refused++;
    });
    underway.push(done);
  }
  await Promise.all(underway);
}

async function deliverStorm(url: string, questions: readonly string[]): Promise<void> {
  let left = Number(values.storm);
  const work = async (): Promise<void> => {
    while (left-- > 0) {
      const id = FIRST_ID + (left % Math.min(1000, delivered.size));
      await deliver(url, id, questions[id % questions.length] ?? "");
    }
  };
  await Promise.all(Array.from({ length: STORM_WIDTH }, work));
}

/** What the disk was given by a process and its memory, in MB. */
function readProcess(pid: number): { writtenMb: number; rssMb: number } {
  const io = readFileSync(`/proc/${pid}/io`, "utf8");
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return {
    writtenMb: Number(/^write_bytes: (\d+)/m.exec(io)?.[1]) / 2 ** 20,
    rssMb: Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) / 2 ** 10,
  };
}

/** Who works, by the names of the threads; all others are the platform's own. */
const WORKERS: Readonly<Record<string, string>> = {
  MainThread: "receiving",
  answering: "answering",
  "wal-checkpoints": "storing",
};

/** Seconds on a processor so far, of the service by what its threads do, and of this process. */
function readProcessorTime(pid: number): Map<string, number> {
  const { user, system } = process.cpuUsage();
  const times = new Map([["generator", (user + system) / 1_000_000]]);
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    const stat = readFileSync(`/proc/${pid}/task/${thread}/stat`, "utf8");
    const [, name = "", rest = ""] = /^\d+ \((.*)\) (.*)$/s.exec(stat) ?? [];
    const [, , , , , , , , , , , inUser, inSystem] = rest.split(" ").map(Number);
    const worker = WORKERS[name] ?? "others";
    const seconds = ((inUser ?? 0) + (inSystem ?? 0)) / TICKS_PER_SECOND;
    times.set(worker, (times.get(worker) ?? 0) + seconds);
  }
  return times;
}

function reportProcessorTime(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): void {
  const perMessage = [...after].map(([worker, seconds]) => {
    const ms = ((seconds - (before.get(worker) ?? 0)) * 1000) / delivered.size;
    return `${worker} ${ms.toFixed(1)} ms`;
  });
  console.log(`processor time a message: ${perMessage.join(", ")}`);
}

/** Memory of the service in MB, at even times. */
function reportMemory(samples: readonly number[]): void {
  const third = Math.ceil(samples.length / 3);
  const [first, last] = [samples.slice(0, third), samples.slice(-third)].map(
    (part) => part.reduce((sum, mb) => sum + mb, 0) / part.length,
  );
  console.log(
    `memory: ${first?.toFixed(0)} MB in the first third, ${last?.toFixed(0)} MB in the last, ` +
      `${Math.max(...samples).toFixed(0)} MB at most`,
  );
}

function percentile(numbers: readonly number[], share: number): string {
  const sorted = numbers.toSorted((a, b) => a - b);
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN).toFixed(0);
}

function report(name: string, numbers: readonly number[]): void {
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => percentile(numbers, share));
  console.log(`${name}: p50 ${p50} ms, p95 ${p95} ms, p99 ${p99} ms, most ${percentile(numbers, 1)} ms`);
}

const dataDir = values.data ?? mkdtempSync(join(tmpdir(), "wenban-bench-"));
const platform = await startPlatform();
const { port } = platform.address() as AddressInfo;
const { child, url } = await startService(dataDir, `http://127.0.0.1:${port}`);
const pid = child.pid ?? 0;
try {
  const questions = readQuestions();
  const memory: number[] = [];
  const watch = setInterval(() => memory.push(readProcess(pid).rssMb), SAMPLE_MS);
  const processorTime = readProcessorTime(pid);
  await deliverEvenly(url, questions);
  console.log(`${delivered.size} messages at ${rate}/s for ${seconds} s, ${refused} not acknowledged`);
  report("acknowledged", acks);
  for (let waited = 0; answered.size < delivered.size - refused && waited < 60; waited++) await sleep(1000);
  clearInterval(watch);
  const times = [...answered].map(([id, at]) => at - (delivered.get(id) ?? at));
  console.log(`${answered.size} answered`);
  report("answered", times);
  reportProcessorTime(processorTime, readProcessorTime(pid));
  reportMemory([...memory, readProcess(pid).rssMb]);
  const before = { ...readProcess(pid), sent };
  const began = performance.now();
  await deliverStorm(url, questions);
  const took = (performance.now() - began) / 1000;
  await sleep(1000);
  const { writtenMb } = readProcess(pid);
  console.log(
    `storm: ${values.storm} redeliveries in ${took.toFixed(1)} s, ${sent - before.sent} more answered, ` +
      `${(writtenMb - before.writtenMb).toFixed(1)} MB written`,
  );
} finally {
  child.kill("SIGTERM");
  await once(child, "exit");
  platform.close();
  platform.closeAllConnections();
  if (values.data === undefined) rmSync(dataDir, { recursive: true, force: true });
}

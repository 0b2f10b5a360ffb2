import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { FAULT_POINTS } from "../../src/conversation/fault-points.ts";
import { newDatabasePath, removeTestFolders } from "../support/desk.ts";
import { type PaperNote, writePaper } from "../support/paper-platform.ts";
import { questionBody, sendWebhook } from "../support/standard-webhook.ts";

const CHILD = fileURLToPath(new URL("../support/conversation-child.ts", import.meta.url));
const PAPER_KEYS = Array.from({ length: 8 }, (_, i) => `p${i}`);
const GENERIC_KEYS = Array.from({ length: 4 }, (_, i) => `g${i}`);
const PLATFORM_TOOK_IT = "platform_took_it";
/** Points whose first pass comes before anything can have been sent. */
const BEFORE_SENDING = new Set(["body_read", "verified", "accepting", "claimed", "composed", "finishing"]);

/** The platform's end: takes notes, and may kill the service between taking one and saying so. */
let platform: Server;
let notes: PaperNote[] = [];
let onNote: (count: number) => void = () => {};
let child: ChildProcess | null = null;

beforeEach(async () => {
  notes = [];
  onNote = () => {};
  platform = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      notes.push(JSON.parse(body));
      onNote(notes.length);
      response.end(`n${notes.length}`);
    });
  });
  platform.listen(0, "127.0.0.1");
  await once(platform, "listening");
});
afterEach(async () => {
  child?.kill("SIGKILL");
  platform.closeAllConnections();
  await new Promise((resolve) => platform.close(resolve));
});
afterAll(removeTestFolders);

/** Starts the service and gives its address. */
async function start(path: string, point = "", pass = 1): Promise<string> {
  const address = platform.address();
  if (address === null || typeof address === "string") throw new Error("platform not listening");
  const args = [CHILD, path, `http://127.0.0.1:${address.port}/`, point, String(pass)];
  child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  if (!child.stdout) throw new Error("no output");
  const [line] = await once(child.stdout, "data");
  return `http://127.0.0.1:${String(line).trim()}`;
}

/** Delivers a message; whether the service said that it has it. */
async function deliver(url: string, key: string): Promise<boolean> {
  const request = key.startsWith("p")
    ? writePaper({ id: key, user: `u${key}` })
    : sendWebhook({ id: key, at: new Date(), body: questionBody(`问${key}`) });
  try {
    const response = await fetch(new URL(new URL(request.url).pathname, url), {
      method: "POST",
      headers: request.headers,
      body: await request.text(),
    });
    await response.text();
    return response.ok;
  } catch {
    return false;
  }
}

function read(path: string, sql: string): Record<string, unknown>[] {
  const database = new DatabaseSync(path, { readOnly: true });
  const rows = database.prepare(sql).all();
  database.close();
  return rows;
}

async function until(isDone: () => boolean): Promise<void> {
  while (!isDone()) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** Kills the service at a point, starts it again, and delivers what was not acknowledged, as platforms do. */
async function crashAt(point: string, pass: number, path: string): Promise<Set<string>> {
  const keys = [...PAPER_KEYS, ...GENERIC_KEYS];
  const first = await start(path, point, pass);
  const victim = child;
  if (point === PLATFORM_TOOK_IT) onNote = (count) => count === pass && victim?.kill("SIGKILL");
  const ended = once(victim as ChildProcess, "exit");
  const deliveries = keys
    .flatMap((key) => [key, key])
    .map(async (key) => ((await deliver(first, key)) ? [key] : []));
  const acknowledged = new Set((await Promise.all(deliveries)).flat());
  expect((await ended)[1]).toBe("SIGKILL");
  const second = await start(path);
  for (const key of keys) if (!acknowledged.has(key)) expect(await deliver(second, key)).toBe(true);
  await until(
    () =>
      read(path, "SELECT 1 FROM outbox WHERE route = 'push' AND state = 'sent'").length === PAPER_KEYS.length,
  );
  return acknowledged;
}

const POINTS = [...FAULT_POINTS, "accepting", "finishing", PLATFORM_TOOK_IT];

describe("killed with SIGKILL", () => {
  it.each(POINTS.map((point, index) => [point, 1 + (index % 3)] as const))(
    "at %s, pass %i: nothing is lost, nothing answered twice",
    async (point, pass) => {
      const path = newDatabasePath();
      const acknowledged = await crashAt(point, pass, path);

      const inbox = read(path, "SELECT ext_key FROM inbox").map(({ ext_key }) => ext_key);
      expect(inbox.toSorted()).toEqual([...GENERIC_KEYS, ...PAPER_KEYS]);
      const answered = read(path, "SELECT ext_key FROM inbox JOIN answers ON inbox_id = id").map(
        ({ ext_key }) => ext_key,
      );
      for (const key of acknowledged) expect(answered).toContain(key);
      expect(answered).toHaveLength(inbox.length);

      const keys = notes.map(({ sendKey, part }) => `${sendKey} ${part}`);
      expect(new Set(keys).size).toBe(PAPER_KEYS.length * 2);
      // A platform that takes the key shows each note once; one that does not shows it twice at most, and each
      // that it may show twice was flagged before. Several are on their way at once, so any may be hit.
      const flagged = read(path, "SELECT send_key FROM outbox WHERE maybe_duplicate = 1").map((row) =>
        String(row.send_key),
      );
      const repeated = keys.filter((key, index) => keys.indexOf(key) !== index);
      expect(new Set(repeated).size).toBe(repeated.length);
      for (const key of repeated) expect(flagged).toContain(key.split(" ")[0]);
      // What was noted as delivered is not sent again: one message at most of each answer.
      expect(new Set(repeated.map((key) => key.split(" ")[0])).size).toBe(repeated.length);
      if (pass === 1 && BEFORE_SENDING.has(point)) expect(repeated).toEqual([]);
    },
  );
});

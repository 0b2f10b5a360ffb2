import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { PAPER_KINDS, type PaperNote } from "./paper-platform.ts";
import { ASKS_AGAIN, type ChatRecord, chat } from "./simulated-chats.ts";

const CHILD = fileURLToPath(new URL("./conversation-child.ts", import.meta.url));
const AT_ONCE = 48;
/** How long everything may take to come to rest after the last message. */
const REST_MS = 180_000;

export interface SimulationOptions {
  conversations: number;
  /** Kills of the service with SIGKILL; at random moments while the conversations go on. */
  kills: number;
  /** Milliseconds between kills, at least and at most. */
  everyMs: readonly [number, number];
  /** The database file. */
  path: string;
  random(): number;
}

/** What went wrong, and how much was done. Lost, answered twice and out of order must be nothing. */
export interface SimulationResult {
  messages: number;
  redelivered: number;
  kills: number;
  /** Messages that were being answered at so many kills that the answer says sorry. */
  givenUp: number;
  lost: string[];
  answeredTwice: string[];
  outOfOrder: string[];
  /** Platform messages that users saw twice where the platform knows no key; each was flagged before. */
  duplicates: number;
  mostDuplicatesPerKill: number;
  unflagged: string[];
  /** Sends turned away for their rate or a token that had run out. */
  turnedAway: number;
}

/** A note with the process that sent it. */
type Arrival = PaperNote & { pid: number };

/** Conversations of every kind of platform with a service that is killed again and again. */
export async function simulate(options: SimulationOptions): Promise<SimulationResult> {
  const { random, path } = options;
  const record: ChatRecord = {
    acknowledged: new Map(),
    replies: new Map(),
    changed: new Set(),
    redelivered: 0,
  };
  const arrivals: Arrival[] = [];
  const state = { kills: 0, turnedAway: 0, url: "http://127.0.0.1:9", isOver: false };
  const platform = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      const refusal = random() < 0.02 ? 429 : random() < 0.01 ? 401 : null;
      if (refusal !== null) {
        state.turnedAway++;
        response.statusCode = refusal;
        return response.end();
      }
      arrivals.push(JSON.parse(body));
      response.end(String(arrivals.length));
    });
  });
  platform.listen(0, "127.0.0.1");
  await once(platform, "listening");
  const platformUrl = `http://127.0.0.1:${(platform.address() as AddressInfo).port}/`;
  let child = await startService(path, platformUrl, state);
  const killing = async (): Promise<void> => {
    const [least, most] = options.everyMs;
    while (!state.isOver && state.kills < options.kills) {
      await sleep(least + random() * (most - least));
      if (state.isOver) return;
      child.kill("SIGKILL");
      await once(child, "exit");
      state.kills++;
      child = await startService(path, platformUrl, state);
    }
  };
  const killed = killing();
  await runChats(options, record, () => state.url);
  state.isOver = true;
  await killed;
  await comeToRest(path);
  child.kill("SIGKILL");
  platform.close();
  platform.closeAllConnections();
  return judge(path, record, arrivals, state);
}

async function startService(
  path: string,
  platformUrl: string,
  state: { url: string },
): Promise<ChildProcess> {
  const child = spawn(process.execPath, [CHILD, path, platformUrl], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = await once(child.stdout, "data");
  state.url = `http://127.0.0.1:${String(line).trim()}`;
  return child;
}

async function runChats(
  { conversations, random }: SimulationOptions,
  record: ChatRecord,
  url: () => string,
): Promise<void> {
  let begun = 0;
  const work = async (): Promise<void> => {
    while (begun < conversations) {
      const number = begun++;
      const kind = PAPER_KINDS[number % PAPER_KINDS.length] ?? "push";
      await chat({ kind, user: `${kind}${number}`, url, record, random });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

function read(path: string, sql: string): { [column: string]: unknown }[] {
  const database = new DatabaseSync(path, { readOnly: true, timeout: 5000 });
  const rows = database.prepare(sql).all();
  database.close();
  return rows;
}

/** Waits until nothing is left to be answered or sent. */
async function comeToRest(path: string): Promise<void> {
  const open = `SELECT 1 FROM inbox WHERE state IN ('accepted', 'claimed')
    UNION ALL SELECT 1 FROM outbox WHERE route = 'push' AND state IN ('pending', 'sending')`;
  for (let waited = 0; read(path, open).length > 0; waited += 200) {
    if (waited > REST_MS) throw new Error("the service did not come to rest");
    await sleep(200);
  }
}

function sendKeyOf(kind: string, key: string): string {
  return createHash("sha256").update(`paper/${kind}\n${key}`).digest("hex");
}

/** What users saw against what the service took and wrote down. */
function judge(
  path: string,
  record: ChatRecord,
  arrivals: readonly Arrival[],
  state: { kills: number; turnedAway: number },
): SimulationResult {
  const rows = readRows(path);
  const byKey = new Map(rows.map((row) => [row.key, row]));
  const sent = Map.groupBy(arrivals, ({ sendKey }) => sendKey);
  const named = new Set([...record.replies.values()].flatMap((texts) => texts.flatMap(questionsIn)));
  const isSeen = (row: JudgedRow) =>
    row.isAnswered &&
    (row.isShared ||
      row.isGivenUp ||
      row.text === ASKS_AGAIN ||
      named.has(row.text) ||
      sent.has(sendKeyOf(row.kind, row.key)));

  const lost: string[] = [];
  let messages = 0;
  for (const [kind, keys] of record.acknowledged) {
    for (const key of keys) {
      messages++;
      const row = byKey.get(key);
      if (!row || !isSeen(row)) lost.push(`${kind} ${key} (${row?.id} ${row?.fate})`);
    }
  }
  // Each repeated note with the process that did not live to note the one before it.
  const repeats = [...sent.values()].flatMap((notes) =>
    notes.slice(1).map((note, index) => ({ ...note, leftBy: notes[index]?.pid })),
  );
  const flagged = new Set(
    rows.filter(({ isFlagged }) => isFlagged).map((row) => sendKeyOf(row.kind, row.key)),
  );
  const unkeyed = repeats.filter(({ conversation }) => !conversation.startsWith("keyed"));
  const perKill = Map.groupBy(unkeyed, ({ leftBy }) => leftBy);
  return {
    messages,
    redelivered: record.redelivered,
    givenUp: rows.filter(({ isGivenUp }) => isGivenUp).length,
    kills: state.kills,
    lost,
    answeredTwice: [...record.changed, ...findTwoWays(rows, sent, record)],
    outOfOrder: findOutOfOrder(rows, arrivals),
    duplicates: unkeyed.length,
    mostDuplicatesPerKill: Math.max(0, ...[...perKill.values()].map(({ length }) => length)),
    unflagged: unkeyed.filter(({ sendKey }) => !flagged.has(sendKey)).map(({ sendKey }) => sendKey),
    turnedAway: state.turnedAway,
  };
}

/** A message as the service wrote it down. */
interface JudgedRow {
  id: number;
  kind: string;
  key: string;
  text: string;
  isAnswered: boolean;
  isShared: boolean;
  /** Whether the service was killed so often over it that it said sorry. */
  isGivenUp: boolean;
  isFlagged: boolean;
  /** What has become of it, for people. */
  fate: string;
}

function readRows(path: string): JudgedRow[] {
  const rows = read(
    path,
    `SELECT m.id, m.channel, m.ext_key, m.text, m.state, a.inbox_id AS answered, a.shared_with, o.maybe_duplicate,
      m.deliveries || ' deliveries, ' || m.state || ', ' || o.state || ', ' || coalesce(o.reason, '-') || ', carried by '
        || coalesce(o.carried_by, '-') AS fate
     FROM inbox m LEFT JOIN answers a ON a.inbox_id = m.id LEFT JOIN outbox o ON o.inbox_id = m.id ORDER BY m.id`,
  );
  return rows.map((row) => ({
    id: Number(row.id),
    kind: String(row.channel).split("/")[1] ?? "",
    key: String(row.ext_key),
    text: String(row.text),
    isAnswered: row.answered !== null,
    isShared: row.shared_with !== null,
    isGivenUp: row.state === "dead",
    isFlagged: row.maybe_duplicate === 1,
    fate: String(row.fate),
  }));
}

/** The questions that a text answers: answers name theirs. */
function questionsIn(text: string): string[] {
  return [...text.matchAll(/“([^”]*)”/g)].map(([, name = ""]) => name);
}

/** Messages whose answer came both by a reply and by a call. */
function findTwoWays(
  rows: readonly JudgedRow[],
  sent: ReadonlyMap<string, unknown>,
  { replies }: ChatRecord,
): string[] {
  return rows
    .filter(({ kind, key }) => (replies.get(key)?.length ?? 0) > 0 && sent.has(sendKeyOf(kind, key)))
    .map(({ key }) => key);
}

/** Conversations whose calls came in another order than their messages were taken in. */
function findOutOfOrder(rows: readonly JudgedRow[], arrivals: readonly Arrival[]): string[] {
  const idOf = new Map(rows.map((row) => [sendKeyOf(row.kind, row.key), row.id]));
  const firsts = new Map(arrivals.toReversed().map((note) => [note.sendKey, note]));
  const inOrder = [...firsts.values()].toReversed();
  return [...Map.groupBy(inOrder, ({ conversation }) => conversation)]
    .filter(([, notes]) => {
      const ids = notes.map(({ sendKey }) => idOf.get(sendKey) ?? 0);
      return ids.some((id, index) => index > 0 && id < (ids[index - 1] ?? 0));
    })
    .map(([conversation]) => conversation);
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

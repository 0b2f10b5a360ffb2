import { setTimeout as sleep } from "node:timers/promises";
import { PAPER_SECRET, type PaperKind, type PaperReply } from "./paper-platform.ts";

/** How often a user of a platform that promised an answer asks for it, and how often in all. */
const ASK_AGAIN_MS = 700;
const MOST_ASKED = 60;
const POLL_MS = 250;
/** What users send to be given an answer that was promised. */
export const ASKS_AGAIN = "结果";
/** Deliveries after which a platform of the passive kind gives a message up. */
const DELIVERIES = 3;

/** What users have read in replies, and what the service said that it has. */
export interface ChatRecord {
  /** Keys of messages, by kind, that were acknowledged. */
  acknowledged: Map<PaperKind, Set<string>>;
  /** Texts that replies carried, by the key of the message that was replied to. */
  replies: Map<string, string[]>;
  /** Keys whose replies differed between deliveries. */
  changed: Set<string>;
  redelivered: number;
}

export interface ChatParts {
  kind: PaperKind;
  /** Names the conversation. */
  user: string;
  /** Where the service listens now; changes with each start. */
  url(): string;
  record: ChatRecord;
  random(): number;
}

interface Message {
  key: string;
  text: string;
}

/** One conversation from its first message until everything asked for is answered or on its way. */
export async function chat(parts: ChatParts): Promise<void> {
  const { random } = parts;
  const messages = writeMessages(parts);
  if (random() < 0.4) {
    // A burst, in whatever order the network brings it.
    await Promise.all(messages.toSorted(() => random() - 0.5).map((message) => send(parts, message)));
    return;
  }
  for (const message of messages) {
    await send(parts, message);
    await sleep(random() * 50);
  }
}

function writeMessages({ kind, user, random }: ChatParts): Message[] {
  const count = 1 + Math.floor(random() * 3);
  const questions = Array.from({ length: count }, (_, n) => {
    const isSlow = kind !== "push" && random() < 0.002;
    return { key: `${user}-${n}`, text: `问${isSlow ? "慢" : ""}${user}-${n}` };
  });
  const greeting = { key: `${user}-hello`, text: "你好" };
  return (kind === "push" || kind === "keyed") && random() < 0.2 ? [greeting, ...questions] : questions;
}

/** Delivers a message as its platform does, and now and then once more than needed. */
async function send(parts: ChatParts, message: Message): Promise<void> {
  const { kind, random, record } = parts;
  const reply = await deliverUntilTaken(parts, message);
  if (kind === "passive" && reply?.texts === null) await askForPromised(parts, message);
  if (kind === "polled" && reply?.texts === null && random() < 0.9) await poll(parts, message);
  if (random() > 0.2) return;
  record.redelivered++;
  await sleep(random() * 300);
  await deliver(parts, message);
}

/** Again until the service says that it has the message; a platform that gives up has not been told so. */
async function deliverUntilTaken(parts: ChatParts, message: Message): Promise<PaperReply | null> {
  for (let delivery = 1; ; delivery++) {
    const reply = await deliver(parts, message);
    if (reply !== "failed") return reply;
    if (parts.kind === "passive" && delivery >= DELIVERIES * 10) return null;
    await sleep(100 + parts.random() * 200);
  }
}

/** Gives the reply; null where it carries no answers, "failed" when there was none. */
async function deliver(parts: ChatParts, { key, text }: Message): Promise<PaperReply | null | "failed"> {
  const response = await post(parts, [{ id: key, user: parts.user, text }]);
  if (response === null) return "failed";
  const { kind, record } = parts;
  const keys = record.acknowledged.get(kind) ?? new Set();
  record.acknowledged.set(kind, keys.add(key));
  if (kind === "push" || kind === "keyed") return null;
  const reply: PaperReply = JSON.parse(response);
  noteReply(record, key, reply, kind);
  return reply;
}

/** A platform of the passive kind hands each delivery's reply to the user once: they must be the same. */
function noteReply(record: ChatRecord, key: string, { texts }: PaperReply, kind: PaperKind): void {
  if (texts === null) return;
  const earlier = record.replies.get(key);
  if (earlier && kind === "passive" && earlier.join() !== texts.join()) record.changed.add(key);
  if (!earlier || texts.length > 0) record.replies.set(key, texts);
}

async function askForPromised(parts: ChatParts, { key, text }: Message): Promise<void> {
  for (let n = 0; n < MOST_ASKED; n++) {
    await sleep(ASK_AGAIN_MS);
    const reply = await deliverUntilTaken(parts, { key: `${key}-ask${n}`, text: ASKS_AGAIN });
    if (reply?.texts?.some((said) => said.includes(`“${text}”`))) return;
  }
}

async function poll(parts: ChatParts, { key }: Message): Promise<void> {
  for (;;) {
    await sleep(POLL_MS);
    const response = await post(parts, { polls: key });
    const reply: PaperReply | null = response === null ? null : JSON.parse(response);
    if (!reply || reply.texts === null) continue;
    return noteReply(parts.record, key, reply, parts.kind);
  }
}

/** The body of a response that says that all is well; null for any other end. */
async function post({ kind, url }: ChatParts, body: unknown): Promise<string | null> {
  try {
    const response = await fetch(`${url()}/webhooks/paper/${kind}`, {
      method: "POST",
      headers: { "paper-secret": PAPER_SECRET },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    return response.ok ? text : null;
  } catch {
    return null;
  }
}

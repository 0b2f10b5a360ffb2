import { existsSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Audience } from "../../domain.ts";
import { WenbanError } from "../../errors.ts";
import type { AskedLog, AskedQuestion } from "../asked-log.ts";

/** Milliseconds to wait for another process that writes. */
const BUSY_MS = 5000;

const WEB = `
  SELECT answer, audience, conversation_id AS conversation, answered_at AS asked_at, rating FROM answers
  WHERE answered_at >= ?1 AND (audience = 'public' OR ?2 = 'staff') ORDER BY answered_at, rowid`;

/** Files of this version or a later one tell whom an answer was for, and which answers are shared. */
const TELLS_AUDIENCE = 2;

/** Messages that share an answer were one question. A file of the first version holds answers to the public only. */
function chatQuery(version: number): string {
  const [audience, own] =
    version >= TELLS_AUDIENCE ? ["answers.audience", "answers.shared_with IS NULL"] : ["'public'", "TRUE"];
  return `
    SELECT answers.answer AS answer, ${audience} AS audience, answers.created_at AS created_at,
      inbox.channel || ' ' || inbox.conversation AS conversation
    FROM answers JOIN inbox ON inbox.id = answers.inbox_id
    WHERE answers.created_at >= ?1 AND inbox.state = 'answered' AND ${own}
      AND (${audience} = 'public' OR ?2 = 'staff') ORDER BY answers.created_at, inbox.id`;
}

type Row = Record<string, unknown>;

/**
 * Reads what was asked on the web and in chats out of a data directory, while a server may be writing.
 * @throws WenbanError `storage.unreadable` when a file is no such database
 */
export function openSqliteAskedLog(dataDir: string): AskedLog {
  const web = openReadOnly(join(dataDir, "answers.sqlite"));
  const chat = openReadOnly(join(dataDir, "conversations.sqlite"));
  return {
    async list({ since, audience }) {
      const asked = [
        ...(web?.read(WEB, [since, audience]) ?? []).map(fromWeb),
        ...readChats(chat, since === "" ? 0 : Date.parse(since), audience),
      ];
      return asked.sort((a, b) => (a.askedAt < b.askedAt ? -1 : a.askedAt > b.askedAt ? 1 : 0));
    },
    async close() {
      web?.close();
      chat?.close();
    },
  };
}

function readChats(chat: ReadOnlyFile | null, since: number, audience: Audience): AskedQuestion[] {
  const version = Number(chat?.read("PRAGMA user_version", [])[0]?.user_version);
  return (chat?.read(chatQuery(version), [since, audience]) ?? []).map(fromChat);
}

function fromWeb(row: Row): AskedQuestion {
  const rating = row.rating === null ? null : JSON.parse(String(row.rating)).rating;
  return {
    answer: JSON.parse(String(row.answer)),
    audience: row.audience === "staff" ? "staff" : "public",
    conversation: `web ${String(row.conversation)}`,
    askedAt: String(row.asked_at),
    rating: rating === "up" || rating === "down" ? rating : null,
  };
}

function fromChat(row: Row): AskedQuestion {
  return {
    answer: JSON.parse(String(row.answer)),
    audience: row.audience === "staff" ? "staff" : "public",
    conversation: String(row.conversation),
    askedAt: new Date(Number(row.created_at)).toISOString(),
    rating: null,
  };
}

interface ReadOnlyFile {
  read(sql: string, params: (string | number)[]): Row[];
  close(): void;
}

/** Null where nothing was ever asked. */
function openReadOnly(path: string): ReadOnlyFile | null {
  if (!existsSync(path)) return null;
  const database = guard(path, () => new DatabaseSync(path, { readOnly: true, timeout: BUSY_MS }));
  return {
    read: (sql, params) => guard(path, () => database.prepare(sql).all(...params)),
    close: () => database.close(),
  };
}

function guard<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    const message = `无法读取 ${path} (what was asked can't be read)`;
    throw new WenbanError("storage", "storage.unreadable", message, {
      hint: "检查数据目录的权限，或用 --data 换一个目录。Check the permissions of the data directory.",
      cause,
    });
  }
}

import { closeSync, openSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import type { Answer, Audience } from "../../domain.ts";
import { WenbanError } from "../../errors.ts";
import { ANSWER_LOG_DAYS, type AnswerLog, oldestKept, turnsOf } from "../answer-log.ts";

/** Milliseconds to wait for another process that writes. */
const BUSY_MS = 5000;
const OWNER_ONLY = 0o600;

const SCHEMA = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS answers (
    message_id TEXT PRIMARY KEY,
    conversation_id TEXT NOT NULL,
    audience TEXT NOT NULL,
    answered_at TEXT NOT NULL,
    answer TEXT NOT NULL,
    rating TEXT
  ) STRICT;
  CREATE INDEX IF NOT EXISTS answers_by_conversation ON answers (conversation_id, answered_at);
  CREATE INDEX IF NOT EXISTS answers_by_time ON answers (answered_at);
`;

/** Rows that an audience may read; a public one reads what was answered to the public. */
const READABLE = "(audience = 'public' OR ? = 'staff')";

/**
 * Keeps answers in a SQLite file.
 * @throws WenbanError `storage.unwritable` when the file can't be opened or written.
 */
export function createSqliteAnswerLog(path: string, retentionDays = ANSWER_LOG_DAYS): AnswerLog {
  const database = openDatabase(path);
  const insert = database.prepare(
    "INSERT OR REPLACE INTO answers (message_id, conversation_id, audience, answered_at, answer) VALUES (?, ?, ?, ?, ?)",
  );
  const prune = database.prepare("DELETE FROM answers WHERE answered_at < ?");
  const select = database.prepare(`SELECT answer FROM answers WHERE message_id = ? AND ${READABLE}`);
  const selectRecent = database.prepare(
    `SELECT answer FROM answers WHERE conversation_id = ? AND ${READABLE} ORDER BY answered_at DESC, rowid DESC LIMIT ?`,
  );
  const update = database.prepare(`UPDATE answers SET rating = ? WHERE message_id = ? AND ${READABLE}`);

  return {
    async put({ answer, audience, answeredAt }) {
      insert.run(answer.messageId, answer.conversationId, audience, answeredAt, JSON.stringify(answer));
      prune.run(oldestKept(answeredAt, retentionDays));
    },
    async get(messageId, audience) {
      const row = select.get(messageId, audience);
      return row ? parseAnswer(row) : null;
    },
    async recent(conversationId, audience: Audience, limit) {
      const rows = selectRecent.all(conversationId, audience, Math.ceil(limit / 2));
      const turns = rows.reverse().flatMap((row) => turnsOf(parseAnswer(row)));
      return limit > 0 ? turns.slice(-limit) : [];
    },
    async rate(messageId, audience, rating) {
      return update.run(JSON.stringify(rating), messageId, audience).changes === 1;
    },
    async close() {
      database.close();
    },
  };
}

function openDatabase(path: string): DatabaseSync {
  try {
    // What people asked is read by the service's own user alone; the files beside it take the same mode.
    closeSync(openSync(path, "a", OWNER_ONLY));
    const database = new DatabaseSync(path, { timeout: BUSY_MS });
    database.exec(SCHEMA);
    return database;
  } catch (cause) {
    throw new WenbanError(
      "storage",
      "storage.unwritable",
      `无法写入 ${path} (the answer log can't be written)`,
      {
        hint: "检查数据目录的权限和剩余空间，或用 --data 换一个目录。Check permissions and free space.",
        cause,
      },
    );
  }
}

function parseAnswer(row: Record<string, unknown>): Answer {
  return JSON.parse(String(row.answer));
}

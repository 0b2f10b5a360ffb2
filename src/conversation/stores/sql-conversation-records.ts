import type { ConversationRecords } from "../conversation-records.ts";
import type { Row, SqlDatabase, SqlValue, Statement } from "./sql-database.ts";
import { eraseStatements } from "./sql-pruning.ts";

/** The oldest message that a free worker would take; one that waits for its conversation is not overdue. */
const WAITING = `
  SELECT MAX(m.created_at, m.due_at) AS since FROM inbox m
  WHERE m.state IN ('accepted', 'claimed') AND m.merged_into IS NULL AND m.lease_until <= ?1 AND m.due_at <= ?1
    AND NOT EXISTS (
      SELECT 1 FROM inbox earlier
      WHERE earlier.channel = m.channel AND earlier.conversation = m.conversation AND earlier.id < m.id
        AND earlier.state IN ('accepted', 'claimed') AND earlier.merged_into IS NULL)
  ORDER BY m.id LIMIT 1`;

const UNANSWERED = "SELECT count(*) AS count FROM inbox WHERE state IN ('accepted', 'claimed')";

/** What is over is not counted: there is an index of what is not. */
const OUTGOING = `
  SELECT CASE WHEN missed = 1 THEN 'waiting' ELSE state END AS state, count(*) AS count
  FROM outbox WHERE state IN ('pending', 'sending') GROUP BY 1`;

const DEAD = "SELECT count(*) AS count FROM outbox WHERE state = 'dead'";

const MAYBE_DUPLICATE = "SELECT count(*) AS count FROM outbox WHERE maybe_duplicate = 1";

const DEAD_LETTERS = `
  SELECT o.inbox_id, o.channel, o.reason, o.tries, o.maybe_duplicate, a.created_at
  FROM outbox o JOIN answers a ON a.inbox_id = o.inbox_id
  WHERE o.state = 'dead' ORDER BY o.inbox_id LIMIT ?1`;

const OF_PERSON = "(?1 IS NULL OR channel = ?1) AND sender = ?2";
const AT_REST = `${OF_PERSON} AND state IN ('answered', 'dead')
  AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.inbox_id = inbox.id AND o.state = 'sending')`;

/** The records over a database in the dialect of SQLite. */
export function createSqlConversationRecords(database: SqlDatabase, now: () => Date): ConversationRecords {
  const startedAt = now().getTime();
  return {
    async census() {
      const time = now().getTime();
      const [waiting, unanswered, outgoing = [], dead, maybeDuplicate] = await database.read([
        { sql: WAITING, params: [time] },
        { sql: UNANSWERED, params: [] },
        { sql: OUTGOING, params: [] },
        { sql: DEAD, params: [] },
        { sql: MAYBE_DUPLICATE, params: [] },
      ]);
      const since = waiting?.[0]?.since;
      const count = (state: string) => Number(outgoing.find((row) => row.state === state)?.count ?? 0);
      return {
        unanswered: Number(unanswered?.[0]?.count),
        // What waited while nobody was there to answer says nothing about how busy the service is.
        backlogMs: typeof since === "number" ? Math.max(0, time - Math.max(since, startedAt)) : 0,
        pending: count("pending"),
        sending: count("sending"),
        waiting: count("waiting"),
        dead: Number(dead?.[0]?.count),
        maybeDuplicate: Number(maybeDuplicate?.[0]?.count),
      };
    },
    async deadLetters(limit) {
      const [rows = []] = await database.read([{ sql: DEAD_LETTERS, params: [limit] }]);
      return rows.map(toDeadLetter);
    },
    async forget({ channel, sender }) {
      const params: SqlValue[] = [channel, sender];
      const statements: Statement[] = [
        ...eraseStatements(AT_REST, params),
        { sql: `UPDATE inbox SET erase = 1 WHERE ${OF_PERSON} RETURNING id`, params },
      ];
      const results = await database.batch(statements);
      return results.slice(-2).reduce((sum, rows) => sum + rows.length, 0);
    },
  };
}

function toDeadLetter(row: Row) {
  return {
    id: Number(row.inbox_id),
    channel: String(row.channel),
    answeredAt: new Date(Number(row.created_at)),
    reason: String(row.reason),
    tries: Number(row.tries),
    maybeDuplicate: row.maybe_duplicate === 1,
  };
}

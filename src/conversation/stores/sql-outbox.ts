import { LEASE_MS } from "../conversation-store.ts";
import { LATE_REPLY_MS, type LateRule, type Outbox, type OutboxItem } from "../outbox.ts";
import type { Row, SqlDatabase, Statement } from "./sql-database.ts";

/** A claim on a row that was being sent means that a process died then: its message may have arrived. */
const CLAIM_NEXT = `
  UPDATE outbox SET lease_until = ?1 + ?2, fence = fence + 1, tries = tries + 1, state = 'pending',
    maybe_duplicate = CASE WHEN state = 'sending' THEN 1 ELSE maybe_duplicate END
  WHERE inbox_id = (
    SELECT o.inbox_id FROM outbox o
    WHERE o.route = 'push' AND o.state IN ('pending', 'sending') AND o.lease_until <= ?1 AND o.due_at <= ?1
      AND NOT EXISTS (
        SELECT 1 FROM outbox earlier
        WHERE earlier.channel = o.channel AND earlier.conversation = o.conversation
          AND earlier.inbox_id < o.inbox_id AND earlier.route = 'push'
          AND earlier.state IN ('pending', 'sending'))
    ORDER BY o.inbox_id LIMIT 1)
  RETURNING inbox_id`;

/** Only while the carrier's own answer waits: a reply given once carries the same ever after. */
const CARRY_MISSED = `
  UPDATE outbox SET state = 'sent', carried_by = ?1
  WHERE EXISTS (SELECT 1 FROM outbox own WHERE own.inbox_id = ?1 AND own.state = 'pending')
    AND inbox_id = (
      SELECT o.inbox_id FROM inbox carrier
        JOIN outbox o ON o.channel = carrier.channel AND o.conversation = carrier.conversation
        JOIN inbox m ON m.id = o.inbox_id
      WHERE carrier.id = ?1 AND o.inbox_id < ?1 AND o.route = 'reply' AND o.state IN ('pending', 'sending')
        AND (m.deliveries >= ?2 OR m.delivered_at <= ?3) AND o.created_at >= ?4
      ORDER BY o.inbox_id LIMIT 1)`;

const CARRY_OWN = `
  UPDATE outbox SET state = 'sent', carried_by = ?1
  WHERE inbox_id = ?1 AND route = 'reply' AND state = 'pending'`;

const ITEM = `
  SELECT o.inbox_id, o.channel, o.send_key, o.tries, o.maybe_duplicate, o.fence,
    m.conversation, m.handle, m.text, a.answer, a.created_at
  FROM outbox o JOIN inbox m ON m.id = o.inbox_id JOIN answers a ON a.inbox_id = o.inbox_id`;

/** The outbox over a database in the dialect of SQLite. */
export function createSqlOutbox(database: SqlDatabase, now: () => Date): Outbox {
  const read = async (statements: Statement[]): Promise<OutboxItem[]> => {
    const results = await database.batch(statements);
    return (results.at(-1) ?? []).map(toItem);
  };
  /** Whether the statement, which returns the row it changes, changed one. */
  const changes = async (statement: Statement): Promise<boolean> => {
    const [rows] = await database.batch([statement]);
    return rows?.length === 1;
  };
  return {
    async claim(request) {
      const time = now().getTime();
      if (request.route === "reply") return read(carryStatements(request.carrier, request.late, time));
      const [rows] = await database.batch([{ sql: CLAIM_NEXT, params: [time, LEASE_MS] }]);
      const id = rows?.[0]?.inbox_id;
      return id === undefined ? [] : read([{ sql: `${ITEM} WHERE o.inbox_id = ?1`, params: [id] }]);
    },
    sending({ id, fence }) {
      const sql = `UPDATE outbox SET state = 'sending', lease_until = ?3
        WHERE inbox_id = ?1 AND fence = ?2 AND state = 'pending' RETURNING inbox_id`;
      return changes({ sql, params: [id, fence, now().getTime() + LEASE_MS] });
    },
    sent({ id, fence }, platformMessageId) {
      const sql = `UPDATE outbox SET state = 'sent', platform_message_id = ?3
        WHERE inbox_id = ?1 AND fence = ?2 AND state = 'sending' RETURNING inbox_id`;
      return changes({ sql, params: [id, fence, platformMessageId] });
    },
    failed({ id, fence }, { reason, retryAt, mayHaveArrived }) {
      const sql = `UPDATE outbox SET state = ?3, reason = ?4, due_at = ?5, lease_until = 0,
          maybe_duplicate = MAX(maybe_duplicate, ?6)
        WHERE inbox_id = ?1 AND fence = ?2 AND state = 'sending' RETURNING inbox_id`;
      const state = retryAt ? "pending" : "dead";
      return changes({
        sql,
        params: [id, fence, state, reason, retryAt?.getTime() ?? 0, mayHaveArrived ? 1 : 0],
      });
    },
    replay(id) {
      const sql = `UPDATE outbox SET state = 'pending', tries = 0, due_at = 0, lease_until = 0
        WHERE inbox_id = ?1 AND state = 'dead' RETURNING inbox_id`;
      return changes({ sql, params: [id] });
    },
  };
}

function carryStatements(carrier: number, late: LateRule | null, time: number): Statement[] {
  const missed: Statement[] = late
    ? [
        {
          sql: CARRY_MISSED,
          params: [carrier, late.deliveries, time - late.overAfterMs, time - LATE_REPLY_MS],
        },
      ]
    : [];
  return [
    ...missed,
    { sql: CARRY_OWN, params: [carrier] },
    { sql: `${ITEM} WHERE o.carried_by = ?1 ORDER BY o.inbox_id`, params: [carrier] },
  ];
}

function toItem(row: Row): OutboxItem {
  return {
    id: Number(row.inbox_id),
    channel: String(row.channel),
    conversation: { id: String(row.conversation), ...JSON.parse(String(row.handle)) },
    question: String(row.text),
    answer: JSON.parse(String(row.answer)),
    answeredAt: new Date(Number(row.created_at)),
    sendKey: String(row.send_key),
    tries: Number(row.tries),
    maybeDuplicate: row.maybe_duplicate === 1,
    fence: Number(row.fence),
  };
}

import { LEASE_MS } from "../conversation-store.ts";
import { LATE_REPLY_MS, type LateRule, type Outbox, type OutboxClaim, type OutboxItem } from "../outbox.ts";
import { toConversation } from "./sql-conversation-store.ts";
import type { Row, SqlDatabase, Statement } from "./sql-database.ts";

/** Another answer of `o`'s conversation, asked for earlier, is still to go out by itself. */
const EARLIER_PUSH = `
  EXISTS (
    SELECT 1 FROM outbox earlier
    WHERE earlier.channel = o.channel AND earlier.conversation = o.conversation
      AND earlier.inbox_id < o.inbox_id AND earlier.route = 'push' AND earlier.state IN ('pending', 'sending'))`;

/** A claim on a row that was being sent means that a process died then: its message may have arrived. */
const claimNext = (which: string) => `
  UPDATE outbox SET lease_until = ?1 + ?2, fence = fence + 1, tries = tries + 1, state = 'pending',
    maybe_duplicate = CASE WHEN state = 'sending' AND idempotent = 0 THEN 1 ELSE maybe_duplicate END
  WHERE inbox_id = (
    SELECT o.inbox_id FROM outbox o JOIN inbox m ON m.id = o.inbox_id
    WHERE o.route = 'push' AND o.state IN ('pending', 'sending') AND o.lease_until <= ?1 AND o.due_at <= ?1
      AND m.delivered_at + m.push_after_ms <= ?1 AND NOT ${EARLIER_PUSH} ${which}
    ORDER BY o.inbox_id LIMIT 1)
  RETURNING inbox_id`;
const CLAIM_NEXT = claimNext("");
const CLAIM_NEXT_IDEMPOTENT = claimNext("AND o.idempotent = 1");

/** Nothing of it can have reached the user, so a reply may carry it. */
const UNSENT = "state IN ('pending', 'dead') AND maybe_duplicate = 0 AND delivered = 0";

/** Only while the carrier's own answer waits: a reply given once carries the same ever after. */
const CARRY_MISSED = `
  UPDATE outbox SET state = 'sent', carried_by = ?1
  WHERE EXISTS (SELECT 1 FROM outbox own WHERE own.inbox_id = ?1 AND own.${UNSENT})
    AND inbox_id = (
      SELECT o.inbox_id FROM inbox carrier
        JOIN outbox o ON o.channel = carrier.channel AND o.conversation = carrier.conversation
        JOIN inbox m ON m.id = o.inbox_id
      WHERE carrier.id = ?1 AND o.inbox_id < ?1 AND o.route = 'reply' AND o.state IN ('pending', 'sending')
        AND (o.missed = 1 OR m.deliveries >= ?2 OR m.delivered_at <= ?3) AND o.created_at >= ?4
      ORDER BY o.inbox_id LIMIT 1)`;

/**
 * The first message of an answer whose others go out by themselves, unless there is a missed answer to carry. Whoever
 * was about to send the whole loses the claim.
 */
const CARRY_FIRST = `
  UPDATE outbox AS o SET state = 'pending', delivered = 1, carried_by = ?1, due_at = 0, tries = 0,
    lease_until = 0, fence = fence + 1
  WHERE inbox_id = ?1 AND ${UNSENT} AND route = 'push' AND (?2 = 0 OR NOT ${EARLIER_PUSH})
    AND NOT EXISTS (
      SELECT 1 FROM outbox late
      WHERE late.channel = o.channel AND late.conversation = o.conversation AND late.inbox_id < o.inbox_id
        AND late.missed = 1 AND late.state = 'pending' AND late.created_at >= ?3)`;

const CARRY_OWN = `
  UPDATE outbox AS o SET state = 'sent', carried_by = ?1
  WHERE inbox_id = ?1 AND ${UNSENT} AND (?2 = 0 OR route = 'reply' OR NOT ${EARLIER_PUSH})`;

const ITEM = `
  SELECT o.inbox_id, o.channel, o.send_key, o.tries, o.delivered, o.maybe_duplicate, o.fence,
    o.idempotent, MAX(o.created_at, o.due_at, m.delivered_at + m.push_after_ms) AS due, m.conversation,
    m.kind, m.handle, m.text, a.answer, a.created_at
  FROM outbox o JOIN inbox m ON m.id = o.inbox_id JOIN answers a ON a.inbox_id = o.inbox_id`;

const SENDING = `
  UPDATE outbox SET state = 'sending', lease_until = ?3, delivered = ?4
  WHERE inbox_id = ?1 AND fence = ?2 AND state IN ('pending', 'sending') RETURNING inbox_id`;

const SENT = `
  UPDATE outbox SET state = 'sent', platform_message_id = ?3
  WHERE inbox_id = ?1 AND fence = ?2 AND state = 'sending' RETURNING inbox_id`;

const FAILED = `
  UPDATE outbox SET state = ?3, reason = ?4, due_at = ?5, lease_until = 0, missed = ?6,
    route = CASE WHEN ?6 = 1 THEN 'reply' ELSE route END, maybe_duplicate = MAX(maybe_duplicate, ?7)
  WHERE inbox_id = ?1 AND fence = ?2 AND state = 'sending' RETURNING inbox_id`;

const REPLAY = `
  UPDATE outbox SET state = 'pending', tries = 0, due_at = 0, lease_until = 0
  WHERE inbox_id = ?1 AND state = 'dead' RETURNING inbox_id`;

/** No number of deliveries and no time makes an answer missed, unless it was set aside. */
const NEVER_LATE: LateRule = { deliveries: Number.MAX_SAFE_INTEGER, overAfterMs: Number.MAX_SAFE_INTEGER };

/** The outbox over a database in the dialect of SQLite. */
export function createSqlOutbox(database: SqlDatabase, now: () => Date): Outbox {
  const read = async (statement: Statement): Promise<OutboxItem[]> => {
    const [rows = []] = await database.read([statement]);
    return rows.map(toItem);
  };
  /** Whether the statement, which returns the row it changes, changed one. */
  const changes = async (statement: Statement): Promise<boolean> => {
    const [rows] = await database.batch([statement]);
    return rows?.length === 1;
  };
  return {
    async claim(request) {
      const time = now().getTime();
      if (request.route === "reply") {
        await database.batch(carryStatements(request, time));
        return read({
          sql: `${ITEM} WHERE o.carried_by = ?1 ORDER BY o.inbox_id`,
          params: [request.carrier],
        });
      }
      const sql = request.onlyIdempotent ? CLAIM_NEXT_IDEMPOTENT : CLAIM_NEXT;
      const [rows] = await database.batchUnsynced([{ sql, params: [time, LEASE_MS] }]);
      const id = rows?.[0]?.inbox_id;
      return id === undefined ? [] : read({ sql: `${ITEM} WHERE o.inbox_id = ?1`, params: [id] });
    },
    sending: ({ id, fence }, delivered) =>
      changes({ sql: SENDING, params: [id, fence, now().getTime() + LEASE_MS, delivered] }),
    sent: ({ id, fence }, platformMessageId) =>
      changes({ sql: SENT, params: [id, fence, platformMessageId] }),
    failed({ id, fence }, { reason, next, mayHaveArrived }) {
      const state = next === "given_up" ? "dead" : "pending";
      const dueAt = next instanceof Date ? next.getTime() : 0;
      const isMissed = next === "next_message" ? 1 : 0;
      const params = [id, fence, state, reason, dueAt, isMissed, mayHaveArrived ? 1 : 0];
      return changes({ sql: FAILED, params });
    },
    replay: (id) => changes({ sql: REPLAY, params: [id] }),
  };
}

function carryStatements(
  { carrier, late, inOrder, continues }: Extract<OutboxClaim, { route: "reply" }>,
  time: number,
): Statement[] {
  const { deliveries, overAfterMs } = late ?? NEVER_LATE;
  const oldest = time - LATE_REPLY_MS;
  const order = inOrder ? 1 : 0;
  return [
    ...(continues ? [{ sql: CARRY_FIRST, params: [carrier, order, oldest] }] : []),
    { sql: CARRY_MISSED, params: [carrier, deliveries, time - overAfterMs, oldest] },
    { sql: CARRY_OWN, params: [carrier, order] },
  ];
}

function toItem(row: Row): OutboxItem {
  return {
    id: Number(row.inbox_id),
    channel: String(row.channel),
    conversation: toConversation(row),
    question: String(row.text),
    answer: JSON.parse(String(row.answer)),
    answeredAt: new Date(Number(row.created_at)),
    dueAt: new Date(Number(row.due)),
    sendKey: String(row.send_key),
    isIdempotent: row.idempotent === 1,
    tries: Number(row.tries),
    delivered: Number(row.delivered),
    maybeDuplicate: row.maybe_duplicate === 1,
    fence: Number(row.fence),
  };
}

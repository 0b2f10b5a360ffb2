import type { Answer } from "../../domain.ts";
import {
  type Accepted,
  type ClaimedMessage,
  type ConversationStore,
  type Exchange,
  type Finish,
  INBOX_DAYS,
  LEASE_MS,
  type NewMessage,
} from "../conversation-store.ts";
import type { Row, SqlDatabase, Statement } from "./sql-database.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
/** How often old messages are dropped, beside a message that is accepted anyway. */
const PRUNE_EVERY_MS = 60 * 60 * 1000;

/** A delivery of a message that has its answer writes nothing, so that a storm of them costs no disk. */
const ACCEPT = `
  INSERT INTO inbox (channel, ext_key, conversation, handle, sender, text, masked, delivered_at, created_at)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8)
  ON CONFLICT (channel, ext_key) DO UPDATE SET deliveries = deliveries + 1, delivered_at = ?8
  WHERE inbox.state IN ('accepted', 'claimed')`;

const STANDING = "SELECT id, deliveries, state FROM inbox WHERE channel = ?1 AND ext_key = ?2";

const NEXT = `
  UPDATE inbox SET state = 'claimed', lease_until = ?1 + ?2, fence = fence + 1, tries = tries + 1
  WHERE id = (
    SELECT m.id FROM inbox m
    WHERE m.state IN ('accepted', 'claimed') AND m.lease_until <= ?1 AND m.due_at <= ?1
      AND NOT EXISTS (
        SELECT 1 FROM inbox earlier
        WHERE earlier.channel = m.channel AND earlier.conversation = m.conversation AND earlier.id < m.id
          AND earlier.state IN ('accepted', 'claimed'))
    ORDER BY m.id LIMIT 1)
  RETURNING *`;

const HELD = "inbox WHERE id = ?1 AND fence = ?2 AND state = 'claimed'";

const PUT_ANSWER = `
  INSERT INTO answers (inbox_id, message_id, outcome, answer, index_generation, created_at)
  SELECT id, ?3, ?4, ?5, ?6, ?7 FROM ${HELD} ON CONFLICT DO NOTHING`;

const PUT_OUTGOING = `
  INSERT INTO outbox (inbox_id, channel, conversation, route, send_key, created_at)
  SELECT id, channel, conversation, ?3, ?4, ?5 FROM ${HELD} ON CONFLICT DO NOTHING`;

const EXCHANGE = `
  SELECT m.id, m.text, m.masked, m.created_at, a.answer, o.state AS outgoing
  FROM inbox m LEFT JOIN answers a ON a.inbox_id = m.id LEFT JOIN outbox o ON o.inbox_id = m.id`;

/** The inbox over a database in the dialect of SQLite. */
export function createSqlConversationStore(database: SqlDatabase, now: () => Date): ConversationStore {
  let prunedAt = 0;
  const prune = (time: number): Statement[] => {
    if (time - prunedAt < PRUNE_EVERY_MS) return [];
    prunedAt = time;
    const sql = "DELETE FROM inbox WHERE created_at < ?1 AND state IN ('answered', 'dead')";
    return [{ sql, params: [time - INBOX_DAYS * DAY_MS] }];
  };
  return {
    async accept(messages) {
      const time = now().getTime();
      const results = await database.batch([
        ...messages.flatMap((message) => acceptStatements(message, time)),
        ...prune(time),
      ]);
      return messages.map((_, index) => toAccepted(results[2 * index + 1]?.[0]));
    },
    async next() {
      const [rows] = await database.batch([{ sql: NEXT, params: [now().getTime(), LEASE_MS] }]);
      const row = rows?.[0];
      return row ? toClaimed(row) : null;
    },
    async finish(claim, finish) {
      const results = await database.batch(finishStatements(claim, finish, now().getTime()));
      return results.at(-1)?.length === 1;
    },
    async recent({ channel, conversationId, before }, limit) {
      const sql = `${EXCHANGE} WHERE m.channel = ?1 AND m.conversation = ?2 AND m.id < ?3 ORDER BY m.id DESC LIMIT ?4`;
      const [rows = []] = await database.batch([{ sql, params: [channel, conversationId, before, limit] }]);
      return rows.map(toExchange).reverse();
    },
    async find(id) {
      const [rows] = await database.batch([{ sql: `${EXCHANGE} WHERE m.id = ?1`, params: [id] }]);
      const row = rows?.[0];
      return row ? toExchange(row) : null;
    },
  };
}

function acceptStatements(message: NewMessage, time: number): Statement[] {
  const { channel, key, conversation, sender, text, masked } = message;
  const handle = JSON.stringify({ kind: conversation.kind, handle: conversation.handle });
  return [
    {
      sql: ACCEPT,
      params: [channel, key, conversation.id, handle, sender, text, masked ? 1 : 0, time],
    },
    { sql: STANDING, params: [channel, key] },
  ];
}

/** The last statement returns a row exactly when the claim still held. */
function finishStatements({ id, fence }: ClaimedMessage, finish: Finish, time: number): Statement[] {
  if ("retryAt" in finish) {
    const sql = `UPDATE inbox SET state = 'accepted', lease_until = 0, due_at = ?3
      WHERE id = ?1 AND fence = ?2 AND state = 'claimed' RETURNING id`;
    return [{ sql, params: [id, fence, finish.retryAt.getTime()] }];
  }
  const { answer, state, route, sendKey } = finish;
  const { messageId, outcome, versions } = answer;
  return [
    {
      sql: PUT_ANSWER,
      params: [id, fence, messageId, outcome, JSON.stringify(answer), versions.index, time],
    },
    { sql: PUT_OUTGOING, params: [id, fence, route, sendKey, time] },
    {
      sql: `UPDATE inbox SET state = ?3, lease_until = 0
        WHERE id = ?1 AND fence = ?2 AND state = 'claimed' RETURNING id`,
      params: [id, fence, state],
    },
  ];
}

function toAccepted(row: Row | undefined): Accepted {
  return {
    id: Number(row?.id),
    deliveries: Number(row?.deliveries),
    isAnswered: row?.state === "answered" || row?.state === "dead",
  };
}

function toClaimed(row: Row): ClaimedMessage {
  return {
    id: Number(row.id),
    channel: String(row.channel),
    key: String(row.ext_key),
    conversation: { id: String(row.conversation), ...JSON.parse(String(row.handle)) },
    sender: String(row.sender),
    text: String(row.text),
    masked: row.masked === 1,
    fence: Number(row.fence),
    tries: Number(row.tries),
  };
}

function toExchange(row: Row): Exchange {
  const answer: Answer | null = row.answer === null ? null : JSON.parse(String(row.answer));
  return {
    id: Number(row.id),
    text: String(row.text),
    masked: row.masked === 1,
    receivedAt: new Date(Number(row.created_at)),
    answer,
    isDelivered: row.outgoing === "sent",
  };
}

import type { Answer } from "../../domain.ts";
import {
  type Accepted,
  type ClaimedMessage,
  type ConversationStore,
  type Exchange,
  LEASE_MS,
  MOST_EXCHANGES,
  type NewMessage,
  type Poll,
  RATE_WINDOW_MS,
} from "../conversation-store.ts";
import type { Row, SqlDatabase, Statement } from "./sql-database.ts";
import { finishStatements } from "./sql-finish.ts";
import { createPruning, type Retention } from "./sql-pruning.ts";

/** A delivery of a message that has its answer writes nothing, so that a storm of them costs no disk. */
const COUNT_DELIVERY = `
  UPDATE inbox SET deliveries = deliveries + 1, delivered_at = ?3
  WHERE channel = ?1 AND ext_key = ?2 AND state IN ('accepted', 'claimed')`;

/** Looks before it inserts: a conflict would come after the next id was taken, which is a write. */
const ACCEPT = `
  INSERT INTO inbox (channel, ext_key, conversation, kind, handle, sender, text, masked, push_after_ms,
    delivered_at, created_at)
  SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10
  WHERE NOT EXISTS (SELECT 1 FROM inbox WHERE channel = ?1 AND ext_key = ?2)
  ON CONFLICT (channel, ext_key) DO NOTHING`;

/** A bot may write again once the user has: what was set aside for that goes out. */
const RELEASE_MISSED = `
  UPDATE outbox SET route = 'push', missed = 0, due_at = 0, tries = 0
  WHERE channel = ?1 AND conversation = ?2 AND missed = 1 AND state = 'pending'`;

const NOTE_POLL = `
  UPDATE inbox SET delivered_at = ?3
  WHERE channel = ?1 AND ext_key = ?2 AND state IN ('accepted', 'claimed')`;

const STANDING = "SELECT id, deliveries, state FROM inbox WHERE channel = ?1 AND ext_key = ?2";

const NEXT = `
  UPDATE inbox SET state = 'claimed', lease_until = ?1 + ?2, fence = fence + 1, tries = tries + 1
  WHERE id = (
    SELECT m.id FROM inbox m
    WHERE m.state IN ('accepted', 'claimed') AND m.merged_into IS NULL AND m.lease_until <= ?1 AND m.due_at <= ?1
      AND NOT EXISTS (
        SELECT 1 FROM inbox earlier
        WHERE earlier.channel = m.channel AND earlier.conversation = m.conversation AND earlier.id < m.id
          AND earlier.state IN ('accepted', 'claimed') AND earlier.merged_into IS NULL)
    ORDER BY m.id LIMIT 1)
  RETURNING *`;

const EXCHANGE = `
  SELECT m.id, m.text, m.masked, m.created_at, a.answer, o.state AS outgoing
  FROM inbox m LEFT JOIN answers a ON a.inbox_id = m.id LEFT JOIN outbox o ON o.inbox_id = m.id`;

const EARLIER = `
  ${EXCHANGE} WHERE m.channel = ?1 AND m.conversation = ?2 AND m.id < ?3 AND m.merged_into IS NULL
  ORDER BY m.id DESC LIMIT ?4`;

const FRAGMENTS = "SELECT text FROM inbox WHERE merged_into = ?1 ORDER BY id";

const FOLLOWING = `
  SELECT id, sender, text, created_at FROM inbox
  WHERE channel = ?1 AND conversation = ?2 AND id > ?3 AND state = 'accepted' AND due_at = 0
  ORDER BY id LIMIT 1`;

const ASKED_BEFORE = `
  SELECT count(*) AS asked FROM inbox m LEFT JOIN answers a ON a.inbox_id = m.id
  WHERE m.channel = ?1 AND m.sender = ?2 AND m.id < ?3 AND m.created_at > ?4 AND m.merged_into IS NULL
    AND (a.outcome IS NULL OR a.outcome <> 'error_rate_limit')`;

const NOTICED_AT = `
  SELECT m.id FROM inbox m JOIN answers a ON a.inbox_id = m.id
  WHERE m.channel = ?1 AND m.sender = ?2 AND m.id < ?3 AND m.created_at > ?4 AND m.conversation = ?5
    AND a.outcome = 'error_rate_limit' AND a.shared_with IS NULL
  ORDER BY m.id DESC LIMIT 1`;

/** The inbox over a database in the dialect of SQLite. */
export function createSqlConversationStore(
  database: SqlDatabase,
  now: () => Date,
  retention: Retention,
): ConversationStore {
  const prune = createPruning(retention);
  return {
    async accept(deliveries) {
      const time = now().getTime();
      const groups = deliveries.map((delivery) => acceptStatements(delivery, time));
      const results = await database.batch(groups.flat());
      let end = 0;
      return groups.map((group) => {
        end += group.length;
        return toAccepted(results[end - 1]?.[0]);
      });
    },
    async next() {
      const time = now().getTime();
      const outdated = prune(time);
      if (outdated.length > 0) await database.batch(outdated);
      const [rows] = await database.batchUnsynced([{ sql: NEXT, params: [time, LEASE_MS] }]);
      const row = rows?.[0];
      return row ? toClaimed(row, await database.read(surroundings(row))) : null;
    },
    async renew({ id, fence }) {
      const sql = `UPDATE inbox SET lease_until = ?3
        WHERE id = ?1 AND fence = ?2 AND state = 'claimed' RETURNING id`;
      const [rows] = await database.batchUnsynced([{ sql, params: [id, fence, now().getTime() + LEASE_MS] }]);
      return rows?.length === 1;
    },
    async finish(claim, finish) {
      const results = await database.batch(finishStatements(claim, finish, now().getTime()));
      const row = results.at(-1)?.[0];
      return row ? { pushFrom: new Date(Number(row.push_from)) } : null;
    },
    async find(id) {
      const [rows] = await database.read([{ sql: `${EXCHANGE} WHERE m.id = ?1`, params: [id] }]);
      const row = rows?.[0];
      return row ? toExchange(row) : null;
    },
  };
}

/** The last statement tells how the message stands. */
function acceptStatements(delivery: NewMessage | Poll, time: number): Statement[] {
  if ("polls" in delivery) {
    const { channel, polls } = delivery;
    return [
      { sql: NOTE_POLL, params: [channel, polls, time] },
      { sql: STANDING, params: [channel, polls] },
    ];
  }
  const { channel, key, conversation, sender, text, masked, pushAfterMs } = delivery;
  const handle = JSON.stringify(conversation.handle);
  const values = [channel, key, conversation.id, conversation.kind, handle, sender, text, masked ? 1 : 0];
  return [
    { sql: COUNT_DELIVERY, params: [channel, key, time] },
    { sql: ACCEPT, params: [...values, pushAfterMs, time] },
    ...(pushAfterMs === 0 ? [{ sql: RELEASE_MISSED, params: [channel, conversation.id] }] : []),
    { sql: STANDING, params: [channel, key] },
  ];
}

/** What a claimed message is handed out with, in the order in which `toClaimed` reads it. */
function surroundings({ id, channel, conversation, sender, created_at }: Row): Statement[] {
  const ofConversation = [channel, conversation, id] as Row[string][];
  const ofSender = [channel, sender, id, Number(created_at) - RATE_WINDOW_MS] as Row[string][];
  return [
    { sql: EARLIER, params: [...ofConversation, MOST_EXCHANGES] },
    { sql: FRAGMENTS, params: [id ?? null] },
    { sql: FOLLOWING, params: ofConversation },
    { sql: ASKED_BEFORE, params: ofSender },
    { sql: NOTICED_AT, params: [...ofSender, conversation ?? null] },
  ];
}

function toAccepted(row: Row | undefined): Accepted | null {
  if (!row) return null;
  return {
    id: Number(row.id),
    deliveries: Number(row.deliveries),
    isAnswered: row.state === "answered" || row.state === "dead",
  };
}

function toClaimed(row: Row, around: readonly Row[][]): ClaimedMessage {
  const [earlier = [], fragments = [], following = [], counted = [], noticed = []] = around;
  return {
    id: Number(row.id),
    channel: String(row.channel),
    key: String(row.ext_key),
    conversation: toConversation(row),
    sender: String(row.sender),
    text: String(row.text),
    masked: row.masked === 1,
    pushAfterMs: Number(row.push_after_ms),
    fence: Number(row.fence),
    tries: Number(row.tries),
    receivedAt: new Date(Number(row.created_at)),
    earlier: earlier.map(toExchange).reverse(),
    fragments: fragments.map(({ text }) => String(text)),
    following: following[0] ? toFollowing(following[0]) : null,
    askedBefore: Number(counted[0]?.asked),
    noticedAt: noticed[0] ? Number(noticed[0].id) : null,
  };
}

function toFollowing(row: Row): ClaimedMessage["following"] {
  const { id, sender, text, created_at } = row;
  return {
    id: Number(id),
    sender: String(sender),
    text: String(text),
    receivedAt: new Date(Number(created_at)),
  };
}

/** The conversation that an inbox row belongs to. */
export function toConversation(row: Row): NewMessage["conversation"] {
  const kind = row.kind === "group" ? "group" : "direct";
  return { id: String(row.conversation), kind, handle: JSON.parse(String(row.handle)) };
}

function toExchange(row: Row): Exchange {
  const answer: Answer | null = row.answer === null ? null : JSON.parse(String(row.answer));
  return {
    id: Number(row.id),
    text: String(row.text),
    masked: row.masked === 1,
    receivedAt: new Date(Number(row.created_at)),
    answer,
    isDelivered: answer !== null && (row.outgoing === null || row.outgoing === "sent"),
  };
}

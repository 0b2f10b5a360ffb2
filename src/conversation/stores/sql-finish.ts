import type { ClaimedMessage, Finish } from "../conversation-store.ts";
import type { Statement } from "./sql-database.ts";

const CLAIMED = "id = ?1 AND fence = ?2 AND state = 'claimed'";
const HELD = `EXISTS (SELECT 1 FROM inbox WHERE ${CLAIMED})`;
const PUSH_FROM = "delivered_at + push_after_ms AS push_from";

const PUT_ANSWER = `
  INSERT INTO answers (inbox_id, message_id, outcome, answer, index_generation, audience, created_at)
  SELECT id, ?3, ?4, ?5, ?6, ?7, ?8 FROM inbox WHERE ${CLAIMED} ON CONFLICT DO NOTHING`;

const PUT_OUTGOING = `
  INSERT INTO outbox (inbox_id, channel, conversation, route, send_key, idempotent, created_at)
  SELECT id, channel, conversation, ?3, ?4, ?5, ?6 FROM inbox WHERE ${CLAIMED} ON CONFLICT DO NOTHING`;

/** Gives messages the answer of ?3: those merged into the claimed one, and the claimed one when it has none. */
const SHARE_ANSWER = `
  INSERT INTO answers (inbox_id, message_id, outcome, answer, index_generation, audience, created_at, shared_with)
  SELECT m.id, a.message_id, a.outcome, a.answer, a.index_generation, a.audience, ?4, ?3
  FROM inbox m JOIN answers a ON a.inbox_id = ?3
  WHERE (m.id = ?1 OR m.merged_into = ?1) AND ${HELD} ON CONFLICT DO NOTHING`;

const END_MERGED = `UPDATE inbox SET state = ?3 WHERE merged_into = ?1 AND ${HELD}`;

const END = `UPDATE inbox SET state = ?3, lease_until = 0 WHERE ${CLAIMED} RETURNING ${PUSH_FROM}`;

const TRY_LATER = `
  UPDATE inbox SET state = 'accepted', lease_until = 0, due_at = ?3, tries = tries - ?4
  WHERE ${CLAIMED} RETURNING ${PUSH_FROM}`;

/** Only into a later message that nobody has begun to answer. */
const MERGE = `
  UPDATE inbox SET state = 'accepted', lease_until = 0, merged_into = ?3
  WHERE ${CLAIMED} AND EXISTS (
    SELECT 1 FROM inbox later
    WHERE later.id = ?3 AND later.id > ?1 AND later.state = 'accepted' AND later.merged_into IS NULL)`;

const MERGE_FRAGMENTS = `
  UPDATE inbox SET merged_into = ?2
  WHERE merged_into = ?1 AND EXISTS (SELECT 1 FROM inbox WHERE id = ?1 AND merged_into = ?2)`;

const MERGED = `SELECT ${PUSH_FROM} FROM inbox WHERE id = ?1 AND merged_into = ?2`;

/** The end of a claim as one batch; its last statement returns a row exactly when the claim still held. */
export function finishStatements(claim: ClaimedMessage, finish: Finish, time: number): Statement[] {
  const { id, fence } = claim;
  if ("retryAt" in finish) {
    const params = [id, fence, finish.retryAt.getTime(), finish.isUntried ? 1 : 0];
    return [{ sql: TRY_LATER, params }];
  }
  if ("mergeInto" in finish) {
    const { mergeInto } = finish;
    return [
      { sql: MERGE, params: [id, fence, mergeInto] },
      { sql: MERGE_FRAGMENTS, params: [id, mergeInto] },
      { sql: MERGED, params: [id, mergeInto] },
    ];
  }
  if ("shareWith" in finish) {
    return [
      { sql: SHARE_ANSWER, params: [id, fence, finish.shareWith, time] },
      ...endStatements(id, fence, "answered"),
    ];
  }
  const { answer, audience, state, route, sendKey, isIdempotent } = finish;
  const { messageId, outcome, versions } = answer;
  const values = [messageId, outcome, JSON.stringify(answer), versions.index, audience, time];
  return [
    { sql: PUT_ANSWER, params: [id, fence, ...values] },
    { sql: PUT_OUTGOING, params: [id, fence, route, sendKey, isIdempotent ? 1 : 0, time] },
    { sql: SHARE_ANSWER, params: [id, fence, id, time] },
    ...endStatements(id, fence, state),
  ];
}

function endStatements(id: number, fence: number, state: "answered" | "dead"): Statement[] {
  return [
    { sql: END_MERGED, params: [id, fence, state] },
    { sql: END, params: [id, fence, state] },
  ];
}

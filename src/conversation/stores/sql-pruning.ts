import { INBOX_DAYS } from "../conversation-store.ts";
import type { Statement } from "./sql-database.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
/** How often old messages are dropped, beside the look for the next message to answer. */
const PRUNE_EVERY_MS = 60 * 60 * 1000;

/** How long what people wrote is kept. */
export interface Retention {
  /** Days for messages and answers; message ids are kept for `INBOX_DAYS` at least. */
  days: number;
}

const CLOSED = "state IN ('answered', 'dead')";
const ERASED = "conversation = 'erased ' || id";
/** Marked for erasure, and not on its way to anybody any more. */
const TO_ERASE = `erase = 1 AND ${CLOSED}
  AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.inbox_id = inbox.id AND o.state IN ('pending', 'sending'))`;

/** The statements that take the contents from the messages that `where` names, and leave their ids. */
export function eraseStatements(where: string, params: Statement["params"]): Statement[] {
  const named = `inbox_id IN (SELECT id FROM inbox WHERE ${where})`;
  return [
    { sql: `DELETE FROM answers WHERE ${named}`, params },
    { sql: `DELETE FROM outbox WHERE ${named}`, params },
    {
      sql: `UPDATE inbox SET text = '', sender = '', handle = '{}', erase = 0, conversation = 'erased ' || id
        WHERE ${where} RETURNING id`,
      params,
    },
  ];
}

/** Tells, once in a while, what drops old messages; message ids go last, or a redelivery would be answered anew. */
export function createPruning({ days }: Retention): (time: number) => Statement[] {
  let prunedAt = 0;
  return (time) => {
    if (time - prunedAt < PRUNE_EVERY_MS) return [];
    prunedAt = time;
    const kept = time - days * DAY_MS;
    const idKept = time - INBOX_DAYS * DAY_MS;
    return [
      ...eraseStatements(`created_at < ?1 AND ${CLOSED} AND NOT (${ERASED})`, [kept]),
      ...eraseStatements(TO_ERASE, []),
      {
        sql: `DELETE FROM inbox WHERE created_at < ?1 AND ${CLOSED} AND ${ERASED}`,
        params: [Math.min(kept, idKept)],
      },
      { sql: "DELETE FROM adapter_state WHERE until <= ?1", params: [time] },
    ];
  };
}

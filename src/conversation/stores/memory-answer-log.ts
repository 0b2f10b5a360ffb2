import type { Audience } from "../../domain.ts";
import {
  ANSWER_LOG_DAYS,
  type AnswerLog,
  type LoggedAnswer,
  oldestKept,
  type Rating,
  turnsOf,
} from "../answer-log.ts";

/** Entries beyond this number push out the oldest, so that memory stays bounded. */
const LARGEST_SIZE = 10_000;

/** Keeps answers for as long as the process lives: tests, and Workers without a database. */
export function createMemoryAnswerLog(retentionDays = ANSWER_LOG_DAYS): AnswerLog {
  const entries = new Map<string, LoggedAnswer>();
  const ratings = new Map<string, Rating>();

  const visible = (messageId: string, audience: Audience): LoggedAnswer | undefined => {
    const entry = entries.get(messageId);
    return entry && mayRead(entry, audience) ? entry : undefined;
  };

  return {
    async put(entry) {
      entries.set(entry.answer.messageId, structuredClone(entry));
      const oldest = oldestKept(entry.answeredAt, retentionDays);
      for (const [id, { answeredAt }] of entries) {
        if (answeredAt >= oldest && entries.size <= LARGEST_SIZE) break;
        entries.delete(id);
        ratings.delete(id);
      }
    },
    async get(messageId, audience) {
      return structuredClone(visible(messageId, audience)?.answer ?? null);
    },
    async recent(conversationId, audience, limit) {
      const turns = [...entries.values()]
        .filter((entry) => entry.answer.conversationId === conversationId && mayRead(entry, audience))
        .flatMap((entry) => turnsOf(entry.answer));
      return limit > 0 ? turns.slice(-limit) : [];
    },
    async rate(messageId, audience, rating) {
      if (!visible(messageId, audience)) return false;
      ratings.set(messageId, rating);
      return true;
    },
    async close() {},
  };
}

function mayRead(entry: LoggedAnswer, audience: Audience): boolean {
  return entry.audience === "public" || audience === "staff";
}

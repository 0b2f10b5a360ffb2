import type { Runtime } from "../runtime.ts";
import type { ConversationRecords } from "./conversation-records.ts";

/** A message that waits longer than this shows that more come in than can be answered. */
const MOST_BACKLOG_MS = 60_000;
/** How long one look at the backlog is good for. */
const LOOK_MS = 1000;

/** Decides at the door whether there is room for another message. */
export interface Admission {
  isSaturated(): Promise<boolean>;
}

export function createAdmission(
  records: Pick<ConversationRecords, "census">,
  runtime: Pick<Runtime, "now">,
): Admission {
  let seenAt = Number.NEGATIVE_INFINITY;
  let seen: Promise<boolean> = Promise.resolve(false);
  const look = async (): Promise<boolean> => {
    try {
      return (await records.census()).backlogMs > MOST_BACKLOG_MS;
    } catch {
      // A store that can't be read refuses the message itself, with the reason.
      return false;
    }
  };
  return {
    isSaturated() {
      const now = runtime.now().getTime();
      if (now - seenAt >= LOOK_MS) {
        seenAt = now;
        seen = look();
      }
      return seen;
    },
  };
}

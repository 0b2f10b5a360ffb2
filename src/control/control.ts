import type { Logger } from "../logger.ts";
import { applyChange, type ControlState, INITIAL_STATE, type Notice, type Pause } from "./control-change.ts";
import type { ControlStore } from "./control-store.ts";

/** How old the state may be, in milliseconds: what an operator decides holds within this time. */
const FRESH_MS = 1000;

/** The pause of everything. */
const EVERY_FACE = "all";

/** What operators have decided, as of now. */
export interface Control {
  state(): Promise<ControlState>;
}

/**
 * Follows the record. Where it can't be read, the last state that was read goes on: a pause is not lifted by a
 * disk that fails, and a service is not stopped by it.
 */
export function createControl(store: ControlStore, now: () => Date, logger: Logger): Control {
  let state = INITIAL_STATE;
  let sequence = 0;
  let readAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | null = null;

  const read = async (): Promise<void> => {
    try {
      for (const recorded of await store.changes(sequence)) {
        state = applyChange(state, recorded);
        sequence = recorded.sequence;
      }
    } catch {
      logger.error("control.unreadable", {});
    }
    readAt = now().getTime();
  };
  return {
    async state() {
      if (now().getTime() - readAt < FRESH_MS) return state;
      reading ??= read().finally(() => {
        reading = null;
      });
      await reading;
      return state;
    },
  };
}

/**
 * The pause that holds for one of the faces, null when none does. `wechat` stands for all bots of the platform,
 * `wechat/default` for one.
 */
export function findPause({ pauses }: ControlState, faces: readonly string[]): Pause | null {
  for (const face of [EVERY_FACE, ...faces.flatMap((name) => [name, name.split("/")[0] ?? name])]) {
    const pause = pauses.get(face);
    if (pause) return pause;
  }
  return null;
}

/** The notice that holds at a moment. */
export function currentNotice({ notice }: ControlState, now: Date): Notice | null {
  if (notice === null) return null;
  const isOver = notice.until !== null && Date.parse(notice.until) <= now.getTime();
  return isOver ? null : notice;
}

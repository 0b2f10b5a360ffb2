/** How often the platform lets somebody be written to. What exceeds it is dropped there without a word. */

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** 「发送应用消息 频率限制」 for a member, and 智能机器人 「长连接」 for a conversation. */
const MOST_A_MINUTE = 30;
const MOST_AN_HOUR = 1000;

export interface Pace {
  /**
   * Counts a message to somebody.
   * @param spared how many more must have room behind it, for what can be left out
   * @returns 0 when it may go now; otherwise it does not count, and this is how many milliseconds it has to wait
   */
  take(to: string, spared?: number): number;
}

/** Counts what this process sends. */
export function createPace(now: () => Date): Pace {
  /** Times of the last hour, by whom was written to; who was written to last stands last. */
  const sent = new Map<string, number[]>();
  const forget = (time: number) => {
    for (const [to, times] of sent) {
      if ((times.at(-1) ?? 0) > time - HOUR_MS) return;
      sent.delete(to);
    }
  };
  return {
    take(to, spared = 0) {
      const time = now().getTime();
      forget(time);
      const times = (sent.get(to) ?? []).filter((one) => one > time - HOUR_MS);
      const room = (most: number, windowMs: number) =>
        (times.at(spared - most) ?? -Infinity) + windowMs - time;
      const waitMs = Math.max(0, room(MOST_A_MINUTE, MINUTE_MS), room(MOST_AN_HOUR, HOUR_MS));
      if (waitMs > 0) return waitMs;
      sent.delete(to);
      sent.set(to, [...times, time]);
      return 0;
    },
  };
}

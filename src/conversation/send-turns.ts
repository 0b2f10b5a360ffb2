import type { Runtime } from "../runtime.ts";
import { OVER, type Wait } from "./wait.ts";

/** How long a send of whose end nothing is known, or the last note of it, holds up the next one. */
const HOLDS_MS = 1000;
/** How long an answer waits for its turn in all: where more is asked than can go out one by one, several do at once. */
const MOST_WAIT_MS = 3000;

/** A send that is under way. */
export interface SendTurn {
  /** Says that it goes on. */
  renew(): void;
  end(): void;
}

/** The place of the answer that is sent next. */
export interface Seat {
  /**
   * Resolves when the answer may be sent, and frees the seat.
   * @param since from when the answer could have gone out
   */
  turn(since: Date): Promise<SendTurn>;
  /** Frees the seat, with more to be sent. Nothing once the turn has come. */
  passOn(): void;
  /** Frees the seat where nothing was found that could be sent. Nothing once the turn has come. */
  leave(): void;
}

/**
 * Turns for sends to platforms that take no key: a crash then leaves one answer of which nobody knows whether it
 * arrived, and not as many as were on their way. One turn for all such bots, since one crash ends them all.
 */
export interface SendTurns {
  /** The seat, null while another answer waits on it. */
  take(): Seat | null;
}

export interface SendTurnsParts {
  runtime: Pick<Runtime, "now">;
  wait: Wait;
  /** Called when the seat is free and there may be more to be sent. */
  onFree(): void;
}

export function createSendTurns({ runtime, wait, onFree }: SendTurnsParts): SendTurns {
  const now = () => runtime.now().getTime();
  /** When this process first looked for something to send: nothing of an earlier one's has waited here before. */
  let begunAt: number | null = null;
  /** When each send that is under way was last heard of. */
  const underway = new Map<symbol, number>();
  let seated: symbol | null = null;
  let notify = () => {};

  /** Milliseconds for which the sends under way still hold up an answer; none or less: it may go. */
  const holdUp = (lateAt: number): number => {
    const heldUntil = Math.max(0, ...[...underway.values()].map((heard) => heard + HOLDS_MS));
    return Math.min(heldUntil, lateAt) - now();
  };
  const free = (name: symbol, hasMore: boolean): void => {
    if (seated !== name) return;
    seated = null;
    if (hasMore) onFree();
  };
  const begin = (): SendTurn => {
    const name = Symbol("send");
    underway.set(name, now());
    return {
      renew: () => void underway.set(name, now()),
      end() {
        underway.delete(name);
        notify();
      },
    };
  };
  return {
    take() {
      if (seated !== null) return null;
      begunAt ??= now();
      const earliest = begunAt;
      const name = Symbol("seat");
      seated = name;
      return {
        async turn(since) {
          const lateAt = Math.max(since.getTime(), earliest) + MOST_WAIT_MS;
          for (let ms = holdUp(lateAt); ms > 0; ms = holdUp(lateAt)) {
            const news = new AbortController();
            notify = () => news.abort(OVER);
            await wait(ms, news.signal);
          }
          const turn = begin();
          free(name, true);
          return turn;
        },
        passOn: () => free(name, true),
        leave: () => free(name, false),
      };
    },
  };
}

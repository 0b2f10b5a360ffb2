/** How long a reply may take, in milliseconds, and how often a call is tried again. */
export interface ReplyLimits {
  /** Until the first piece. */
  firstMs: number;
  /** Between two pieces. */
  idleMs: number;
  /** For the whole reply, retries included. */
  totalMs: number;
  retries: number;
}

export const REPLY_LIMITS: ReplyLimits = { firstMs: 10_000, idleMs: 8_000, totalMs: 60_000, retries: 1 };

/** Ends a call when a limit is passed or when its caller no longer wants it. */
export interface ReplyWatch {
  readonly signal: AbortSignal;
  /** Whether a limit, not the caller, ended the call. */
  isLate(): boolean;
  /** A piece came: the wait for the next one begins. */
  touch(): void;
  /** Lets go of all timers. */
  stop(): void;
}

/** Begins to watch one call; `firstMs` is the first wait. */
export function watchReply(limits: ReplyLimits, firstMs: number, caller?: AbortSignal): ReplyWatch {
  const late = new AbortController();
  const expire = () => late.abort();
  const total = setTimeout(expire, limits.totalMs);
  let wait = setTimeout(expire, firstMs);
  return {
    signal: caller ? AbortSignal.any([caller, late.signal]) : late.signal,
    isLate: () => late.signal.aborted && caller?.aborted !== true,
    touch() {
      clearTimeout(wait);
      wait = setTimeout(expire, limits.idleMs);
    },
    stop() {
      clearTimeout(wait);
      clearTimeout(total);
    },
  };
}

/** A signal of one's own that is also given when another one is. */
export interface FollowingSignal {
  signal: AbortSignal;
  abort(reason: unknown): void;
  /** Follows no longer. */
  release(): void;
}

/**
 * Follows a signal that may outlive the work, such as that of the whole process. `AbortSignal.any` would leave
 * something behind on it for each piece of work, which only a full garbage collection takes away.
 */
export function followSignal(followed: AbortSignal): FollowingSignal {
  const own = new AbortController();
  const pass = () => own.abort(followed.reason);
  if (followed.aborted) pass();
  else followed.addEventListener("abort", pass, { once: true });
  return {
    signal: own.signal,
    abort: (reason) => own.abort(reason),
    release: () => followed.removeEventListener("abort", pass),
  };
}

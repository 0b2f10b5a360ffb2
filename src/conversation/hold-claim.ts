import { WenbanError } from "../errors.ts";
import { followSignal } from "./follow-signal.ts";
import { OVER, type Wait } from "./wait.ts";

/** How often a claim is renewed while its work goes on: a few times within its lease. */
const HEARTBEAT_MS = 10_000;

/** A claim that is kept while work goes on. */
export interface HeldClaim {
  /** Given when the claim was lost to another worker, or when the process must end. */
  signal: AbortSignal;
  /** Ends the renewing. */
  release(): void;
}

/**
 * Renews a claim again and again until it is released. A worker that stood still for longer than its lease finds
 * that it has lost the claim, and stops.
 * @param renew false when the claim is lost
 * @param stop given when the process must end
 */
export function holdClaim(wait: Wait, renew: () => Promise<boolean>, stop: AbortSignal): HeldClaim {
  const released = new AbortController();
  const held = followSignal(stop);
  const beat = async (): Promise<void> => {
    for (;;) {
      await wait(HEARTBEAT_MS, released.signal);
      if (released.signal.aborted) return;
      // A store that fails now may work again within the lease, so that only a clear "no" ends the work.
      const isHeld = await renew().catch(() => true);
      if (!isHeld) return held.abort(claimLost());
    }
  };
  void beat();
  return {
    signal: held.signal,
    release() {
      held.release();
      released.abort(OVER);
    },
  };
}

function claimLost(): WenbanError {
  return new WenbanError("conflict", "conversation.claim_lost", "another worker has taken the message over");
}

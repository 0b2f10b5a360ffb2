import { WenbanError } from "../../errors.ts";

/** How one connection ended. */
export type ConnectionEnd =
  /** It broke, or never came about for a reason that passes. */
  | { kind: "lost"; wasOpen: boolean }
  /** The platform does not let this bot in. `code`: its own, never a secret. */
  | { kind: "refused"; code: string };

export interface ReconnectTiming {
  /** Before the first new try; each further one waits twice as long. */
  restMs: number;
  longestRestMs: number;
}

export const RECONNECT: ReconnectTiming = { restMs: 1000, longestRestMs: 60_000 };

/** Refusals in a row after which the credentials are taken to be wrong: a platform may be confused for a while. */
const MOST_REFUSALS = 5;

/**
 * Opens a connection, and another whenever one has ended, until the signal is given.
 * @param connect opens one and resolves when it has ended; it ends soon after the signal
 * @throws WenbanError `listener.refused`
 */
export async function keepConnected(
  connect: () => Promise<ConnectionEnd>,
  signal: AbortSignal,
  { restMs, longestRestMs }: ReconnectTiming = RECONNECT,
): Promise<void> {
  let refusals = 0;
  for (let failures = 0; !signal.aborted; failures++) {
    const end = await connect().catch((): ConnectionEnd => ({ kind: "lost", wasOpen: false }));
    if (end.kind === "lost" && end.wasOpen) failures = 0;
    refusals = end.kind === "refused" ? refusals + 1 : 0;
    if (end.kind === "refused" && refusals === MOST_REFUSALS) throw refused(end.code);
    // Spread, so that instances do not all come back at once.
    const share = 0.5 + Math.random() / 2;
    await pause(Math.min(restMs * 2 ** failures, longestRestMs) * share, signal);
  }
}

function refused(code: string): WenbanError {
  const message = `平台拒绝了长连接（${code}）。(The platform refuses the long connection.)`;
  const hint = "运行 wenban doctor 检查凭据，并在平台后台开启长连接。";
  return new WenbanError("unauthorized", "listener.refused", message, { hint });
}

/** Ends early when the signal is given. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener("abort", end);
  });
}

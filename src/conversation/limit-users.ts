import type { ClaimedMessage } from "./conversation-store.ts";

/** What a message beyond its sender's limit is answered with. */
export type OverLimit =
  /** A notice of the limit. */
  | { by: "notice" }
  /** The notice that another message of the last minute was answered with: nobody reads it twice. */
  | { by: "earlier_notice"; id: number };

/**
 * Whether a message is beyond what one person may ask in a minute; null when it is not. Counted by arrival, so that
 * neither a slow answer nor a restart changes what is turned down.
 * @param perMinute questions answered per person and minute
 */
export function exceedsLimit(message: ClaimedMessage, perMinute: number): OverLimit | null {
  if (message.askedBefore < perMinute) return null;
  return message.noticedAt === null ? { by: "notice" } : { by: "earlier_notice", id: message.noticedAt };
}

import type { OutgoingReply, SendResult } from "../adapter.ts";

/**
 * Sends a reply that is several platform messages, one after the other: skips those an earlier try has delivered,
 * notes each one but the last, and stops at the first that fails. A reply without messages counts as sent.
 * @param sendPiece sends one message; `index` counts from 0 over all of them
 */
export async function sendPieces<Piece>(
  pieces: readonly Piece[],
  { delivered, noteDelivered }: OutgoingReply,
  sendPiece: (piece: Piece, index: number) => Promise<SendResult>,
): Promise<SendResult> {
  let last: SendResult = { status: "sent", platformMessageId: null };
  for (const [index, piece] of pieces.entries()) {
    if (index < delivered) continue;
    last = await sendPiece(piece, index);
    if (last.status === "failed") return last;
    if (index < pieces.length - 1) await noteDelivered(index + 1);
  }
  return last;
}

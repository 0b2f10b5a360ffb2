import type { SendFailure, SendResult } from "../adapters/adapter.ts";
import type { Bot } from "../adapters/read-bots.ts";
import type { Logger } from "../logger.ts";
import type { Runtime } from "../runtime.ts";
import type { FaultHook } from "./fault-points.ts";
import { holdClaim } from "./hold-claim.ts";
import type { FailedSend, Outbox, OutboxItem } from "./outbox.ts";
import type { SendTurn, SendTurns } from "./send-turns.ts";
import type { ProgressBoard } from "./show-progress.ts";
import type { Wait } from "./wait.ts";

/** Waits before the second, third … try, on platforms that name none of their own. */
const BACKOFF_MS: readonly number[] = [1000, 5000, 30_000, 120_000];
/** Waits longer than this are cut: a platform that asks for more gets fewer tries. */
const LONGEST_WAIT_MS = 10 * 60 * 1000;
/** Failures that pass are tried again after each wait; a wrong credential twice. */
const MOST_TRIES: Record<SendFailure, number | "each_wait"> = {
  transient: "each_wait",
  rate: "each_wait",
  auth: 3,
  window: 1,
  too_long: 1,
  blocked: 1,
  bug: 1,
};

type Failed = Extract<SendResult, { status: "failed" }>;

export interface DeliverParts {
  bots: ReadonlyMap<string, Bot>;
  outbox: Outbox;
  progress: ProgressBoard;
  runtime: Runtime;
  wait: Wait;
  logger: Logger;
  reach: FaultHook;
  /** Told of each failed try. */
  onSendFailed(reason: SendFailure): void;
}

/** What one look at the outbox has come to. */
export interface DeliverResult {
  found: boolean;
  /** When it is worth looking again. */
  retryAt: Date | null;
}

const DONE: DeliverResult = { found: true, retryAt: null };
/** For sends that nobody has to wait for. */
const AT_ONCE: SendTurn = { renew: () => {}, end: () => {} };

/** Sends the next answer that goes out by itself; in turn where the platform would show it twice. */
export async function deliverNext(parts: DeliverParts, turns: SendTurns): Promise<DeliverResult> {
  const { outbox, progress } = parts;
  const seat = turns.take();
  try {
    const [item] = await outbox.claim({ route: "push", onlyIdempotent: seat === null });
    if (!item) return { found: false, retryAt: null };
    const needsTurn = seat !== null && !item.isIdempotent;
    if (!needsTurn) seat?.passOn();
    await progress.settled(item.sendKey);
    const turn = needsTurn ? await seat.turn(item.dueAt) : AT_ONCE;
    return await deliver(parts, item, turn).finally(turn.end);
  } finally {
    seat?.leave();
  }
}

async function deliver(parts: DeliverParts, item: OutboxItem, turn: SendTurn): Promise<DeliverResult> {
  const { outbox, reach } = parts;
  if (!(await outbox.sending(item, item.delivered))) return DONE;
  reach("sending");
  const result = await trySend(parts, item, turn);
  reach("delivered");
  if (result.status === "failed") return noteFailure(parts, item, result);
  const noted = outbox.sent(item, result.platformMessageId);
  // The next one is noted after this one, so that a crash finds at most one of them without its end.
  turn.end();
  await noted;
  reach("sent");
  return DONE;
}

/** An adapter that throws did not say what became of the message: it may have arrived. */
async function trySend(parts: DeliverParts, item: OutboxItem, turn: SendTurn): Promise<SendResult> {
  const { bots, logger, outbox, reach, wait } = parts;
  const adapter = bots.get(item.channel)?.adapter;
  if (!adapter) return { status: "failed", reason: "blocked" };
  let { delivered } = item;
  const note = async (count: number): Promise<boolean> => {
    delivered = count;
    return outbox.sending(item, count);
  };
  const hold = holdClaim(wait, () => note(delivered), new AbortController().signal);
  const part = { answer: item.answer, answeredAt: item.answeredAt, earlierQuestion: null };
  try {
    return await adapter.send(item.conversation, {
      parts: [part],
      sendKey: item.sendKey,
      delivered,
      maybeDuplicate: item.maybeDuplicate,
      async noteDelivered(count) {
        await note(count);
        turn.renew();
        reach("part_delivered");
      },
    });
  } catch (error) {
    const cause = error instanceof Error ? error.name : "";
    logger.warn("outbox.send_threw", { channel: item.channel, cause });
    return { status: "failed", reason: "transient", mayHaveArrived: true };
  } finally {
    hold.release();
  }
}

async function noteFailure(parts: DeliverParts, item: OutboxItem, failed: Failed): Promise<DeliverResult> {
  const { outbox, bots, logger } = parts;
  const { channel, tries } = item;
  const { reason, carryLater = false } = failed;
  const isIdempotent = bots.get(channel)?.adapter.capabilities.idempotentSend ?? false;
  const mayHaveArrived = failed.mayHaveArrived === true && !isIdempotent;
  const retryAt = mayHaveArrived && item.maybeDuplicate ? null : nextTry(parts, failed, item);
  const next: FailedSend["next"] = carryLater ? "next_message" : (retryAt ?? "given_up");
  await outbox.failed(item, { reason, next, mayHaveArrived });
  parts.onSendFailed(reason);
  const event = next === "given_up" ? "outbox.dead" : carryLater ? "outbox.waits" : "outbox.retry";
  logger.warn(event, { channel, reason, tries, mayHaveArrived });
  return { found: true, retryAt: next instanceof Date ? next : null };
}

/** When to send again; null when there is no use in it. */
function nextTry(
  { runtime, bots }: DeliverParts,
  { reason, retryAfterMs = 0 }: Failed,
  { channel, tries }: OutboxItem,
): Date | null {
  const waits = bots.get(channel)?.adapter.capabilities.retriesAfterMs ?? BACKOFF_MS;
  const most = MOST_TRIES[reason];
  if (tries >= (most === "each_wait" ? waits.length + 1 : most)) return null;
  const backoff = waits[tries - 1] ?? LONGEST_WAIT_MS;
  const inMs = Math.max(backoff, Math.min(retryAfterMs, LONGEST_WAIT_MS));
  return new Date(runtime.now().getTime() + inMs);
}

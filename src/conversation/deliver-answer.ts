import type { SendFailure, SendResult } from "../adapters/adapter.ts";
import type { Bot } from "../adapters/read-bots.ts";
import type { Logger } from "../logger.ts";
import type { Runtime } from "../runtime.ts";
import type { FaultHook } from "./fault-points.ts";
import type { Outbox, OutboxItem } from "./outbox.ts";

/** Waits before the second, third … try. */
const BACKOFF_MS: readonly number[] = [1000, 5000, 30_000, 120_000];
/** Waits longer than this are cut: a platform that asks for more gets fewer tries. */
const LONGEST_WAIT_MS = 10 * 60 * 1000;
/** Failures that pass; a wrong credential is tried once more, with a new token. */
const MOST_TRIES: Record<SendFailure, number> = {
  transient: BACKOFF_MS.length + 1,
  rate: BACKOFF_MS.length + 1,
  auth: 2,
  window: 1,
  too_long: 1,
  blocked: 1,
  bug: 1,
};

export interface DeliverParts {
  bots: ReadonlyMap<string, Bot>;
  outbox: Outbox;
  runtime: Runtime;
  logger: Logger;
  reach: FaultHook;
}

/** Sends the next answer that goes out by itself. Says how long to wait before it is worth looking again. */
export async function deliverNext(parts: DeliverParts): Promise<{ found: boolean; retryInMs?: number }> {
  const { outbox, reach } = parts;
  const [item] = await outbox.claim({ route: "push" });
  if (!item) return { found: false };
  if (!(await outbox.sending(item))) return { found: true };
  reach("sending");
  const { result, mayHaveArrived } = await trySend(parts, item);
  reach("delivered");
  if (result.status === "failed") return noteFailure(parts, item, result, mayHaveArrived);
  await outbox.sent(item, result.platformMessageId);
  reach("sent");
  return { found: true };
}

/** An adapter that throws did not say what became of the message: it may have arrived. */
async function trySend(
  { bots, logger }: DeliverParts,
  item: OutboxItem,
): Promise<{ result: SendResult; mayHaveArrived: boolean }> {
  const adapter = bots.get(item.channel)?.adapter;
  if (!adapter) return { result: { status: "failed", reason: "blocked" }, mayHaveArrived: false };
  const part = { answer: item.answer, answeredAt: item.answeredAt, earlierQuestion: null };
  try {
    const result = await adapter.send(item.conversation, {
      parts: [part],
      sendKey: item.sendKey,
      delivered: 0,
      maybeDuplicate: item.maybeDuplicate,
      noteDelivered: async () => {},
    });
    return { result, mayHaveArrived: result.status === "failed" && result.mayHaveArrived === true };
  } catch (error) {
    logger.warn("outbox.send_threw", {
      channel: item.channel,
      cause: error instanceof Error ? error.name : "",
    });
    return { result: { status: "failed", reason: "transient" }, mayHaveArrived: true };
  }
}

async function noteFailure(
  { outbox, runtime, logger }: DeliverParts,
  { tries, channel, ...item }: OutboxItem,
  { reason, retryAfterMs }: Extract<SendResult, { status: "failed" }>,
  mayHaveArrived: boolean,
): Promise<{ found: boolean; retryInMs?: number }> {
  const hasTries = tries < MOST_TRIES[reason];
  const backoff = BACKOFF_MS[tries - 1] ?? LONGEST_WAIT_MS;
  const retryInMs = Math.min(Math.max(retryAfterMs ?? 0, backoff), LONGEST_WAIT_MS);
  const retryAt = hasTries ? new Date(runtime.now().getTime() + retryInMs) : null;
  await outbox.failed({ ...item, tries, channel }, { reason, retryAt, mayHaveArrived });
  logger.warn(hasTries ? "outbox.retry" : "outbox.dead", { channel, reason, tries });
  return hasTries ? { found: true, retryInMs } : { found: true };
}

import type { Adapter, PassiveResponse, Reply } from "../adapters/adapter.ts";
import type { Runtime } from "../runtime.ts";
import type { Accepted, ConversationStore } from "./conversation-store.ts";
import type { Outbox } from "./outbox.ts";
import type { MessageProcessor } from "./process-messages.ts";
import { unavailable } from "./refusals.ts";
import type { Wait } from "./wait.ts";

export interface PassiveParts {
  store: ConversationStore;
  outbox: Outbox;
  processor: MessageProcessor;
  runtime: Runtime;
  wait: Wait;
}

/** Everything there was to say has been said elsewhere. */
const NOTHING_MORE: Reply = { parts: [], sendKey: "" };

/**
 * Puts the answer into the HTTP reply when it is ready in time. When it is not: where it can be sent later, the reply
 * says "not yet"; where the platform delivers again, the request is left to lapse, so that it does, and the last
 * delivery gets the words that say "not yet".
 */
export async function respondPassively(
  parts: PassiveParts,
  adapter: Adapter,
  passive: PassiveResponse,
  accepted: Accepted,
  startedAt: number,
): Promise<Response> {
  const { lateReply, redelivery } = adapter.capabilities;
  const elapsed = () => parts.runtime.now().getTime() - startedAt;
  const isReady =
    accepted.isAnswered || (await parts.processor.answered(accepted.id, passive.withinMs - elapsed()));
  if (isReady) return passive.render(await takeReply(parts, adapter, passive, accepted.id, true));
  const isLast = redelivery === null || accepted.deliveries >= redelivery.deliveries;
  if (lateReply === "push" || isLast) return passive.render(undefined);
  await parts.wait(Math.max(0, redelivery.lapsedAfterMs - elapsed()));
  return unavailable("webhook.pending", "还在整理回答。(The answer is not ready yet.)");
}

/**
 * Answers a platform that polls: with the answer, or at once that it is not ready. Each poll shows where its own
 * question stands, so that no order has to be kept.
 * @param accepted the message polled for; null when it is unknown, as after its deletion
 */
export async function respondToPoll(
  parts: PassiveParts,
  adapter: Adapter,
  passive: PassiveResponse,
  accepted: Accepted | null,
): Promise<Response> {
  if (accepted === null) return passive.render(NOTHING_MORE);
  if (!accepted.isAnswered) return passive.render(undefined);
  return passive.render(await takeReply(parts, adapter, passive, accepted.id, false));
}

/** What the reply carries; undefined when the answer is about to go out by itself. */
async function takeReply(
  { store, outbox }: PassiveParts,
  { capabilities }: Adapter,
  passive: PassiveResponse,
  carrier: number,
  inOrder: boolean,
): Promise<Reply | undefined> {
  const { redelivery, lateReply } = capabilities;
  const late = lateReply === "next_message" ? redelivery : null;
  const continues = lateReply === "push" && (await isLonger(store, passive, carrier));
  const items = await outbox.claim({ route: "reply", carrier, late, inOrder, continues });
  const parts = items.map(({ id, question, answer, answeredAt }) => ({
    answer,
    answeredAt,
    earlierQuestion: id === carrier ? null : question,
  }));
  // Of an answer that is carried whole nothing has been delivered before.
  const goesOn = items.some(({ id, delivered }) => id === carrier && delivered > 0);
  if (parts.length > 0) return { parts, sendKey: items.at(-1)?.sendKey ?? "", goesOn };
  const exchange = await store.find(carrier);
  return exchange?.answer && !exchange.isDelivered && lateReply === "push" ? undefined : NOTHING_MORE;
}

/** Whether the message's answer is longer than one reply holds. */
async function isLonger(
  store: ConversationStore,
  { countMessages }: PassiveResponse,
  id: number,
): Promise<boolean> {
  const answer = countMessages ? (await store.find(id))?.answer : null;
  return answer != null && countMessages !== undefined && countMessages(answer) > 1;
}

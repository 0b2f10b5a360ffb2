import type { Adapter, Capabilities, PassiveResponse, Reply } from "../adapters/adapter.ts";
import type { Runtime } from "../runtime.ts";
import type { Accepted } from "./conversation-store.ts";
import type { Outbox } from "./outbox.ts";
import type { MessageProcessor } from "./process-messages.ts";
import { unavailable } from "./refusals.ts";
import type { Wait } from "./wait.ts";

export interface PassiveParts {
  outbox: Outbox;
  processor: MessageProcessor;
  runtime: Runtime;
  wait: Wait;
}

/**
 * Puts the answer into the HTTP reply when it is ready in time. When it is not and the platform delivers again,
 * the request is left to lapse, so that it does; the last delivery gets the words that say "not yet".
 */
export async function respondPassively(
  parts: PassiveParts,
  { capabilities }: Adapter,
  passive: PassiveResponse,
  accepted: Accepted,
  startedAt: number,
): Promise<Response> {
  const { redelivery } = capabilities;
  const elapsed = () => parts.runtime.now().getTime() - startedAt;
  const isReady =
    accepted.isAnswered || (await parts.processor.answered(accepted.id, passive.withinMs - elapsed()));
  if (isReady) return passive.render(await takeReply(parts, capabilities, accepted.id));
  if (redelivery === null || accepted.deliveries >= redelivery.deliveries) return passive.render(undefined);
  await parts.wait(redelivery.lapsedAfterMs - elapsed());
  return unavailable("webhook.pending", "还在整理回答。(The answer is not ready yet.)");
}

async function takeReply(
  { outbox }: PassiveParts,
  capabilities: Capabilities,
  carrier: number,
): Promise<Reply> {
  const { redelivery, lateReply } = capabilities;
  const late = lateReply === "next_message" ? redelivery : null;
  const items = await outbox.claim({ route: "reply", carrier, late });
  const parts = items.map(({ id, question, answer, answeredAt }) => ({
    answer,
    answeredAt,
    earlierQuestion: id === carrier ? null : question,
  }));
  return { parts, sendKey: items.at(-1)?.sendKey ?? "" };
}

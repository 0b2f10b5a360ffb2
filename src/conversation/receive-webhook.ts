import type { IncomingMessage, Received, TurnDownReason } from "../adapters/adapter.ts";
import type { Bot } from "../adapters/read-bots.ts";
import { toWenbanError, WenbanError } from "../errors.ts";
import { maskPersonalData } from "../language/personal-data.ts";
import type { Logger } from "../logger.ts";
import type { Runtime } from "../runtime.ts";
import type { Admission } from "./admission.ts";
import type { ArrivalOrder, Place } from "./arrival-order.ts";
import { cannedAnswer } from "./canned-answers.ts";
import type { Accepted, ConversationStore, NewMessage, Poll } from "./conversation-store.ts";
import type { FaultHook } from "./fault-points.ts";
import { type PassiveParts, respondPassively, respondToPoll } from "./passive-reply.ts";
import { readBody } from "./read-body.ts";
import { methodNotAllowed, unavailable } from "./refusals.ts";

/** What one request is worked with. */
export interface Desk extends PassiveParts {
  store: ConversationStore;
  admission: Admission;
  arrivals: ArrivalOrder;
  runtime: Runtime;
  logger: Logger;
  hotline: string;
  reach: FaultHook;
  /** Told whether messages could be stored. */
  onStored(isStored: boolean): void;
}

/** Read, verify, store, reply: in this order, and each before the next. */
export async function receiveWebhook(desk: Desk, bot: Bot, request: Request): Promise<Response> {
  const { capabilities } = bot.adapter;
  if (!capabilities.methods.includes(request.method)) return methodNotAllowed(capabilities.methods);
  const startedAt = desk.runtime.now().getTime();
  const isFull = request.method !== "GET" && (await desk.admission.isSaturated());
  if (isFull && capabilities.refusal === "status") return shed(desk, bot);
  const body = await readBody(request, capabilities.maxBodyBytes, desk.wait);
  const place = desk.arrivals.join(bot.channel);
  desk.reach("body_read");
  const stored = await verifyAndStore(desk, bot, withBody(request, body), { isFull, place }).finally(
    place.leave,
  );
  if ("reason" in stored) return turnDown(desk, bot, stored.received, stored.reason);
  const { received, accepted } = stored;
  if (received.messages.length > 0) desk.reach("accepted");
  const response = await respond(desk, bot, received, accepted, startedAt);
  desk.reach("acknowledged");
  return response;
}

type Stored = { received: Received } & ({ accepted: (Accepted | null)[] } | { reason: TurnDownReason });

/** Verifies a request and stores what it brings, after what was read before it. */
async function verifyAndStore(
  desk: Desk,
  bot: Bot,
  request: Request,
  { isFull, place }: { isFull: boolean; place: Place },
): Promise<Stored> {
  const received = await bot.adapter.receive(request);
  desk.reach("verified");
  if (received.isIgnored) desk.logger.info("webhook.ignored", { channel: bot.channel });
  if (isFull && !(await isKnown(desk, bot, received))) return { received, reason: "full" };
  await place.turn();
  const accepting = accept(desk, bot, received);
  // Those behind are stored in the same order, and wait for the disk together.
  place.leave();
  const accepted = await accepting;
  return accepted === null ? { received, reason: "not_stored" } : { received, accepted };
}

function withBody(request: Request, body: Uint8Array<ArrayBuffer>): Request {
  const { method, headers, url } = request;
  return new Request(url, method === "GET" ? { method, headers } : { method, headers, body });
}

/** Whether a request brings nothing new: what was accepted once is served whatever comes. */
async function isKnown({ store }: Desk, { channel }: Bot, { messages }: Received): Promise<boolean> {
  const standing = await store.accept(messages.map(({ key }) => ({ channel, polls: key })));
  return !standing.includes(null);
}

/** Stores what was received, if anything; null when it can't be stored. In order: the poll, if any, then the messages. */
async function accept(desk: Desk, bot: Bot, received: Received): Promise<(Accepted | null)[] | null> {
  const { messages, polls } = received;
  const { channel } = bot;
  const poll: Poll[] = polls === undefined ? [] : [{ channel, polls }];
  const isEmpty = messages.length === 0 && poll.length === 0;
  try {
    const accepted = isEmpty ? [] : await storeMessages(desk, channel, messages, poll);
    await received.stored?.();
    return accepted;
  } catch (error) {
    desk.logger.error("webhook.not_stored", { channel, code: toWenbanError(error).code });
    return null;
  }
}

/**
 * Stores messages, personal data masked, and has them answered.
 * @throws WenbanError when they can't be stored
 */
export async function storeMessages(
  desk: Desk,
  channel: string,
  messages: readonly IncomingMessage[],
  polls: readonly Poll[] = [],
): Promise<(Accepted | null)[]> {
  const fresh = messages.map(
    ({ text, ...message }): NewMessage => ({ ...message, channel, ...maskPersonalData(text) }),
  );
  const accepted = await desk.store.accept([...polls, ...fresh]).catch((error: unknown) => {
    desk.onStored(false);
    throw error;
  });
  desk.onStored(true);
  const again = accepted.filter((one) => one && (one.deliveries > 1 || one.isAnswered)).length;
  desk.logger.info("webhook.accepted", { channel, messages: messages.length, again });
  if (accepted.some((one) => one && !one.isAnswered)) desk.processor.wake();
  return accepted;
}

async function respond(
  desk: Desk,
  { adapter }: Bot,
  { response, polls }: Received,
  [accepted = null]: readonly (Accepted | null)[],
  startedAt: number,
): Promise<Response> {
  if (response instanceof Response) return response;
  if (polls !== undefined) return respondToPoll(desk, adapter, response, accepted);
  if (!accepted)
    throw new WenbanError("unknown", "webhook.no_message", "a passive response without a message");
  return respondPassively(desk, adapter, response, accepted, startedAt);
}

function shed({ logger }: Desk, { channel }: Bot): Response {
  logger.warn("webhook.shed", { channel });
  return unavailable("webhook.busy", "提问的人较多，请稍后再试。(Too much is waiting to be answered.)");
}

/** For messages that can't be taken: never acknowledged as if they were. */
async function turnDown(
  desk: Desk,
  { adapter }: Bot,
  received: Received,
  reason: TurnDownReason,
): Promise<Response> {
  const isInWords = adapter.capabilities.refusal === "reply";
  return (
    (isInWords ? await turnDownInWords(desk, received, reason) : null) ??
    unavailable("webhook.not_stored", "暂时无法接收消息，请稍后再试。(Can't take messages now.)")
  );
}

async function turnDownInWords(
  { runtime, hotline }: Desk,
  received: Received,
  reason: TurnDownReason,
): Promise<Response | null> {
  const answer = cannedAnswer("busy", hotline, { runtime, conversationId: "", question: "" });
  const part = { answer, answeredAt: runtime.now(), earlierQuestion: null };
  const words = { parts: [part], sendKey: "" };
  const { response } = received;
  if (!(response instanceof Response)) return response.render(words);
  return (await received.turnDown?.(words, reason)) ?? null;
}

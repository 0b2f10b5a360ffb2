import type { Received } from "../adapters/adapter.ts";
import type { Bot } from "../adapters/read-bots.ts";
import type { AnswerQuestion } from "../answer/types.ts";
import { toWenbanError, WenbanError } from "../errors.ts";
import { maskPersonalData } from "../language/personal-data.ts";
import type { Logger } from "../logger.ts";
import type { Runtime } from "../runtime.ts";
import { cannedAnswer } from "./canned-answers.ts";
import type { Accepted, ConversationStore } from "./conversation-store.ts";
import type { FaultHook } from "./fault-points.ts";
import type { Outbox } from "./outbox.ts";
import { respondPassively } from "./passive-reply.ts";
import { createMessageProcessor, type MessageProcessor } from "./process-messages.ts";
import { readBody } from "./read-body.ts";
import { methodNotAllowed, refusal, unavailable } from "./refusals.ts";
import { type Wait, waitByTimer } from "./wait.ts";

export interface WebhookParts {
  bots: readonly Bot[];
  store: ConversationStore;
  outbox: Outbox;
  answerQuestion: AnswerQuestion;
  runtime: Runtime;
  logger: Logger;
  /** Telephone number named where the service can't help. */
  hotline: string;
  /** How time passes; by the runtime's timers when absent. */
  wait?: Wait;
  /** Called at the places where a process may die; for crash tests. */
  reach?: FaultHook;
}

/** The platforms' way in. */
export interface Webhooks {
  /**
   * Answers a callback of `/webhooks/<platform>[/<bot>]`; without `bot` the platform's first bot takes it. What is
   * wrong with a request is in the response: nothing is thrown.
   */
  handle(request: Request, platform: string, bot?: string | null): Promise<Response>;
  /** Answers and sends what an earlier process left; to be called once at start. */
  resume(): void;
  /** Finishes what was begun and takes up nothing new; messages are still accepted, for the next process. */
  drain(): Promise<void>;
}

export function createWebhooks(parts: WebhookParts): Webhooks {
  const { wait = waitByTimer, reach = () => {}, logger } = parts;
  const bots = new Map(parts.bots.map((bot) => [bot.channel, bot]));
  const processor = createMessageProcessor({ ...parts, bots, wait, reach });
  const desk: Desk = { ...parts, wait, reach, processor };
  return {
    async handle(request, platform, botName) {
      try {
        const bot = findBot(parts.bots, platform, botName ?? null);
        return await receive(desk, bot, request);
      } catch (error) {
        const refused = toWenbanError(error);
        logger.warn("webhook.refused", { code: refused.code, cause: causeName(refused) });
        return refusal(refused);
      }
    },
    resume: () => processor.resume(),
    drain: () => processor.drain(),
  };
}

/** What one request is worked with. */
interface Desk extends WebhookParts {
  wait: Wait;
  reach: FaultHook;
  processor: MessageProcessor;
}

/** An unknown bot and one that is off look the same. */
function findBot(bots: readonly Bot[], platform: string, name: string | null): Bot {
  const found = bots.find((bot) => bot.platform === platform && (name === null || bot.name === name));
  if (!found)
    throw new WenbanError("not_found", "webhook.unknown_channel", "没有这个回调地址。(No such bot.)");
  return found;
}

/** Read, verify, store, reply: in this order, and each before the next. */
async function receive(desk: Desk, bot: Bot, request: Request): Promise<Response> {
  const { capabilities } = bot.adapter;
  if (!capabilities.methods.includes(request.method)) return methodNotAllowed(capabilities.methods);
  const startedAt = desk.runtime.now().getTime();
  const body = await readBody(request, capabilities.maxBodyBytes, desk.wait);
  desk.reach("body_read");
  const received = await bot.adapter.receive(withBody(request, body));
  desk.reach("verified");
  const accepted = await accept(desk, bot, received);
  if (accepted === null) return turnDown(desk, bot, received);
  if (accepted.length > 0) desk.reach("accepted");
  if (accepted.some(({ isAnswered }) => !isAnswered)) desk.processor.wake();
  const response = await respond(desk, bot, received, accepted, startedAt);
  desk.reach("acknowledged");
  return response;
}

function withBody(request: Request, body: Uint8Array<ArrayBuffer>): Request {
  const { method, headers, url } = request;
  return new Request(url, method === "GET" ? { method, headers } : { method, headers, body });
}

/** Stores the messages, personal data masked; null when they can't be stored. */
async function accept({ store, logger }: Desk, bot: Bot, { messages }: Received): Promise<Accepted[] | null> {
  if (messages.length === 0) return [];
  const { channel } = bot;
  try {
    const accepted = await store.accept(
      messages.map(({ text, ...message }) => ({ ...message, channel, ...maskPersonalData(text) })),
    );
    const again = accepted.filter(({ deliveries, isAnswered }) => deliveries > 1 || isAnswered).length;
    logger.info("webhook.accepted", { channel, messages: messages.length, again });
    return accepted;
  } catch (error) {
    logger.error("webhook.not_stored", { channel, code: toWenbanError(error).code });
    return null;
  }
}

async function respond(
  desk: Desk,
  bot: Bot,
  { response }: Received,
  [accepted]: readonly Accepted[],
  startedAt: number,
): Promise<Response> {
  if (response instanceof Response) return response;
  if (!accepted)
    throw new WenbanError("unknown", "webhook.no_message", "a passive response without a message");
  return respondPassively(desk, bot.adapter, response, accepted, startedAt);
}

/** For messages that can't be stored: never acknowledged as if they were. */
async function turnDown(desk: Desk, { adapter }: Bot, { response }: Received): Promise<Response> {
  if (response instanceof Response || adapter.capabilities.refusal === "status") {
    return unavailable("webhook.not_stored", "暂时无法接收消息，请稍后再试。(Can't take messages now.)");
  }
  const answer = cannedAnswer("busy", desk.hotline, {
    runtime: desk.runtime,
    conversationId: "",
    question: "",
  });
  const part = { answer, answeredAt: desk.runtime.now(), earlierQuestion: null };
  return response.render({ parts: [part], sendKey: "" });
}

/** The class of what lies behind an error: its message may hold what must not be logged. */
function causeName({ cause }: WenbanError): string | undefined {
  return cause instanceof Error ? cause.name : undefined;
}

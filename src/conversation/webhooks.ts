import type { IncomingMessage } from "../adapters/adapter.ts";
import type { Bot } from "../adapters/read-bots.ts";
import type { AnswerQuestion } from "../answer/types.ts";
import type { Control } from "../control/control.ts";
import { toWenbanError, WenbanError } from "../errors.ts";
import type { Logger } from "../logger.ts";
import type { Runtime } from "../runtime.ts";
import { createAdmission } from "./admission.ts";
import { createArrivalOrder } from "./arrival-order.ts";
import type { ChatCommand } from "./chat-commands.ts";
import { type ConversationMetrics, createConversationMetrics } from "./conversation-metrics.ts";
import type { ConversationRecords } from "./conversation-records.ts";
import type { ConversationStore } from "./conversation-store.ts";
import type { FaultHook } from "./fault-points.ts";
import type { Outbox } from "./outbox.ts";
import { createMessageProcessor } from "./process-messages.ts";
import { type Desk, receiveWebhook, storeMessages } from "./receive-webhook.ts";
import { refusal } from "./refusals.ts";
import { createProgressBoard } from "./show-progress.ts";
import { type Wait, waitByTimer } from "./wait.ts";

/** Questions answered per person and minute, unless configured. */
const DEFAULT_USER_RATE = 20;
/** How long a failed write makes the service look unwell: a full disk does not empty itself in a moment. */
const UNWELL_MS = 10_000;

export interface WebhookParts {
  bots: readonly Bot[];
  store: ConversationStore;
  outbox: Outbox;
  records: ConversationRecords;
  answerQuestion: AnswerQuestion;
  runtime: Runtime;
  logger: Logger;
  /** Telephone number named where the service can't help. */
  hotline: string;
  /** Questions answered per person and minute. */
  userRate?: number;
  /** What people can tell the bots to do. */
  commands?: readonly ChatCommand[];
  /** Pauses, as operators set them while the service runs. */
  control: Control;
  /** Days for which conversations are kept. */
  retentionDays: number;
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
  /**
   * Takes messages that came over a bot's long connection; they are stored when it resolves.
   * @throws WenbanError when they can't be
   */
  deliver(channel: string, messages: readonly IncomingMessage[]): Promise<void>;
  /** Answers and sends what an earlier process left; to be called once at start. */
  resume(): void;
  /** Finishes or hands over what was begun; messages are still accepted, for the next process. */
  drain(): Promise<void>;
  /** Why no more messages should be sent this way; null when all is well. */
  unwell(): "draining" | "storage" | null;
  metrics: ConversationMetrics;
}

export function createWebhooks(parts: WebhookParts): Webhooks {
  const { wait = waitByTimer, reach = () => {}, logger, runtime, records } = parts;
  const { userRate = DEFAULT_USER_RATE, commands = [] } = parts;
  const bots = new Map(parts.bots.map((bot) => [bot.channel, bot]));
  const metrics = createConversationMetrics(records);
  const progress = createProgressBoard({ logger, wait });
  const { onSendFailed } = metrics;
  const shared = { ...parts, bots, wait, reach, userRate, commands, progress, onSendFailed };
  const processor = createMessageProcessor(shared);
  let isDraining = false;
  let failedAt = Number.NEGATIVE_INFINITY;
  const onStored = (isStored: boolean) => {
    failedAt = isStored ? Number.NEGATIVE_INFINITY : runtime.now().getTime();
  };
  const arrivals = createArrivalOrder(runtime, wait);
  const desk: Desk = {
    ...shared,
    processor,
    onStored,
    arrivals,
    admission: createAdmission(records, runtime),
  };
  return {
    metrics,
    async handle(request, platform, botName) {
      try {
        const bot = findBot(parts.bots, platform, botName ?? null);
        return await receiveWebhook(desk, bot, request);
      } catch (error) {
        const refused = toWenbanError(error);
        logger.warn("webhook.refused", { code: refused.code, cause: causeName(refused) });
        return refusal(refused);
      }
    },
    async deliver(channel, messages) {
      await storeMessages(desk, channel, messages);
    },
    resume: () => processor.resume(),
    async drain() {
      isDraining = true;
      await processor.drain();
    },
    unwell() {
      if (isDraining) return "draining";
      return runtime.now().getTime() - failedAt < UNWELL_MS ? "storage" : null;
    },
  };
}

/** An unknown bot and one that is off look the same. */
function findBot(bots: readonly Bot[], platform: string, name: string | null): Bot {
  const found = bots.find((bot) => bot.platform === platform && (name === null || bot.name === name));
  if (!found)
    throw new WenbanError("not_found", "webhook.unknown_channel", "没有这个回调地址。(No such bot.)");
  return found;
}

/** The class of what lies behind an error: its message may hold what must not be logged. */
function causeName({ cause }: WenbanError): string | undefined {
  return cause instanceof Error ? cause.name : undefined;
}

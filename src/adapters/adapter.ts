import type { z } from "zod";
import type { Answer } from "../domain.ts";
import type { Connection } from "./connection.ts";

/** A conversation as its adapter knows it. Serialised with a message and handed back to `send`. */
export interface ConversationRef {
  /** Names the conversation within the bot; the same for every message of it. */
  id: string;
  /** In a group everybody reads the answer, so that it is written for the public, whatever the bot's audience. */
  kind: "direct" | "group";
  /** What the adapter needs to reach the conversation again: ids and expiring addresses, never a secret. */
  handle: Readonly<Record<string, string>>;
}

/** A question that somebody sent. */
export interface IncomingMessage {
  /** The platform's own id: unique within the bot, the same on redelivery. */
  key: string;
  conversation: ConversationRef;
  /** Who wrote it, as the platform names them. */
  sender: string;
  text: string;
  /**
   * Milliseconds after the last delivery from which an answer that no HTTP reply has carried goes out by `send`; 0
   * where replies carry none. Read only where `lateReply` is `push`.
   */
  pushAfterMs: number;
}

/** An answer to hand over. */
export interface ReplyPart {
  answer: Answer;
  /** When the answer was stored: the same for every rendering of it. */
  answeredAt: Date;
  /** The question, when it is an earlier one than the message that is replied to; null otherwise. */
  earlierQuestion: string | null;
}

/**
 * What goes to a conversation at once. Redeliveries get an equal reply, so rendering depends on nothing else.
 * No parts: everything there was to say has been said in another reply.
 */
export interface Reply {
  parts: readonly ReplyPart[];
  /** The same for every try of this reply: the platform's idempotency key where it takes one. */
  sendKey: string;
  /** Whether only its first platform message is shown here, since the others follow by `send`. */
  goesOn?: boolean;
}

/** A reply that goes out by `send`. */
export interface OutgoingReply extends Reply {
  /** Platform messages of this reply that an earlier try has delivered: they are not sent again. */
  delivered: number;
  /** Whether the next platform message may have arrived at an earlier try whose end nobody saw. */
  maybeDuplicate: boolean;
  /** To be awaited after each platform message but the last, with how many have been delivered. */
  noteDelivered(count: number): Promise<void>;
}

/** What becomes of a message while its answer is being made. */
export interface Progress {
  /** The `sendKey` of the reply to come. */
  sendKey: string;
  /** What is being done, in words for the asker. */
  text: string;
}

/** The HTTP reply of a platform that takes the answer in it. */
export interface PassiveResponse {
  /** Milliseconds after which the platform no longer listens, less a margin. */
  withinMs: number;
  /** The HTTP reply; without `reply` the one that says the answer is not ready. */
  render(reply: Reply | undefined): Promise<Response>;
  /**
   * How many platform messages an answer takes, where `render` can give the first of them and leave the others to
   * `send`. Absent where the reply holds it all.
   */
  countMessages?(answer: Answer): number;
}

/** Why messages are not taken. */
export type TurnDownReason = "full" | "not_stored";

/** A verified and parsed webhook request. */
export interface Received {
  /** Sent once the messages are stored. A passive response goes with exactly one message. */
  response: Response | PassiveResponse;
  /** Questions to answer; empty for handshakes, events and whatever is ignored. */
  messages: IncomingMessage[];
  /** Key of a message delivered earlier whose answer the passive response asks for, where the platform polls. */
  polls?: string;
  /** Whether it asks nothing, as a bot's own message, an edit or an event that is not read: noted in the log. */
  isIgnored?: boolean;
  /**
   * Tells in words that the messages can't be taken: because too many wait, or because nothing can be stored. Null
   * where the platform had better deliver again. Only read where `refusal` is `reply` and the response is not passive.
   */
  turnDown?(words: Reply, reason: TurnDownReason): Promise<Response | null>;
  /** Called when the messages, if any, are stored, before the response: to note how far a queue has been read. */
  stored?(): Promise<void>;
}

/** Why a send failed; decides whether and when it is tried again. */
export type SendFailure = "auth" | "rate" | "window" | "too_long" | "blocked" | "transient" | "bug";

export type SendResult =
  | { status: "sent"; platformMessageId: string | null }
  | {
      status: "failed";
      reason: SendFailure;
      retryAfterMs?: number;
      /** Whether the message may have arrived all the same, as when the connection broke. Default false. */
      mayHaveArrived?: boolean;
      /** Whether the answer should wait for the user's next message, since the bot may not write by itself. */
      carryLater?: boolean;
    };

/** Differences between platforms, as data. */
export interface Capabilities {
  methods: readonly string[];
  maxBodyBytes: number;
  /**
   * How an answer that missed its HTTP reply gets there: `push` by `send`, `next_message` in the reply to the
   * user's next message, `redelivery` only when the same message is delivered again.
   */
  lateReply: "push" | "next_message" | "redelivery";
  /** How a message that can't be taken now is turned down: by words, in the reply or by `turnDown`, or by status 503. */
  refusal: "reply" | "status";
  /**
   * Whether the platform shows a message once that is sent twice under one `sendKey`. To platforms that do not, one
   * answer is on its way at a time, so that a crash leaves one whose end nobody knows: it is sent once more, flagged.
   * None is held up for more than some seconds: where one by one is too slow, several go out at once.
   */
  idempotentSend: boolean;
  /** Milliseconds before the second, third … try of a send that failed for a while; the house's own when absent. */
  retriesAfterMs?: readonly number[];
  /** Least milliseconds between two calls of `progress`; null when it does nothing. */
  progressEveryMs: number | null;
  /** Milliseconds after which what `progress` shows is gone by itself; absent where it stays, as on a card. */
  progressFadesMs?: number;
  /** How the platform delivers again when its request stays unanswered; null when it never does. */
  redelivery: {
    /** Deliveries in all. Before the last one an unready answer lets the request lapse. */
    deliveries: number;
    /** Milliseconds after which the platform has closed an unanswered request. */
    lapsedAfterMs: number;
    /** Milliseconds after the last delivery when surely no further one comes. */
    overAfterMs: number;
  } | null;
}

/** One bot on one platform. Errors are WenbanErrors `webhook.*`; nothing is parsed before it is verified. */
export interface Adapter {
  readonly name: string;
  readonly capabilities: Capabilities;
  /**
   * Verifies and parses a request whose body has been read within `maxBodyBytes`.
   * @throws WenbanError `webhook.bad_signature`, `webhook.stale`, `webhook.replay` or `webhook.bad_body`
   */
  receive(request: Request): Promise<Received>;
  /** Sends a reply by itself. Called only where `lateReply` is `push`; rejects elsewhere. */
  send(conversation: ConversationRef, reply: OutgoingReply): Promise<SendResult>;
  /** Shows that an answer is being made: a typing sign, or a card that `send` fills. Failing changes nothing. */
  progress(conversation: ConversationRef, progress: Progress): Promise<void>;
}

/** Small values that an adapter keeps beyond a restart and shares with its other instances, per channel. */
export interface AdapterMemory {
  get(key: string): Promise<string | null>;
  /** Keeps a value for `ttlMs` milliseconds. */
  set(key: string, value: string, ttlMs: number): Promise<void>;
}

/** What an adapter is given beside its own settings. */
export interface AdapterContext {
  /** `<platform>/<bot>`. */
  channel: string;
  memory: AdapterMemory;
  /** The bot's long connection, which its listener opens. */
  connection: Connection;
  now(): Date;
  fetch: typeof globalThis.fetch;
  /** Address under which people reach this service, without a trailing slash; null when not configured. */
  publicUrl: string | null;
  siteName: string;
  /** Who runs the service (主办单位); null when not configured. */
  operator: string | null;
  hotline: string;
}

/** One thing that `doctor` found out about a bot. */
export interface Diagnosis {
  status: "ok" | "warn" | "fail" | "todo";
  /** One sentence; `todo` tells what to enter where in the platform's console. Never a secret. */
  text: string;
  /** What to do about it. */
  hint?: string;
}

/** A platform: its settings and how a bot is made of them. */
export interface AdapterDefinition<Env extends z.ZodObject = z.ZodObject> {
  /** Lower-case name: `/webhooks/<name>` and `WENBAN_<NAME>_<FIELD>`. */
  name: string;
  /** Fields by their names in the environment, such as `APP_ID`. Error texts never repeat a value. */
  env: Env;
  /** Whether answers carry links that only work with `WENBAN_PUBLIC_URL`. */
  needsPublicUrl: boolean;
  create(settings: z.output<Env>, context: AdapterContext): Adapter;
  /**
   * Looks whether the settings work, by calling the platform, and tells what its console needs.
   * @param callbackUrl the bot's webhook address; null without `WENBAN_PUBLIC_URL`
   */
  diagnose(
    settings: z.output<Env>,
    context: AdapterContext,
    callbackUrl: string | null,
  ): Promise<Diagnosis[]>;
}

/** Declares a platform; the registry in `index.ts` lists it. */
export function defineAdapter<Env extends z.ZodObject>(
  definition: AdapterDefinition<Env>,
): AdapterDefinition {
  return definition;
}

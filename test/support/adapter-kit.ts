import type { Adapter, AdapterContext, SendFailure } from "../../src/adapters/adapter.ts";
import { createConnection } from "../../src/adapters/connection.ts";
import { createAdapterMemory } from "../../src/adapters/memory.ts";
import type { BotsContext } from "../../src/adapters/read-bots.ts";
import type { Measure } from "../../src/adapters/shared/text-atoms.ts";

/** Who asks what, and when it is signed. */
export interface QuestionOptions {
  text?: string;
  key?: string;
  user?: string;
  at?: Date;
}

/** What a platform's test brings along, so that the contract can speak to its adapter. */
export interface AdapterKit {
  create(context: AdapterContext): Adapter;
  /** A question as the platform delivers it, signed anew at every call. */
  question(options?: QuestionOptions): Promise<Request> | Request;
  /** Requests that nobody signed, or that were changed since. */
  forgeries: [name: string, make: () => Promise<Request> | Request][];
  /** Well-signed requests with a body that the platform would not send. */
  badBodies: [name: string, make: () => Promise<Request> | Request][];
  /** Well-signed requests that ask nothing. */
  ignored: [name: string, make: () => Promise<Request> | Request][];
  /** Well-signed requests with a message of this bot, or of another: answering it would go round in circles. */
  ownMessages?: [name: string, make: () => Promise<Request> | Request][];
  /** A group in which only those messages are for the bot that mention it; absent where there are no groups. */
  group?: {
    /** A question in the group `options.group`, with the bot mentioned before `options.text`. */
    mentioned(options?: QuestionOptions & { group?: string }): Promise<Request> | Request;
    /** The same without the mention. */
    unmentioned(): Promise<Request> | Request;
  };
  /** Milliseconds for which a signature is good; null where the platform signs no time. */
  freshMs: number | null;
  /** What must never show up in an error. */
  secrets: string[];
  /** What the user gets to read of a response that carries an answer. */
  readText(response: Response): Promise<string>;
  /** The platform's side of `send`; absent where answers only travel in the HTTP reply. */
  platform?: {
    /** Answers a call as the platform does when all is well: tokens, sent messages. */
    respond(request: Request): Response | Promise<Response>;
    /** What the user gets to read of the calls that were made, in order. */
    readText(calls: readonly Request[]): string | Promise<string>;
    /** The texts of the messages that were sent, as their length counts; absent where a card holds it all. */
    readPieces?(calls: readonly Request[]): string[] | Promise<string[]>;
    /** Most that one message holds, as `measure` counts. */
    limit?: { most: number; measure: Measure };
    /** How the platform says no, and what the adapter makes of it. */
    failures: [
      name: string,
      respond: (request: Request) => Response | Promise<Response>,
      reason: SendFailure,
    ][];
  };
  /** How a link is written. */
  link(label: string, url: string): string;
}

export const CONTRACT_NOW = new Date("2026-11-20T08:00:00.000Z");

export function contractContext(): AdapterContext {
  const now = () => CONTRACT_NOW;
  return {
    channel: "contract/default",
    memory: createAdapterMemory(now)("contract/default"),
    connection: createConnection(),
    now,
    fetch: () => Promise.reject(new Error("no network in this test")),
    publicUrl: "https://wenban.example.gov.cn",
    siteName: "河口区政务",
    operator: "河口区政务服务办",
    hotline: "12345",
  };
}

/** What the bots of adapters' tests are made with. */
export function contractBotsContext(context = contractContext()): BotsContext {
  return { ...context, memoryOf: () => context.memory };
}

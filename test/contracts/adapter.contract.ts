import { beforeEach, describe, expect, it } from "vitest";
import type {
  Adapter,
  AdapterContext,
  OutgoingReply,
  PassiveResponse,
  Received,
  Reply,
  SendFailure,
  SendResult,
} from "../../src/adapters/adapter.ts";
import { createConnection } from "../../src/adapters/connection.ts";
import { createAdapterMemory } from "../../src/adapters/memory.ts";
import type { BotsContext } from "../../src/adapters/read-bots.ts";
import type { Measure } from "../../src/adapters/shared/text-atoms.ts";
import type { Answer } from "../../src/domain.ts";
import { sampleAnswer } from "../support/sample-answer.ts";

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

/** What every Adapter does. */
export function describeAdapter(name: string, kit: AdapterKit): void {
  describe(`Adapter contract: ${name}`, () => {
    let adapter: Adapter;
    beforeEach(() => {
      adapter = kit.create(contractContext());
    });

    const ask = async (options: QuestionOptions = {}): Promise<Received> =>
      adapter.receive(await kit.question({ at: CONTRACT_NOW, ...options }));
    const askOne = async (options: QuestionOptions = {}) => {
      const { messages } = await ask(options);
      const [message] = messages;
      if (!message || messages.length !== 1) throw new Error("not one message");
      return message;
    };
    const shifted = (ms: number) => new Date(CONTRACT_NOW.getTime() + ms);

    it("is named as its platform", () => {
      expect(adapter.name).toBe(name);
      expect(adapter.capabilities.methods).toContain("POST");
    });

    it("reads a question", async () => {
      const message = await askOne({ text: "居住证怎么办理？\n急", key: "1001" });
      expect(message).toMatchObject({ key: "1001", text: "居住证怎么办理？\n急" });
      expect(message.sender).not.toBe("");
    });

    it("does not call a question ignored", async () => {
      expect((await ask()).isIgnored ?? false).toBe(false);
    });

    it("gives a message the same id when it is delivered again, and another message another", async () => {
      const [first, again, other] = [
        await askOne({ key: "1001" }),
        await askOne({ key: "1001" }),
        await askOne({ key: "1002" }),
      ];
      expect(again.key).toBe(first.key);
      expect(other.key).not.toBe(first.key);
    });

    it("keeps the conversations of users apart", async () => {
      const [first, again, other] = [
        await askOne({ user: "u1", key: "1" }),
        await askOne({ user: "u1", key: "2" }),
        await askOne({ user: "u2", key: "3" }),
      ];
      // What reaches it again may differ with each message: addresses that expire, the message replied to.
      expect(again.conversation.id).toBe(first.conversation.id);
      expect(other.conversation.id).not.toBe(first.conversation.id);
    });

    it("refers to a conversation by what can be stored", async () => {
      const { conversation } = await askOne();
      expect(JSON.parse(JSON.stringify(conversation))).toEqual(conversation);
    });

    it.each(kit.forgeries)("refuses a forgery: %s", async (_name, make) => {
      await expect(adapter.receive(await make())).rejects.toMatchObject({
        kind: "unauthorized",
        code: "webhook.bad_signature",
      });
    });

    it("all forgeries look the same", async () => {
      const errors = await Promise.all(
        kit.forgeries.map(async ([, make]) =>
          adapter.receive(await make()).catch((error: Error) => error.message),
        ),
      );
      expect(new Set(errors).size).toBe(1);
    });

    const { freshMs } = kit;
    it.each(freshMs === null ? [] : [-freshMs, freshMs])("is fresh for so long (%i ms)", async (ms) => {
      const within = await kit.question({ at: shifted(ms - Math.sign(ms) * 1000) });
      expect((await adapter.receive(within)).messages).toHaveLength(1);
      const beyond = await kit.question({ at: shifted(ms + Math.sign(ms) * 1000) });
      await expect(adapter.receive(beyond)).rejects.toMatchObject({
        kind: "unauthorized",
        code: "webhook.stale",
      });
    });

    it.each(kit.badBodies)("refuses a body: %s", async (_name, make) => {
      await expect(adapter.receive(await make())).rejects.toMatchObject({
        kind: "bad_input",
        code: "webhook.bad_body",
      });
    });

    it.each(kit.ignored)("takes no question from %s", async (_name, make) => {
      const { messages, response } = await adapter.receive(await make());
      expect(messages).toEqual([]);
      expect(response).toBeInstanceOf(Response);
      expect(response instanceof Response && response.status).toBe(200);
    });

    it.each(kit.ownMessages ?? [])("does not answer bots: %s", async (_name, make) => {
      const { messages, response, isIgnored } = await adapter.receive(await make());
      expect(messages).toEqual([]);
      expect(response instanceof Response && response.ok).toBe(true);
      expect(isIgnored).toBe(true);
    });

    describe.runIf(kit.group)("in a group", () => {
      const askGroup = async (options: QuestionOptions & { group?: string } = {}) => {
        const request = await kit.group?.mentioned({ at: CONTRACT_NOW, ...options });
        if (!request) throw new Error("no groups");
        const { messages } = await adapter.receive(request);
        const [message] = messages;
        if (!message || messages.length !== 1) throw new Error("not one message");
        return message;
      };

      it("answers who mentions it, and reads the question without the mention", async () => {
        const message = await askGroup({ text: "居住证怎么办理？" });
        expect(message.text).toBe("居住证怎么办理？");
        expect(message.conversation.kind).toBe("group");
      });

      it("leaves alone what people say to each other", async () => {
        const request = await kit.group?.unmentioned();
        if (!request) throw new Error("no groups");
        expect(await adapter.receive(request)).toMatchObject({ messages: [], isIgnored: true });
      });

      it("keeps groups apart from each other and from who is in them, not who asks", async () => {
        const [one, two, elsewhere, alone] = [
          await askGroup({ user: "u1", key: "1", group: "g1" }),
          await askGroup({ user: "u2", key: "2", group: "g1" }),
          await askGroup({ user: "u1", key: "3", group: "g2" }),
          await askOne({ user: "u1", key: "4" }),
        ];
        expect(two.sender).not.toBe(one.sender);
        const ids = new Set([one.conversation.id, elsewhere.conversation.id, alone.conversation.id]);
        expect(ids.size).toBe(3);
        expect(alone.conversation.kind).toBe("direct");
      });
    });

    it("puts no secret into what is stored", async () => {
      const stored = JSON.stringify(await askOne());
      for (const secret of kit.secrets) expect(stored).not.toContain(secret);
    });

    it("names no secret in an error", async () => {
      for (const [, make] of [...kit.forgeries, ...kit.badBodies]) {
        const error = await adapter.receive(await make()).catch((thrown: unknown) => thrown);
        const told = JSON.stringify([String(error), Object.values(error ?? {})]);
        for (const secret of kit.secrets) expect(told).not.toContain(secret);
      }
    });

    const render = (reply: Reply): Promise<string> | string =>
      kit.platform ? readSent(kit, reply) : readPassive(reply);
    const readPassive = async (reply: Reply) => kit.readText(await passive(await ask()).render(reply));
    const replyWith = (changes: Partial<Answer>): Reply => ({
      parts: [{ answer: { ...sampleAnswer(), ...changes }, answeredAt: CONTRACT_NOW, earlierQuestion: null }],
      sendKey: "k",
    });

    it("shows notices, then the answer, then each source as a link", async () => {
      const text = await render(replyWith({ notices: [{ code: "dated", text: "该数据截至2025年。" }] }));
      const url = "https://wenban.example.gov.cn/sources/hekou/2025?start=10&end=19";
      const places = [
        "该数据截至2025年。",
        "取消9个。[1]",
        `[1] ${kit.link("《河口区2025年改革进展》", url)}`,
      ];
      const found = places.map((place) => text.indexOf(place));
      expect(found).not.toContain(-1);
      expect(found).toEqual(found.toSorted((a, b) => a - b));
      expect(text).toContain("原文摘录");
    });

    it("links nowhere but to the web", async () => {
      const [citation] = sampleAnswer().citations;
      if (!citation) throw new Error("no citation");
      const text = await render(
        replyWith({ citations: [{ ...citation, sourceUrl: "javascript:alert(1)" }] }),
      );
      expect(text).not.toContain("javascript:");
      expect(text).toContain("《河口区2025年改革进展》");
    });

    it("makes no markup of what documents and people wrote", async () => {
      const hostile = '<a href="https://evil.example">点这里</a>]]><x>';
      const [citation] = sampleAnswer().citations;
      if (!citation) throw new Error("no citation");
      const text = await render(
        replyWith({
          text: `${hostile}[1]`,
          notices: [{ code: "partial", text: hostile }],
          citations: [{ ...citation, title: hostile, publisher: hostile }],
        }),
      );
      expect(text).not.toMatch(/(?<!\\)<a href="https:\/\/evil/);
      expect(text).toContain("evil.example");
    });

    it("says when a question was masked", async () => {
      expect(await render(replyWith({ question: { text: "…", masked: true } }))).toContain("已隐去");
      expect(await render(replyWith({}))).not.toContain("已隐去");
    });

    it("renders equal replies equally", async () => {
      expect(await render(replyWith({}))).toBe(await render(replyWith({})));
    });

    it("has words, not an answer, for an answer that is not ready", async () => {
      const { response } = await ask();
      const shown = response instanceof Response ? response : await response.render(undefined);
      expect(shown.status).toBeLessThanOrEqual(503);
      expect(await shown.text()).not.toContain("取消9个");
    });

    describe.runIf(kit.platform)("sending by itself", () => {
      it("says that it was sent", async () => {
        const { result, calls } = await send(kit, replyWith({}));
        expect(result.status).toBe("sent");
        expect(calls.length).toBeGreaterThan(0);
      });

      it("sends only what has not been delivered yet", async () => {
        const counts: number[] = [];
        const reply = replyWith({ text: `${"取消九个事项。[1]".repeat(2000)}` });
        const all = await send(kit, reply, { noteDelivered: async (count) => void counts.push(count) });
        expect(all.result.status).toBe("sent");
        expect(counts).toEqual(counts.map((_, index) => index + 1));
        if (counts.length === 0) return;
        const rest = await send(kit, reply, { delivered: counts.length });
        const [whole, last] = [
          await kit.platform?.readText(all.calls),
          await kit.platform?.readText(rest.calls),
        ];
        expect(whole?.endsWith(last ?? "-")).toBe(true);
        expect(last?.length).toBeLessThan(whole?.length ?? 0);
      });

      it.each(kit.platform?.failures ?? [])("tells why not: %s", async (_name, respond, reason) => {
        const { result } = await send(kit, replyWith({}), {}, respond);
        expect(result).toMatchObject({ status: "failed", reason });
        for (const secret of kit.secrets) expect(JSON.stringify(result)).not.toContain(secret);
      });

      it.runIf(kit.platform?.readPieces)(
        "cuts no message longer than may be, and none in a link",
        async () => {
          const [sample] = sampleAnswer().citations;
          if (!sample) throw new Error("no citation");
          const citations = Array.from({ length: 20 }, (_, index) => ({
            ...sample,
            number: index + 1,
            documentId: `hekou/${index}`,
          }));
          const text = citations
            .map(({ number }) => `${"办理时限缩短𠮷半，".repeat(25)}共9项。[${number}]`)
            .join("\n");
          const { calls } = await send(kit, replyWith({ text, citations }));
          const pieces = (await kit.platform?.readPieces?.(calls)) ?? [];
          const { most, measure } = kit.platform?.limit ?? { most: 0, measure: () => 1 };
          const url = "https://wenban.example.gov.cn/sources/hekou/2025?start=10&end=19";
          const links = ["《河口区2025年改革进展》", "查看全文"].map((label) => kit.link(label, url));
          let found = 0;
          for (const piece of pieces) {
            expect(measure(piece)).toBeLessThanOrEqual(most);
            expect(piece.isWellFormed()).toBe(true);
            const whole = links.reduce((sum, link) => sum + piece.split(link).length - 1, 0);
            expect(piece.split("wenban.example.gov.cn/sources/").length - 1).toBe(whole);
            found += whole;
          }
          expect(found).toBeGreaterThan(0);
        },
      );

      it("may have arrived when the connection breaks", async () => {
        const { result } = await send(kit, replyWith({}), {}, () => Promise.reject(new TypeError("reset")));
        expect(result).toMatchObject({ status: "failed", reason: "transient" });
      });
    });

    it.runIf(kit.create(contractContext()).capabilities.lateReply !== "push")(
      "can't be made to send by itself",
      async () => {
        const { conversation } = await askOne();
        const outgoing = { delivered: 0, maybeDuplicate: false, noteDelivered: async () => {} };
        await expect(adapter.send(conversation, { ...replyWith({}), ...outgoing })).rejects.toMatchObject({
          code: "webhook.no_push",
        });
      },
    );
  });
}

/** Sends a reply to the conversation of a first question, over a network that only the platform is on. */
async function send(
  kit: AdapterKit,
  reply: Reply,
  outgoing: Partial<OutgoingReply> = {},
  respond = kit.platform?.respond,
): Promise<{ result: SendResult; calls: Request[] }> {
  const calls: Request[] = [];
  const fetchPlatform: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    calls.push(request.clone());
    if (!respond) throw new Error("no platform in this test");
    return respond(request);
  };
  const adapter = kit.create({ ...contractContext(), fetch: fetchPlatform });
  const { messages } = await adapter.receive(await kit.question({ at: CONTRACT_NOW }));
  const [message] = messages;
  if (!message) throw new Error("not one message");
  calls.length = 0;
  const result = await adapter.send(message.conversation, {
    ...reply,
    delivered: 0,
    maybeDuplicate: false,
    noteDelivered: async () => {},
    ...outgoing,
  });
  return { result, calls };
}

async function readSent(kit: AdapterKit, reply: Reply): Promise<string> {
  const { calls } = await send(kit, reply);
  return (await kit.platform?.readText(calls)) ?? "";
}

function passive({ response }: Received): PassiveResponse {
  if (response instanceof Response) throw new Error("the answer does not go with the reply");
  return response;
}

/** What the bots of adapters' tests are made with. */
export function contractBotsContext(context = contractContext()): BotsContext {
  return { ...context, memoryOf: () => context.memory };
}

import { beforeEach, describe, expect, it } from "vitest";
import type { Adapter, Received } from "../../src/adapters/adapter.ts";

import { describeAnswers } from "../support/adapter-answers.ts";
import {
  type AdapterKit,
  CONTRACT_NOW,
  contractContext,
  type QuestionOptions,
} from "../support/adapter-kit.ts";
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

    describeAnswers(kit);
  });
}

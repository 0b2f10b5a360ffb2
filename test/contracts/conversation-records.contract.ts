import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ConversationRecords } from "../../src/conversation/conversation-records.ts";
import type { NewMessage } from "../../src/conversation/conversation-store.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { sampleAnswer } from "../support/sample-answer.ts";
import { type Conversations, newMessage } from "./conversation-store.contract.ts";

/** What every ConversationRecords does. */
export function describeConversationRecords(name: string, create: (now: () => Date) => Conversations): void {
  describe(`ConversationRecords contract: ${name}`, () => {
    let clock: FakeClock;
    let conversations: Conversations;
    let records: ConversationRecords;
    beforeEach(() => {
      clock = new FakeClock();
      conversations = create(clock.now);
      records = conversations.records;
    });
    afterEach(() => conversations.close());

    const accept = async (changes: Partial<NewMessage>) => {
      const [accepted] = await conversations.store.accept([newMessage(changes)]);
      return accepted?.id ?? 0;
    };
    const answered = async (changes: Partial<NewMessage>) => {
      const id = await accept(changes);
      const claim = await conversations.store.next();
      if (!claim) throw new Error("nothing to claim");
      const way = { route: "push", sendKey: "k", isIdempotent: false } as const;
      await conversations.store.finish(claim, {
        answer: sampleAnswer(),
        audience: "public",
        state: "answered",
        ...way,
      });
      return id;
    };
    const claimSending = async () => {
      const [item] = await conversations.outbox.claim({ route: "push" });
      if (!item || !(await conversations.outbox.sending(item, 0))) throw new Error("nothing to send");
      return item;
    };
    const inConversation = (id: string) => ({ conversation: { id, kind: "direct" as const, handle: {} } });
    const EMPTY = {
      unanswered: 0,
      backlogMs: 0,
      pending: 0,
      sending: 0,
      waiting: 0,
      dead: 0,
      maybeDuplicate: 0,
    };

    it("counts what waits and what has become of the answers", async () => {
      expect(await records.census()).toEqual(EMPTY);
      await accept({ key: "1" });
      await accept({ key: "2" });
      await clock.advance(5000);
      expect(await records.census()).toEqual({ ...EMPTY, unanswered: 2, backlogMs: 5000 });
      await conversations.store.next();
      expect(await records.census()).toEqual({ ...EMPTY, unanswered: 2 });
    });

    it("counts answers by what has become of them", async () => {
      const mayHaveArrived = true;
      const ends = ["given_up", "next_message", clock.now()] as const;
      for (const [index, next] of ends.entries()) {
        await answered({ key: `${index}`, ...inConversation(`c${index}`) });
        await conversations.outbox.failed(await claimSending(), {
          reason: "transient",
          next,
          mayHaveArrived,
        });
        if (next instanceof Date) await claimSending();
      }
      await answered({ key: "open", ...inConversation("open") });
      const expected = { pending: 1, sending: 1, waiting: 1, dead: 1, maybeDuplicate: 3 };
      expect(await records.census()).toEqual({ ...EMPTY, ...expected });
    });

    it("lists the answers that could not be delivered, until they are sent again", async () => {
      const id = await answered({ key: "1" });
      const failure = { reason: "blocked", next: "given_up", mayHaveArrived: false } as const;
      await conversations.outbox.failed(await claimSending(), failure);
      const letter = {
        id,
        channel: "wechat/default",
        answeredAt: clock.now(),
        reason: "blocked",
        tries: 1,
        maybeDuplicate: false,
      };
      expect(await records.deadLetters(10)).toEqual([letter]);
      expect(await records.deadLetters(0)).toEqual([]);
      await conversations.outbox.replay(id);
      expect(await records.deadLetters(10)).toEqual([]);
    });

    it("forgets what somebody wrote in a channel, and keeps the ids", async () => {
      const id = await answered({ key: "1" });
      await conversations.outbox.sent(await claimSending(), null);
      const elsewhere = await answered({ key: "1", channel: "wechat/second" });
      const other = await answered({ key: "2", sender: "user-2", ...inConversation("c2") });
      expect(await records.forget({ channel: "wechat/default", sender: "user-1" })).toBe(1);
      expect(await conversations.store.find(id)).toMatchObject({ text: "", answer: null });
      for (const kept of [elsewhere, other]) {
        expect((await conversations.store.find(kept))?.answer).toEqual(sampleAnswer());
      }
      expect((await conversations.store.accept([newMessage({ key: "1" })]))[0]).toMatchObject({
        id,
        isAnswered: true,
      });
      expect(await records.forget({ channel: null, sender: "user-1" })).toBe(1);
      expect((await conversations.store.find(elsewhere))?.text).toBe("");
      expect(await records.forget({ channel: null, sender: "user-1" })).toBe(0);
    });

    it("forgets what is being answered or sent within the hour after it", async () => {
      const sending = await answered({ key: "1" });
      const item = await claimSending();
      const open = await accept({ key: "2" });
      expect(await records.forget({ channel: null, sender: "user-1" })).toBe(2);
      expect((await conversations.store.find(open))?.text).not.toBe("");
      expect(await conversations.outbox.sent(item, null)).toBe(true);
      await clock.advance(60 * 60 * 1000);
      const claim = await conversations.store.next();
      expect(claim?.id).toBe(open);
      expect((await conversations.store.find(sending))?.text).toBe("");
    });
  });
}

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  type ClaimedMessage,
  type ConversationStore,
  INBOX_DAYS,
  LEASE_MS,
  type NewMessage,
} from "../../src/conversation/conversation-store.ts";
import type { Outbox } from "../../src/conversation/outbox.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { sampleAnswer } from "../support/sample-answer.ts";

/** An inbox and an outbox that belong together. */
export interface Conversations {
  store: ConversationStore;
  outbox: Outbox;
  close(): void;
}

export function newMessage(changes: Partial<NewMessage> = {}): NewMessage {
  return {
    channel: "wechat/default",
    key: "m1",
    conversation: { id: "user-1", kind: "direct", handle: { openid: "user-1" } },
    sender: "user-1",
    text: "身份证丢了怎么补办",
    masked: false,
    ...changes,
  };
}

/** What every ConversationStore does. */
export function describeConversationStore(name: string, create: (now: () => Date) => Conversations): void {
  describe(`ConversationStore contract: ${name}`, () => {
    let clock: FakeClock;
    let conversations: Conversations;
    let store: ConversationStore;
    beforeEach(() => {
      clock = new FakeClock();
      conversations = create(clock.now);
      store = conversations.store;
    });
    afterEach(() => conversations.close());

    const acceptOne = async (changes: Partial<NewMessage> = {}) => {
      const [accepted] = await store.accept([newMessage(changes)]);
      if (!accepted) throw new Error("nothing accepted");
      return accepted;
    };
    const claim = async (): Promise<ClaimedMessage> => {
      const message = await store.next();
      if (!message) throw new Error("nothing to claim");
      return message;
    };
    const answer = (claimed: ClaimedMessage, text = "补办。[1]") =>
      store.finish(claimed, {
        answer: { ...sampleAnswer(), text },
        state: "answered",
        route: "reply",
        sendKey: "k",
      });

    it("claims a message id once, and counts what is delivered again", async () => {
      const first = await acceptOne();
      expect(first).toEqual({ id: first.id, deliveries: 1, isAnswered: false });
      expect(await acceptOne({ text: "另一句话" })).toEqual({
        id: first.id,
        deliveries: 2,
        isAnswered: false,
      });
      expect((await claim()).text).toBe("身份证丢了怎么补办");
      expect(await store.next()).toBeNull();
    });

    it("keeps message ids apart by channel", async () => {
      const one = await acceptOne();
      const two = await acceptOne({ channel: "wechat/second" });
      expect(two.id).not.toBe(one.id);
    });

    it("accepts many at once, and one of them only once", async () => {
      const accepted = await store.accept([
        newMessage({ key: "a" }),
        newMessage({ key: "b" }),
        newMessage({ key: "a" }),
      ]);
      expect(accepted.map(({ deliveries }) => deliveries)).toEqual([1, 1, 2]);
      expect(accepted[2]?.id).toBe(accepted[0]?.id);
      const many = await Promise.all(Array.from({ length: 20 }, () => acceptOne({ key: "c" })));
      expect(new Set(many.map(({ id }) => id)).size).toBe(1);
    });

    it("hands a message out whole", async () => {
      const { id } = await acceptOne({ masked: true });
      expect(await claim()).toEqual({ ...newMessage({ masked: true }), id, fence: 1, tries: 1 });
    });

    it("keeps the order within a conversation and does not hold up others", async () => {
      await store.accept([
        newMessage({ key: "a1", text: "甲一" }),
        newMessage({ key: "a2", text: "甲二" }),
        newMessage({ key: "b1", text: "乙一", conversation: { id: "user-2", kind: "direct", handle: {} } }),
      ]);
      const first = await claim();
      const second = await claim();
      expect([first.text, second.text]).toEqual(["甲一", "乙一"]);
      expect(await store.next()).toBeNull();
      await answer(first);
      expect((await claim()).text).toBe("甲二");
    });

    it("a message that is tried again later holds up its conversation until then", async () => {
      await store.accept([newMessage({ key: "a1" }), newMessage({ key: "a2" })]);
      const first = await claim();
      expect(await store.finish(first, { retryAt: new Date(clock.now().getTime() + 1000) })).toBe(true);
      expect(await store.next()).toBeNull();
      await clock.advance(1000);
      expect(await claim()).toMatchObject({ key: "a1", tries: 2 });
    });

    it("lets a claim go when its lease is over, and refuses the late one", async () => {
      await acceptOne();
      const slow = await claim();
      await clock.advance(LEASE_MS - 1);
      expect(await store.next()).toBeNull();
      await clock.advance(1);
      const taken = await claim();
      expect(taken).toMatchObject({ id: slow.id, tries: 2 });
      expect(taken.fence).toBeGreaterThan(slow.fence);
      expect(await answer(slow, "迟到的回答")).toBe(false);
      expect(await store.finish(slow, { retryAt: clock.now() })).toBe(false);
      expect(await answer(taken, "回答")).toBe(true);
      expect((await store.find(slow.id))?.answer?.text).toBe("回答");
    });

    it("answers a message once", async () => {
      const { id } = await acceptOne();
      const claimed = await claim();
      const finished = await Promise.all([answer(claimed, "一"), answer(claimed, "二")]);
      expect(finished.filter(Boolean)).toHaveLength(1);
      expect(await acceptOne()).toMatchObject({ id, isAnswered: true });
      expect(await store.next()).toBeNull();
    });

    it("a delivery after the answer changes nothing", async () => {
      await acceptOne();
      await answer(await claim());
      const again = await acceptOne();
      expect(again).toEqual({ id: again.id, deliveries: 1, isAnswered: true });
    });

    it("finds an exchange, with its answer as it was given", async () => {
      const { id } = await acceptOne({ masked: true });
      const open = {
        id,
        text: "身份证丢了怎么补办",
        masked: true,
        receivedAt: clock.now(),
        answer: null,
        isDelivered: false,
      };
      expect(await store.find(id)).toEqual(open);
      await answer(await claim());
      expect(await store.find(id)).toEqual({ ...open, answer: { ...sampleAnswer(), text: "补办。[1]" } });
      expect(await store.find(id + 1)).toBeNull();
    });

    it("tells the last exchanges of one conversation, oldest first", async () => {
      const ids: number[] = [];
      for (const [key, user] of [
        ["1", "a"],
        ["2", "b"],
        ["3", "a"],
        ["4", "a"],
      ] as const) {
        const { id } = await acceptOne({
          key,
          text: key,
          conversation: { id: user, kind: "direct", handle: {} },
        });
        ids.push(id);
        if (key !== "4") await answer(await claim(), `答${key}`);
      }
      const before = ids[3] ?? 0;
      const recent = (limit: number, channel = "wechat/default") =>
        store.recent({ channel, conversationId: "a", before }, limit);
      expect((await recent(10)).map(({ text }) => text)).toEqual(["1", "3"]);
      expect((await recent(1)).map(({ answer: given }) => given?.text)).toEqual(["答3"]);
      expect(await recent(10, "wechat/other")).toEqual([]);
    });

    it(`keeps ids for ${INBOX_DAYS} days`, async () => {
      const { id } = await acceptOne();
      await answer(await claim());
      await acceptOne({ key: "open" });
      const day = 24 * 60 * 60 * 1000;
      await clock.advance(INBOX_DAYS * day);
      expect(await acceptOne()).toMatchObject({ id, isAnswered: true });
      await clock.advance(day);
      await acceptOne({ key: "another" });
      expect(await store.find(id)).toBeNull();
      expect((await acceptOne()).deliveries).toBe(1);
      // What was never answered stays until it is.
      expect((await claim()).key).toBe("open");
    });
  });
}

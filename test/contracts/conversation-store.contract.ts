import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ConversationRecords } from "../../src/conversation/conversation-records.ts";
import {
  type ClaimedMessage,
  type ConversationStore,
  INBOX_DAYS,
  LEASE_MS,
  MOST_EXCHANGES,
  type NewMessage,
  RATE_WINDOW_MS,
} from "../../src/conversation/conversation-store.ts";
import type { Outbox } from "../../src/conversation/outbox.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { sampleAnswer } from "../support/sample-answer.ts";

/** Days for which the stores under test keep contents. */
export const CONTRACT_RETENTION_DAYS = 3;

/** An inbox and an outbox that belong together. */
export interface Conversations {
  store: ConversationStore;
  outbox: Outbox;
  records: ConversationRecords;
  close(): void | Promise<void>;
}

export function newMessage(changes: Partial<NewMessage> = {}): NewMessage {
  return {
    channel: "wechat/default",
    key: "m1",
    conversation: { id: "user-1", kind: "direct", handle: { openid: "user-1" } },
    sender: "user-1",
    text: "身份证丢了怎么补办",
    masked: false,
    pushAfterMs: 0,
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
        audience: "public",
        state: "answered",
        route: "reply",
        sendKey: "k",
        isIdempotent: false,
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
      expect(accepted.map((one) => one?.deliveries)).toEqual([1, 1, 2]);
      expect(accepted[2]?.id).toBe(accepted[0]?.id);
      const many = await Promise.all(Array.from({ length: 20 }, () => acceptOne({ key: "c" })));
      expect(new Set(many.map(({ id }) => id)).size).toBe(1);
    });

    it("hands a message out whole", async () => {
      const { id } = await acceptOne({ masked: true });
      expect(await claim()).toEqual({
        ...newMessage({ masked: true }),
        id,
        fence: 1,
        tries: 1,
        receivedAt: clock.now(),
        earlier: [],
        fragments: [],
        following: null,
        askedBefore: 0,
        noticedAt: null,
      });
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
      const retryAt = new Date(clock.now().getTime() + 1000);
      expect(await store.finish(first, { retryAt, isUntried: false })).not.toBeNull();
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
      expect(await store.renew(slow)).toBe(false);
      expect(await answer(slow, "迟到的回答")).toBeNull();
      expect(await store.finish(slow, { retryAt: clock.now(), isUntried: false })).toBeNull();
      expect(await answer(taken, "回答")).not.toBeNull();
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
      const { earlier } = await claim();
      expect(earlier.map(({ id, text, answer: given }) => [id, text, given?.text])).toEqual([
        [ids[0], "1", "答1"],
        [ids[2], "3", "答3"],
      ]);
    });

    it(`tells the last ${MOST_EXCHANGES} exchanges of it`, async () => {
      for (let key = 0; key <= MOST_EXCHANGES; key++) {
        await acceptOne({ key: `${key}`, text: `${key}` });
        await answer(await claim());
      }
      await acceptOne({ key: "last" });
      expect((await claim()).earlier.map(({ text }) => text)).toEqual(["1", "2", "3", "4", "5"]);
    });

    it("holds a claim for as long as it is renewed", async () => {
      await acceptOne();
      const claimed = await claim();
      for (let i = 0; i < 4; i++) {
        await clock.advance(LEASE_MS - 1);
        expect(await store.renew(claimed)).toBe(true);
      }
      expect(await store.next()).toBeNull();
      expect(await answer(claimed)).not.toBeNull();
      expect(await store.renew(claimed)).toBe(false);
    });

    it("a try that was broken off does not count", async () => {
      await acceptOne();
      await store.finish(await claim(), { retryAt: clock.now(), isUntried: true });
      expect(await claim()).toMatchObject({ tries: 1, fence: 2 });
    });

    it("tells what waits behind a message, and answers merged messages with one answer", async () => {
      const [a, b, c] = await store.accept([
        newMessage({ key: "a", text: "你好" }),
        newMessage({ key: "b", text: "我想问一下" }),
        newMessage({ key: "c", text: "居住证怎么办" }),
        newMessage({ key: "d", text: "多少钱" }),
      ]);
      const first = await claim();
      const { sender } = newMessage();
      expect(first.following).toEqual({ id: b?.id, sender, text: "我想问一下", receivedAt: clock.now() });
      expect(await store.finish(first, { mergeInto: b?.id ?? 0 })).not.toBeNull();
      const second = await claim();
      expect(second).toMatchObject({ text: "我想问一下", fragments: ["你好"], earlier: [], askedBefore: 0 });
      await store.finish(second, { mergeInto: c?.id ?? 0 });
      const third = await claim();
      expect(third).toMatchObject({ id: c?.id, fragments: ["你好", "我想问一下"] });
      expect((await store.find(a?.id ?? 0))?.answer).toBeNull();
      expect((await acceptOne({ key: "a" })).isAnswered).toBe(false);

      await answer(third, "共同的回答");
      for (const one of [a, b, c]) {
        expect((await store.find(one?.id ?? 0))?.answer?.text).toBe("共同的回答");
      }
      expect((await store.find(a?.id ?? 0))?.isDelivered).toBe(true);
      expect((await acceptOne({ key: "a" })).isAnswered).toBe(true);
      const fourth = await claim();
      expect(fourth.earlier.map(({ text }) => text)).toEqual(["居住证怎么办"]);
      expect(fourth.askedBefore).toBe(1);
    });

    it("merges into nothing but a later message that nobody has begun with", async () => {
      const [a, b] = await store.accept([newMessage({ key: "a" }), newMessage({ key: "b" })]);
      const first = await claim();
      for (const mergeInto of [first.id, 9999]) expect(await store.finish(first, { mergeInto })).toBeNull();
      await answer(first);
      const second = await claim();
      expect(await store.finish(second, { mergeInto: a?.id ?? 0 })).toBeNull();
      expect((await store.find(b?.id ?? 0))?.answer).toBeNull();
    });

    it("counts what somebody asked in the minute before, notices left out, and tells the last notice", async () => {
      const notice = { ...sampleAnswer(), outcome: "error_rate_limit" as const, text: "请稍后再问。" };
      const end = { audience: "public", state: "answered", route: "reply", sendKey: "k" } as const;
      await acceptOne({ key: "1" });
      await answer(await claim());
      const { id } = await acceptOne({ key: "2" });
      await store.finish(await claim(), { answer: notice, ...end, isIdempotent: false });
      await acceptOne({ key: "3" });
      const third = await claim();
      expect(third).toMatchObject({ askedBefore: 1, noticedAt: id });
      await store.finish(third, { shareWith: id });
      expect(await store.find(third.id)).toMatchObject({
        answer: { text: "请稍后再问。" },
        isDelivered: true,
      });
      await acceptOne({ key: "4" });
      const fourth = await claim();
      expect(fourth).toMatchObject({ askedBefore: 1, noticedAt: id });
      await answer(fourth);
      await acceptOne({ key: "5", conversation: { id: "group", kind: "group", handle: {} } });
      const fifth = await claim();
      expect(fifth).toMatchObject({ askedBefore: 2, noticedAt: null });
      await answer(fifth);
      await clock.advance(RATE_WINDOW_MS);
      await acceptOne({ key: "6", conversation: { id: "b", kind: "direct", handle: {} } });
      expect(await claim()).toMatchObject({ askedBefore: 0, noticedAt: null });
    });

    it("a poll counts as a delivery of nothing, and only of a known message", async () => {
      const [unknown] = await store.accept([{ channel: "wechat/default", polls: "m1" }]);
      expect(unknown).toBeNull();
      const { id } = await acceptOne({ pushAfterMs: 10_000 });
      await clock.advance(4000);
      const poll = { channel: "wechat/default", polls: "m1" };
      expect(await store.accept([poll])).toEqual([{ id, deliveries: 1, isAnswered: false }]);
      expect(await store.accept([{ ...poll, channel: "wechat/other" }])).toEqual([null]);
      const finished = await answer(await claim());
      expect(finished?.pushFrom).toEqual(new Date(clock.now().getTime() + 10_000));
      expect(await store.accept([poll])).toEqual([{ id, deliveries: 1, isAnswered: true }]);
    });

    it(`keeps contents for as long as told, and ids for ${INBOX_DAYS} days`, async () => {
      const { id } = await acceptOne();
      await answer(await claim());
      const day = 24 * 60 * 60 * 1000;
      await clock.advance(CONTRACT_RETENTION_DAYS * day);
      expect(await store.next()).toBeNull();
      expect(await store.find(id)).toMatchObject({ text: "身份证丢了怎么补办" });
      await clock.advance(day);
      expect(await store.next()).toBeNull();
      expect(await store.find(id)).toMatchObject({ text: "", answer: null });
      expect(await acceptOne()).toMatchObject({ id, isAnswered: true });
      await clock.advance((INBOX_DAYS - CONTRACT_RETENTION_DAYS) * day);
      expect(await store.next()).toBeNull();
      expect(await store.find(id)).toBeNull();
      expect((await acceptOne()).deliveries).toBe(1);
    });

    it("keeps what was never answered until it is", async () => {
      await acceptOne();
      await clock.advance((INBOX_DAYS + 1) * 24 * 60 * 60 * 1000);
      expect(await claim()).toMatchObject({ text: "身份证丢了怎么补办" });
    });
  });
}

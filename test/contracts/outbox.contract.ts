import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LEASE_MS, type NewMessage } from "../../src/conversation/conversation-store.ts";
import { LATE_REPLY_MS, type Outbox, type OutboxItem } from "../../src/conversation/outbox.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { sampleAnswer } from "../support/sample-answer.ts";
import { type Conversations, newMessage } from "./conversation-store.contract.ts";

const LATE = { deliveries: 3, overAfterMs: 15_000 };

/** What every Outbox does. */
export function describeOutbox(name: string, create: (now: () => Date) => Conversations): void {
  describe(`Outbox contract: ${name}`, () => {
    let clock: FakeClock;
    let conversations: Conversations;
    let outbox: Outbox;
    beforeEach(() => {
      clock = new FakeClock();
      conversations = create(clock.now);
      outbox = conversations.outbox;
    });
    afterEach(() => conversations.close());

    /** A message that has its answer, which waits to go out. */
    const answered = async (
      key: string,
      route: "push" | "reply",
      changes: Partial<NewMessage> = {},
      deliveries = 1,
    ) => {
      let id = 0;
      for (let i = 0; i < deliveries; i++) {
        const [accepted] = await conversations.store.accept([
          newMessage({ key, text: `问${key}`, ...changes }),
        ]);
        id = accepted?.id ?? 0;
      }
      const claimed = await conversations.store.next();
      if (!claimed) throw new Error("nothing to claim");
      const answer = { ...sampleAnswer(), text: `答${key}` };
      await conversations.store.finish(claimed, { answer, state: "answered", route, sendKey: `key-${key}` });
      return id;
    };
    const claimNext = async (): Promise<OutboxItem | undefined> => (await outbox.claim({ route: "push" }))[0];
    const claimSending = async (): Promise<OutboxItem> => {
      const item = await claimNext();
      if (!item || !(await outbox.sending(item))) throw new Error("nothing to send");
      return item;
    };
    const carried = async (carrier: number, late: typeof LATE | null = LATE) =>
      (await outbox.claim({ route: "reply", carrier, late })).map(({ answer }) => answer.text);

    it("hands an answer out whole", async () => {
      const id = await answered("1", "push");
      expect(await claimNext()).toEqual({
        id,
        channel: "wechat/default",
        conversation: { id: "user-1", kind: "direct", handle: { openid: "user-1" } },
        question: "问1",
        answer: { ...sampleAnswer(), text: "答1" },
        answeredAt: clock.now(),
        sendKey: "key-1",
        tries: 1,
        maybeDuplicate: false,
        fence: 1,
      });
      expect(await claimNext()).toBeUndefined();
    });

    it("sends in order within a conversation, and each answer once", async () => {
      await answered("1", "push");
      await answered("2", "push");
      await answered("3", "push", { conversation: { id: "user-2", kind: "direct", handle: {} } });
      const first = await claimSending();
      const other = await claimSending();
      expect([first.question, other.question]).toEqual(["问1", "问3"]);
      expect(await claimNext()).toBeUndefined();
      expect(await outbox.sent(first, "p1")).toBe(true);
      expect(await outbox.sent(first, "p1")).toBe(false);
      expect((await claimNext())?.question).toBe("问2");
    });

    it("a claim let go before it was sending is no duplicate", async () => {
      await answered("1", "push");
      const slow = await claimNext();
      await clock.advance(LEASE_MS);
      const taken = await claimNext();
      expect(taken).toMatchObject({ tries: 2, maybeDuplicate: false });
      expect(slow && (await outbox.sending(slow))).toBe(false);
      expect(taken && (await outbox.sending(taken))).toBe(true);
    });

    it("a claim let go while it was sending is flagged before it is sent again", async () => {
      await answered("1", "push");
      const slow = await claimSending();
      await clock.advance(LEASE_MS);
      const taken = await claimSending();
      expect(taken).toMatchObject({ sendKey: slow.sendKey, maybeDuplicate: true });
      expect(await outbox.sent(slow, "p1")).toBe(false);
      expect(await outbox.failed(slow, { reason: "bug", retryAt: null, mayHaveArrived: false })).toBe(false);
      expect(await outbox.sent(taken, "p2")).toBe(true);
    });

    it("tries again when told to, and holds up its conversation until then", async () => {
      await answered("1", "push");
      await answered("2", "push");
      const first = await claimSending();
      const retryAt = new Date(clock.now().getTime() + 5000);
      expect(await outbox.failed(first, { reason: "rate", retryAt, mayHaveArrived: false })).toBe(true);
      expect(await claimNext()).toBeUndefined();
      await clock.advance(5000);
      expect(await claimNext()).toMatchObject({ question: "问1", tries: 2, maybeDuplicate: false });
    });

    it("flags a try whose first one may have arrived", async () => {
      await answered("1", "push");
      const failure = { reason: "transient" as const, retryAt: clock.now(), mayHaveArrived: true };
      await outbox.failed(await claimSending(), failure);
      expect(await claimNext()).toMatchObject({ maybeDuplicate: true });
    });

    it("gives up, goes on with the next, and starts anew when asked", async () => {
      const id = await answered("1", "push");
      await answered("2", "push");
      expect(await outbox.replay(id)).toBe(false);
      await outbox.failed(await claimSending(), { reason: "blocked", retryAt: null, mayHaveArrived: false });
      const next = await claimSending();
      expect(next.question).toBe("问2");
      await outbox.sent(next, null);
      expect(await claimNext()).toBeUndefined();
      expect(await outbox.replay(id)).toBe(true);
      expect(await claimNext()).toMatchObject({ question: "问1", tries: 1 });
    });

    it("a reply carries its own answer, the same every time", async () => {
      const id = await answered("1", "reply");
      expect(await claimNext()).toBeUndefined();
      expect((await conversations.store.find(id))?.isDelivered).toBe(false);
      expect(await Promise.all([carried(id), carried(id)])).toEqual([["答1"], ["答1"]]);
      expect((await conversations.store.find(id))?.isDelivered).toBe(true);
    });

    it("a reply takes along one answer that was missed, once and for good", async () => {
      const first = await answered("1", "reply", {}, 3);
      const second = await answered("2", "reply", {}, 3);
      const third = await answered("3", "reply");
      expect(await carried(third)).toEqual(["答1", "答3"]);
      expect(await carried(third)).toEqual(["答1", "答3"]);
      expect(await carried(first)).toEqual([]);
      const fourth = await answered("4", "reply");
      expect(await carried(fourth)).toEqual(["答2", "答4"]);
      expect(await carried(second)).toEqual([]);
    });

    it("an answer is missed once no further delivery of its question comes", async () => {
      await answered("1", "reply");
      const second = await answered("2", "reply");
      expect(await carried(second)).toEqual(["答2"]);
      await clock.advance(LATE.overAfterMs);
      const third = await answered("3", "reply");
      expect(await carried(third)).toEqual(["答1", "答3"]);
    });

    it("takes nothing along from other conversations, from too long ago, or when not asked to", async () => {
      await answered("1", "reply", { conversation: { id: "user-2", kind: "direct", handle: {} } }, 3);
      await answered("2", "reply", {}, 3);
      const third = await answered("3", "reply");
      expect(await carried(third, null)).toEqual(["答3"]);
      await clock.advance(LATE_REPLY_MS + 1);
      const fourth = await answered("4", "reply");
      expect(await carried(fourth)).toEqual(["答4"]);
    });

    it("nothing is carried by a message without an answer", async () => {
      const [open] = await conversations.store.accept([newMessage({ key: "open" })]);
      expect(await carried(open?.id ?? 0)).toEqual([]);
      expect(await carried(9999)).toEqual([]);
    });
  });
}

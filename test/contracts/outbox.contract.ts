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
      isIdempotent = false,
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
      const way = { route, sendKey: `key-${key}`, isIdempotent };
      await conversations.store.finish(claimed, { answer, audience: "public", state: "answered", ...way });
      return id;
    };
    const claimNext = async (): Promise<OutboxItem | undefined> => (await outbox.claim({ route: "push" }))[0];
    const claimSending = async (): Promise<OutboxItem> => {
      const item = await claimNext();
      if (!item || !(await outbox.sending(item, item.delivered))) throw new Error("nothing to send");
      return item;
    };
    const carried = async (
      carrier: number,
      late: typeof LATE | null = LATE,
      inOrder = true,
      continues = false,
    ) =>
      (await outbox.claim({ route: "reply", carrier, late, inOrder, continues })).map(
        ({ answer }) => answer.text,
      );
    const begun = (carrier: number, inOrder = true) => carried(carrier, null, inOrder, true);
    const soon = (ms: number) => new Date(clock.now().getTime() + ms);

    it("hands an answer out whole", async () => {
      const id = await answered("1", "push");
      expect(await claimNext()).toEqual({
        id,
        channel: "wechat/default",
        conversation: { id: "user-1", kind: "direct", handle: { openid: "user-1" } },
        question: "问1",
        answer: { ...sampleAnswer(), text: "答1" },
        answeredAt: clock.now(),
        dueAt: clock.now(),
        sendKey: "key-1",
        isIdempotent: false,
        tries: 1,
        delivered: 0,
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

    it("hands out what a platform takes under a key, when nothing else is asked for, in order", async () => {
      await answered("1", "push");
      await answered("2", "push", {}, 1, true);
      await answered("3", "push", { conversation: { id: "user-2", kind: "direct", handle: {} } }, 1, true);
      const claimKeyed = () => outbox.claim({ route: "push", onlyIdempotent: true });
      expect(await claimKeyed()).toMatchObject([{ question: "问3", isIdempotent: true }]);
      expect(await claimKeyed()).toEqual([]);
      await outbox.sent(await claimSending(), null);
      expect(await claimKeyed()).toMatchObject([{ question: "问2" }]);
    });

    it("tells from when an answer could go out", async () => {
      const receivedAt = clock.now().getTime();
      await answered("1", "push", { pushAfterMs: 5000 });
      await clock.advance(8000);
      const first = await claimSending();
      expect(first.dueAt).toEqual(new Date(receivedAt + 5000));
      const next = soon(2000);
      await outbox.failed(first, { reason: "rate", next, mayHaveArrived: false });
      await clock.advance(4000);
      expect((await claimNext())?.dueAt).toEqual(next);
    });

    it("a claim let go before it was sending is no duplicate", async () => {
      await answered("1", "push");
      const slow = await claimNext();
      await clock.advance(LEASE_MS);
      const taken = await claimNext();
      expect(taken).toMatchObject({ tries: 2, maybeDuplicate: false });
      expect(slow && (await outbox.sending(slow, 0))).toBe(false);
      expect(taken && (await outbox.sending(taken, 0))).toBe(true);
    });

    it("a claim let go while it was sending is flagged before it is sent again", async () => {
      await answered("1", "push");
      const slow = await claimSending();
      await clock.advance(LEASE_MS);
      const taken = await claimSending();
      expect(taken).toMatchObject({ sendKey: slow.sendKey, maybeDuplicate: true });
      expect(await outbox.sent(slow, "p1")).toBe(false);
      expect(await outbox.failed(slow, { reason: "bug", next: "given_up", mayHaveArrived: false })).toBe(
        false,
      );
      expect(await outbox.sent(taken, "p2")).toBe(true);
    });

    it("tries again when told to, and holds up its conversation until then", async () => {
      await answered("1", "push");
      await answered("2", "push");
      const first = await claimSending();
      const failure = { reason: "rate", next: soon(5000), mayHaveArrived: false } as const;
      expect(await outbox.failed(first, failure)).toBe(true);
      expect(await claimNext()).toBeUndefined();
      await clock.advance(5000);
      expect(await claimNext()).toMatchObject({ question: "问1", tries: 2, maybeDuplicate: false });
    });

    it("flags a try whose first one may have arrived", async () => {
      await answered("1", "push");
      const failure = { reason: "transient", next: clock.now(), mayHaveArrived: true } as const;
      await outbox.failed(await claimSending(), failure);
      expect(await claimNext()).toMatchObject({ maybeDuplicate: true });
    });

    it("gives up, goes on with the next, and starts anew when asked", async () => {
      const id = await answered("1", "push");
      await answered("2", "push");
      expect(await outbox.replay(id)).toBe(false);
      await outbox.failed(await claimSending(), {
        reason: "blocked",
        next: "given_up",
        mayHaveArrived: false,
      });
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

    it("counts the platform messages delivered, and goes on after them", async () => {
      await answered("1", "push");
      const item = await claimSending();
      expect(await outbox.sending(item, 1)).toBe(true);
      expect(await outbox.sending(item, 2)).toBe(true);
      await clock.advance(LEASE_MS);
      const taken = await claimSending();
      expect(taken).toMatchObject({ delivered: 2, maybeDuplicate: true });
      expect(await outbox.sending(item, 3)).toBe(false);
      await outbox.failed(taken, { reason: "rate", next: clock.now(), mayHaveArrived: false });
      expect(await claimNext()).toMatchObject({ delivered: 2 });
    });

    it("flags nothing where the platform takes the key", async () => {
      await answered("1", "push", {}, 1, true);
      await claimSending();
      await clock.advance(LEASE_MS);
      expect(await claimSending()).toMatchObject({ tries: 2, maybeDuplicate: false });
    });

    it("leaves an answer to the replies for as long as its message asks, counted from the last delivery", async () => {
      const id = await answered("1", "push", { pushAfterMs: 5000 });
      await clock.advance(4999);
      expect(await claimNext()).toBeUndefined();
      await clock.advance(1);
      expect(await claimNext()).toMatchObject({ id });
    });

    it("an answer goes out by a reply or by itself, never both", async () => {
      const byReply = await answered("1", "push", { pushAfterMs: 5000 });
      expect(await carried(byReply, null)).toEqual(["答1"]);
      await clock.advance(5000);
      expect(await claimNext()).toBeUndefined();

      const id = await answered("2", "push");
      const claimed = await claimNext();
      expect(await carried(id, null)).toEqual(["答2"]);
      expect(claimed && (await outbox.sending(claimed, 0))).toBe(false);

      const sent = await answered("3", "push");
      await claimSending();
      expect(await carried(sent, null)).toEqual([]);
    });

    it("a reply does not overtake an answer that is still to go out, unless it may", async () => {
      const first = await answered("1", "push");
      const second = await answered("2", "push", { pushAfterMs: 5000 });
      expect(await carried(second, null)).toEqual([]);
      expect(await carried(second, null, false)).toEqual(["答2"]);
      const third = await answered("3", "push", { pushAfterMs: 5000 });
      const item = await claimSending();
      expect(item.id).toBe(first);
      await outbox.sent(item, null);
      expect(await carried(third, null)).toEqual(["答3"]);
    });

    it("what may have arrived goes into no reply", async () => {
      const id = await answered("1", "push");
      await outbox.failed(await claimSending(), { reason: "transient", next: soon(9), mayHaveArrived: true });
      expect(await carried(id, null)).toEqual([]);
    });

    it("an answer set aside goes with the reply to the next message", async () => {
      await answered("1", "push", { pushAfterMs: 10 });
      await clock.advance(10);
      const failure = { reason: "window", next: "next_message", mayHaveArrived: false } as const;
      await outbox.failed(await claimSending(), failure);
      await clock.advance(60_000);
      expect(await claimNext()).toBeUndefined();
      const second = await answered("2", "push", { pushAfterMs: 10 });
      expect(await carried(second, null)).toEqual(["答1", "答2"]);
    });

    it("an answer set aside goes out by itself once its user has written, where no reply carries it", async () => {
      const first = await answered("1", "push");
      const failure = { reason: "window", next: "next_message", mayHaveArrived: false } as const;
      await outbox.failed(await claimSending(), failure);
      await answered("other", "push", { conversation: { id: "user-2", kind: "direct", handle: {} } });
      expect((await claimNext())?.question).toBe("问other");
      await answered("2", "push");
      expect(await claimNext()).toMatchObject({ id: first, tries: 1 });
    });

    it("a reply may begin an answer that goes on by itself", async () => {
      const id = await answered("1", "push", { pushAfterMs: 5000 });
      expect([await begun(id), await begun(id)]).toEqual([["答1"], ["答1"]]);
      expect((await conversations.store.find(id))?.isDelivered).toBe(false);
      expect(await claimNext()).toBeUndefined();
      await clock.advance(5000);
      const rest = await claimSending();
      expect(rest).toMatchObject({ id, delivered: 1, tries: 1, maybeDuplicate: false });
      expect(await outbox.sent(rest, "p2")).toBe(true);
      expect(await begun(id)).toEqual(["答1"]);
      expect(await claimNext()).toBeUndefined();
      expect((await conversations.store.find(id))?.isDelivered).toBe(true);
    });

    it("who was about to send an answer that a reply has begun does not send it whole", async () => {
      const id = await answered("1", "push");
      const claimed = await claimNext();
      expect(await begun(id)).toEqual(["答1"]);
      expect(claimed && (await outbox.sending(claimed, 0))).toBe(false);
      expect(await claimNext()).toMatchObject({ id, delivered: 1 });
    });

    it("what follows an answer that was begun waits for the rest of it", async () => {
      const first = await answered("1", "push", { pushAfterMs: 5000 });
      await begun(first);
      const second = await answered("2", "push", { pushAfterMs: 5000 });
      expect(await begun(second)).toEqual([]);
      await clock.advance(5000);
      await outbox.sent(await claimSending(), null);
      expect(await begun(second)).toEqual(["答2"]);
    });

    it("a reply that carries a missed answer holds its own whole", async () => {
      await answered("1", "push", { pushAfterMs: 10 });
      await clock.advance(10);
      const failure = { reason: "window", next: "next_message", mayHaveArrived: false } as const;
      await outbox.failed(await claimSending(), failure);
      const second = await answered("2", "push", { pushAfterMs: 10 });
      expect(await begun(second)).toEqual(["答1", "答2"]);
      await clock.advance(10);
      expect(await claimNext()).toBeUndefined();
      const third = await answered("3", "push", { pushAfterMs: 10 });
      expect(await begun(third)).toEqual(["答3"]);
      await clock.advance(10);
      expect(await claimNext()).toMatchObject({ id: third, delivered: 1 });
    });

    it("an answer that only replies carry is never begun", async () => {
      const id = await answered("1", "reply");
      expect(await begun(id)).toEqual(["答1"]);
      expect((await conversations.store.find(id))?.isDelivered).toBe(true);
    });

    it("nothing is carried by a message without an answer", async () => {
      const [open] = await conversations.store.accept([newMessage({ key: "open" })]);
      expect(await carried(open?.id ?? 0)).toEqual([]);
      expect(await carried(9999)).toEqual([]);
    });
  });
}

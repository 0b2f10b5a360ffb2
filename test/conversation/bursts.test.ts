import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { belongsToFollowing, joinFragments } from "../../src/conversation/merge-fragments.ts";
import { newMessage } from "../contracts/conversation-store.contract.ts";
import { removeTestFolders, type TestDesk } from "../support/desk.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { openPaperDesk, type PaperDeskOptions, questionsOf } from "../support/paper-desk.ts";

const desks: TestDesk[] = [];
afterAll(() => {
  for (const desk of desks) desk.close();
  removeTestFolders();
});

function open(options: PaperDeskOptions = {}) {
  const desk = openPaperDesk(options);
  desks.push(desk);
  return desk;
}

const claimed = (text: string, next: string, changes: { sender?: string; afterMs?: number } = {}) => {
  const receivedAt = new Date("2026-11-20T08:00:00Z");
  const { sender } = newMessage();
  const counted = { id: 1, fence: 1, tries: 1, earlier: [], fragments: [], askedBefore: 0, noticedAt: null };
  const following = {
    id: 2,
    sender: changes.sender ?? sender,
    text: next,
    receivedAt: new Date(receivedAt.getTime() + (changes.afterMs ?? 1000)),
  };
  return { ...newMessage({ text }), ...counted, receivedAt, following };
};

describe("which messages belong together", () => {
  it.each([
    ["你好", "居住证怎么办"],
    ["您好，", "居住证怎么办"],
    ["你好！我想问一下", "居住证怎么办"],
    ["请问", "营业执照多少钱"],
    ["在吗", "我想问一下"],
    ["居住证怎么办", "西湖区的"],
    ["身份证丢了怎么补办？", "杭州市"],
  ])("%s and then %s", (first, second) => {
    expect(belongsToFollowing(claimed(first, second))).toBe(true);
  });

  it.each([
    ["居住证怎么办", "营业执照多少钱"],
    ["居住证怎么办", "在哪个区"],
    ["你好居住证怎么办", "多少钱"],
    ["谢谢", "再见"],
    ["西湖区的", "余杭区的"],
    ["你好", ""],
    ["居住证怎么办", "你好"],
  ])("not %s and then %s", (first, second) => {
    expect(belongsToFollowing(claimed(first, second))).toBe(false);
  });

  it("not what came later, or from somebody else, or from nobody", () => {
    expect(belongsToFollowing(claimed("你好", "居住证怎么办", { afterMs: 3001 }))).toBe(false);
    expect(belongsToFollowing(claimed("你好", "居住证怎么办", { sender: "user-2" }))).toBe(false);
    expect(belongsToFollowing({ ...claimed("你好", ""), following: null })).toBe(false);
  });

  it("are asked as one question: without what only leads up to it, its place first", () => {
    expect(joinFragments({ fragments: ["你好", "我想问一下"], text: "居住证怎么办" })).toBe("居住证怎么办");
    expect(joinFragments({ fragments: ["居住证怎么办？"], text: "西湖区的。" })).toBe(
      "西湖区的，居住证怎么办？",
    );
    expect(joinFragments({ fragments: [], text: "居住证怎么办？" })).toBe("居住证怎么办？");
  });

  it("is decided for any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (first, second) => {
        expect(typeof belongsToFollowing(claimed(first, second))).toBe("boolean");
      }),
    );
  });
});

describe("fragments sent one after the other", () => {
  const fragments = [
    { id: "1", text: "你好" },
    { id: "2", text: "我想问一下" },
    { id: "3", text: "居住证怎么办" },
  ] as const;

  it("get one answer, and each a row that points to it", async () => {
    const desk = open();
    await desk.write(...fragments);
    await desk.clock.advance(1000);
    expect(desk.asked.map(({ question }) => question)).toEqual(["居住证怎么办"]);
    expect(desk.notes).toHaveLength(1);
    expect(desk.rows("answers")).toMatchObject([
      { inbox_id: 1, shared_with: 3 },
      { inbox_id: 2, shared_with: 3 },
      { inbox_id: 3, shared_with: null },
    ]);
    expect(desk.rows("inbox").every(({ state }) => state === "answered")).toBe(true);
    await desk.write(fragments[0]);
    await desk.clock.advance(1000);
    expect(desk.notes).toHaveLength(1);
  });

  it("in the replies: one carries the answer, the others say nothing", async () => {
    const desk = open({ kind: "passive" });
    const replies = fragments.map((fragment) => desk.write(fragment));
    await desk.clock.advance(1000);
    const said = await Promise.all(replies.map(async (reply) => questionsOf(await reply)));
    expect(said.flat().filter((question) => question === "居住证怎么办")).toHaveLength(1);
    expect(said).not.toContain(null);
  });

  it("alone waits for nothing", async () => {
    const desk = open();
    await desk.write({ id: "1", text: "你好" });
    await desk.clock.advance(0);
    expect(desk.notes).toHaveLength(1);
  });
});

describe("too many questions of one person", () => {
  it("are answered by one notice, each with a row, until the minute is over", async () => {
    const desk = open({ userRate: 3 });
    for (let id = 1; id <= 8; id++) await desk.write({ id: `${id}` });
    await desk.write({ id: "other", user: "u2" });
    await desk.clock.advance(1000);
    const texts = desk.notes.map(({ text }) => text);
    expect(texts.filter((text) => text.includes("比较频繁"))).toHaveLength(1);
    expect(desk.asked).toHaveLength(4);
    expect(desk.rows("answers")).toHaveLength(9);
    expect(desk.rows("outbox").every(({ state }) => state === "sent")).toBe(true);

    await desk.clock.advance(60_000);
    await desk.write({ id: "9" });
    await desk.clock.advance(1000);
    expect(desk.asked).toHaveLength(5);
  });

  it("get a notice each where every message needs its own reply", async () => {
    const clock = new FakeClock();
    const desk = open({ clock, kind: "passive", userRate: 1 });
    const said: unknown[] = [];
    for (let id = 1; id <= 3; id++) said.push((await (await desk.write({ id: `${id}` })).json()).texts);
    expect(said).toEqual([[expect.stringContaining("问1")], [expect.stringContaining("比较频繁")], []]);
  });
});

describe("who is asked for", () => {
  it("a group is told what the public may know, and a bot's place is passed on", async () => {
    const env = { WENBAN_PAPER_AUDIENCE: "staff", WENBAN_PAPER_REGION: "杭州市" };
    const desk = open({ env });
    await desk.write({ id: "1" }, { id: "2", user: "u2", group: "g1" });
    await desk.clock.advance(1000);
    expect(desk.asked).toMatchObject([
      { audience: "staff", region: "杭州市" },
      { audience: "public", region: "杭州市" },
    ]);
    expect(desk.rows("answers")).toMatchObject([{ audience: "staff" }, { audience: "public" }]);
  });

  it("a message without words is told what can be read", async () => {
    const desk = open();
    await desk.write({ id: "1", text: "" });
    await desk.clock.advance(1000);
    expect(desk.notes[0]?.text).toBe("暂时只能阅读文字消息。请用文字输入您的问题，例如：居住证怎么办理。");
    expect(desk.asked).toEqual([]);
  });
});

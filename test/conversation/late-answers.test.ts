import { afterAll, describe, expect, it } from "vitest";
import { openDesk, removeTestFolders, type TestDesk } from "../support/desk.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { slowAnswerer } from "../support/slow-answerer.ts";
import { questionBody, sendWebhook } from "../support/standard-webhook.ts";
import { deliver, readReply } from "../support/wechat-platform.ts";

const desks: TestDesk[] = [];
afterAll(() => {
  for (const desk of desks) desk.close();
  removeTestFolders();
});

/** A desk whose answers to `slow` questions take so many milliseconds. */
function open(slow: Record<string, number>): TestDesk {
  const clock = new FakeClock();
  const desk = openDesk({ clock, answer: slowAnswerer(clock, slow) });
  desks.push(desk);
  return desk;
}

const send = (desk: TestDesk, id: string, text: string) => {
  const timestamp = Math.floor(desk.clock.now().getTime() / 1000);
  return desk.webhooks.handle(deliver({ timestamp, fields: { MsgId: id, Content: text } }), "wechat");
};

/** What the user reads, or null where the platform has closed the request by then. */
async function contentWithin(desk: TestDesk, request: Promise<Response>, ms: number): Promise<string | null> {
  const seen: { response: Response | null } = { response: null };
  void request.then((response) => {
    seen.response = response;
  });
  await desk.clock.advance(ms);
  return seen.response ? ((await readReply(seen.response)).fields.Content ?? "") : null;
}

/** Delivers as the platform does: again after each 5 s without a reply, three times in all. */
async function deliverLikeWechat(desk: TestDesk, id: string, text: string): Promise<(string | null)[]> {
  const replies: (string | null)[] = [];
  do replies.push(await contentWithin(desk, send(desk, id, text), 5000));
  while (replies.length < 3 && replies.at(-1) === null);
  return replies;
}

describe("an answer that is slow", () => {
  it.each([
    [3000, 1],
    [7000, 2],
    [13_000, 3],
  ])("of %i ms is in the reply to delivery %i, and given once", async (ms, delivery) => {
    const desk = open({ 落户要什么材料: ms });
    const replies = await deliverLikeWechat(desk, "1", "落户要什么材料");
    expect(replies).toHaveLength(delivery);
    expect(replies.slice(0, -1).every((reply) => reply === null)).toBe(true);
    expect(replies.at(-1)).toContain("关于“落户要什么材料”");
    expect(desk.asked).toHaveLength(1);
    expect(desk.rows("answers")).toHaveLength(1);
  });

  it("is promised at the third delivery, and comes with the next message, naming its question", async () => {
    const desk = open({ 落户要什么材料: 20_000 });
    const replies = await deliverLikeWechat(desk, "1", "落户要什么材料");
    expect(replies.slice(0, 2)).toEqual([null, null]);
    expect(replies[2]).toContain("稍后回复任意文字");
    await desk.clock.advance(10_000);

    const next = (await readReply(await send(desk, "2", "结果"))).fields.Content ?? "";
    expect(next.startsWith("您先前问的“落户要什么材料”：\n关于“落户要什么材料”")).toBe(true);
    expect(desk.asked.map(({ question }) => question)).toEqual(["落户要什么材料"]);
    expect((await readReply(await send(desk, "2", "结果"))).fields.Content).toBe(next);
    const after = (await readReply(await send(desk, "3", "多少钱"))).fields.Content ?? "";
    expect(after.startsWith("关于“多少钱”")).toBe(true);
  });

  it("does not swallow another question sent meanwhile: both are answered, in order", async () => {
    const desk = open({ 落户要什么材料: 20_000 });
    await deliverLikeWechat(desk, "1", "落户要什么材料");
    const replies = await deliverLikeWechat(desk, "2", "居住证多少钱");
    const text = replies.at(-1) ?? "";
    const places = ["您先前问的“落户要什么材料”", "关于“落户要什么材料”", "关于“居住证多少钱”"].map((words) =>
      text.indexOf(words),
    );
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(desk.rows("answers")).toHaveLength(2);
  });

  it("is not taken from a delivery that still waits for it", async () => {
    const desk = open({ 落户要什么材料: 2000 });
    const first = send(desk, "1", "落户要什么材料");
    await desk.clock.advance(1000);
    const second = send(desk, "2", "居住证多少钱");
    await desk.clock.advance(2000);
    expect((await readReply(await first)).fields.Content).toContain("关于“落户要什么材料”");
    expect((await readReply(await second)).fields.Content).not.toContain("落户");
  });

  it("a word that asks for a result is a question like any other when nothing is waiting", async () => {
    const desk = open({});
    await send(desk, "1", "结果");
    expect(desk.asked).toHaveLength(1);
  });

  it("that takes too long for anyone is given up in plain words, and stopped", async () => {
    let isStopped = false;
    const clock = new FakeClock();
    const desk = openDesk({
      clock,
      answer: (_request, options) =>
        new Promise(() => {
          options?.signal?.addEventListener("abort", () => {
            isStopped = true;
          });
        }),
    });
    desks.push(desk);
    await deliverLikeWechat(desk, "1", "落户要什么材料");
    await desk.clock.advance(15_000);
    expect(isStopped).toBe(true);
    const late = (await readReply(await send(desk, "2", "1"))).fields.Content;
    expect(late).toContain("查询用时过长");
    expect(desk.rows("answers")).toMatchObject([{ outcome: "error_timeout" }, { outcome: "small_talk" }]);
  });
});

describe("a slow answer to a generic webhook", () => {
  const ask = (desk: TestDesk, id: string) =>
    desk.webhooks.handle(
      sendWebhook({ id, at: desk.clock.now(), body: questionBody("落户要什么材料", { user: "u1" }) }),
      "generic",
    );

  it("is asked for again, and then there", async () => {
    const desk = open({ 落户要什么材料: 20_000 });
    const first = ask(desk, "g1");
    await desk.clock.advance(14_000);
    expect((await first).status).toBe(503);
    const second = ask(desk, "g1");
    await desk.clock.advance(6000);
    expect((await (await second).json()).data.text).toContain("关于“落户要什么材料”");
    expect(desk.asked).toHaveLength(1);
  });

  it("never comes along with another question", async () => {
    const desk = open({ 落户要什么材料: 20_000 });
    const first = ask(desk, "g1");
    await desk.clock.advance(30_000);
    await first;
    const other = await desk.webhooks.handle(
      sendWebhook({ id: "g2", at: desk.clock.now(), body: questionBody("多少钱", { user: "u1" }) }),
      "generic",
    );
    const { data } = await other.json();
    expect(data.markdown).not.toContain("落户");
    expect((await (await ask(desk, "g1")).json()).data.text).toContain("关于“落户要什么材料”");
  });
});

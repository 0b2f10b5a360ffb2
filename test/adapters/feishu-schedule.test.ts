import { afterAll, describe, expect, it } from "vitest";
import { type DeskOptions, openDesk, removeTestFolders, type TestDesk } from "../support/desk.ts";
import { FakeClock } from "../support/fake-clock.ts";
import {
  deliverEvent,
  FakeFeishu,
  feishuEnvironment,
  feishuError,
  groupMessage,
  messageEvent,
} from "../support/feishu-platform.ts";
import { slowAnswerer } from "../support/slow-answerer.ts";

afterAll(removeTestFolders);

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

interface FeishuDesk extends TestDesk {
  feishu: FakeFeishu;
}

/** A bot with the real conversation core, at a clock of the test's own. */
function openFeishuDesk(options: DeskOptions = {}, feishu = new FakeFeishu()): FeishuDesk {
  return Object.assign(openDesk({ env: feishuEnvironment(), fetch: feishu.fetch, ...options }), { feishu });
}

async function deliver(
  { webhooks, clock }: TestDesk,
  id: string,
  { eventId = `ev_${id}`, message = {} }: { eventId?: string; message?: Record<string, unknown> } = {},
) {
  const content = JSON.stringify({ text: `第${id}问` });
  const payload = messageEvent({
    header: { event_id: eventId },
    message: { message_id: `om_${id}`, content, ...message },
  });
  return (await webhooks.handle(deliverEvent({ at: clock.now(), payload }), "feishu")).status;
}

describe("飞书's schedule", () => {
  it("an event that is delivered again for hours is answered once", async () => {
    const desk = openFeishuDesk();
    const statuses = [await deliver(desk, "1")];
    for (const wait of [15 * SECOND, 5 * MINUTE, HOUR, 6 * HOUR]) {
      await desk.clock.advance(wait);
      statuses.push(await deliver(desk, "1"));
    }
    await desk.idle();
    expect(statuses).toEqual(Array(5).fill(200));
    expect(desk.feishu.messages).toHaveLength(1);
    expect(desk.rows("answers")).toHaveLength(1);
    desk.close();
  });

  it("a message that comes under several events at once is answered once", async () => {
    const desk = openFeishuDesk();
    await Promise.all(["a", "b", "c", "a"].map((eventId) => deliver(desk, "1", { eventId })));
    await desk.idle();
    expect(desk.feishu.messages).toHaveLength(1);
    desk.close();
  });

  it("a burst is answered whole, in the order in which it came", async () => {
    const desk = openFeishuDesk();
    for (const id of ["1", "2", "3", "4"]) await deliver(desk, id);
    await desk.clock.advance(MINUTE);
    await desk.idle();
    const told = desk.feishu.messages.map(({ text }) => text).join("\n");
    const places = ["1", "2", "3", "4"].map((id) => told.indexOf(`第${id}问`));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    desk.close();
  });

  it("a question in a group comes again when the platform could not be asked whom it names", async () => {
    const desk = openFeishuDesk();
    const message = groupMessage("@_user_1 居住证怎么办");
    desk.feishu.refuse = () => new Response("", { status: 502 });
    expect(await deliver(desk, "1", { message })).toBe(503);
    desk.feishu.refuse = () => undefined;
    await desk.clock.advance(15 * SECOND);
    expect(await deliver(desk, "1", { message })).toBe(200);
    await desk.idle();
    expect(desk.feishu.messages).toHaveLength(1);
    desk.close();
  });

  it("an answer waits for as long as the platform says", async () => {
    const desk = openFeishuDesk();
    const headers = { "x-ogw-ratelimit-reset": "30" };
    desk.feishu.refuse = ({ path }) =>
      path.includes("/reply") ? feishuError(99991400, "", { status: 429, headers }) : undefined;
    await deliver(desk, "1");
    await desk.clock.advance(SECOND);
    desk.feishu.refuse = () => undefined;
    await desk.clock.advance(28 * SECOND);
    expect(desk.feishu.messages).toHaveLength(0);
    await desk.clock.advance(3 * SECOND);
    await desk.idle();
    expect(desk.feishu.messages).toHaveLength(1);
    desk.close();
  });

  it("a token that ends in the middle of sending is made new, and nothing is sent twice", async () => {
    const desk = openFeishuDesk();
    await deliver(desk, "1");
    await desk.idle();
    desk.feishu.expireToken();
    await deliver(desk, "2");
    await desk.idle();
    expect(desk.feishu.messages).toHaveLength(2);
    expect(desk.feishu.calls.filter((call) => call.includes("tenant_access_token"))).toHaveLength(2);
    desk.close();
  });

  it("a message whose arrival nobody saw is shown once", async () => {
    const desk = openFeishuDesk();
    breakAfter(desk.feishu, "/reply");
    await deliver(desk, "1");
    await desk.clock.advance(10 * MINUTE);
    await desk.idle();
    expect(desk.feishu.calls.filter((call) => call.includes("/reply"))).toHaveLength(2);
    expect(desk.feishu.messages).toHaveLength(1);
    expect(desk.rows("outbox")).toMatchObject([{ state: "sent" }]);
    desk.close();
  });

  it("what a process was sending when it died is shown once, by the next", async () => {
    const feishu = new FakeFeishu();
    const first = openFeishuDesk({}, feishu);
    breakAfter(feishu, "/reply");
    await deliver(first, "1");
    await first.clock.advance(500);
    first.close();
    const clock = new FakeClock("2026-11-20T08:05:00.000Z");
    const second = openFeishuDesk({ path: first.path, clock }, feishu);
    second.webhooks.resume();
    await clock.advance(MINUTE);
    expect(feishu.messages.map(({ text }) => text)).toEqual([expect.stringContaining("第1问")]);
    expect(second.rows("outbox")).toMatchObject([{ state: "sent" }]);
    await second.webhooks.drain();
    second.close();
  });

  it("an answer that takes a while is told of in a card, which then shows it", async () => {
    const clock = new FakeClock();
    const desk = openFeishuDesk({ clock, answer: slowAnswerer(clock, { 第1问: 5000 }) });
    await deliver(desk, "1");
    await clock.advance(2 * SECOND);
    const [card] = desk.feishu.cards.values();
    expect(card).toMatchObject({ isStreaming: true, texts: [expect.stringContaining("正在")] });
    await clock.advance(10 * SECOND);
    await desk.idle();
    expect(card).toMatchObject({ isStreaming: false });
    expect(card?.texts.at(-1)).toContain("第1问");
    expect(desk.feishu.messages).toHaveLength(1);
    desk.close();
  });

  it("who the bot may not write to is left alone, visibly", async () => {
    const desk = openFeishuDesk();
    desk.feishu.refuse = ({ path }) =>
      path.includes("/reply") ? feishuError(230013, "no availability") : undefined;
    await deliver(desk, "1");
    await desk.clock.advance(10 * MINUTE);
    await desk.idle();
    expect(desk.feishu.calls.filter((call) => call.includes("/reply"))).toHaveLength(1);
    expect(desk.rows("outbox")).toMatchObject([{ state: "dead" }]);
    desk.close();
  });
});

/** The platform does what one call of a path asks, and its reply is lost. */
function breakAfter(feishu: FakeFeishu, part: string): void {
  const { respond } = feishu;
  feishu.respond = async (request) => {
    const response = await respond.call(feishu, request);
    if (!request.url.includes(part)) return response;
    feishu.respond = respond;
    throw new TypeError("the connection broke");
  };
}

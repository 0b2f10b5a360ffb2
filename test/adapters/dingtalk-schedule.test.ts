import { afterAll, describe, expect, it } from "vitest";
import { type DeskOptions, openDesk, removeTestFolders, type TestDesk } from "../support/desk.ts";
import {
  deliverRobotMessage,
  dingtalkEnvironment,
  dingtalkError,
  FakeDingtalk,
} from "../support/dingtalk-platform.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { slowAnswerer } from "../support/slow-answerer.ts";

afterAll(removeTestFolders);

const MINUTE = 60_000;

interface DingtalkDesk extends TestDesk {
  dingtalk: FakeDingtalk;
}

/** A robot with the real conversation core, at a clock of the test's own. */
function openDingtalkDesk(
  options: DeskOptions = {},
  dingtalk = new FakeDingtalk(),
  fields: Record<string, string> = {},
): DingtalkDesk {
  const env = dingtalkEnvironment(fields);
  return Object.assign(openDesk({ env, fetch: dingtalk.fetch, ...options }), { dingtalk });
}

/** The platform signs each message by its millisecond. */
let signed = 0;
async function deliver({ webhooks, clock }: TestDesk, id: string, fields: Record<string, unknown> = {}) {
  const at = new Date(clock.now().getTime() + signed++);
  const request = deliverRobotMessage({
    at,
    fields: { msgId: id, text: { content: `第${id}问` }, ...fields },
  });
  return (await webhooks.handle(request, "dingtalk")).status;
}

const told = ({ dingtalk }: DingtalkDesk) => dingtalk.messages.map(({ text }) => text).join("\n");

describe("钉钉's schedule", () => {
  it("the same message ten times at once, and again later, is answered once", async () => {
    const desk = openDingtalkDesk();
    const all = await Promise.all(Array.from({ length: 10 }, () => deliver(desk, "1")));
    await desk.idle();
    await desk.clock.advance(10 * MINUTE);
    expect([...all, await deliver(desk, "1")]).toEqual(Array(11).fill(200));
    await desk.idle();
    expect(desk.dingtalk.messages).toHaveLength(1);
    expect(desk.rows("inbox")).toHaveLength(1);
    desk.close();
  });

  it("a question that can't be stored is told so, since it is not delivered again", async () => {
    let isFull = false;
    const desk = openDingtalkDesk({
      beforeCommit: () => {
        if (isFull) throw new Error("disk full");
      },
    });
    isFull = true;
    expect(await deliver(desk, "1")).toBe(200);
    expect(desk.dingtalk.messages.map(({ to, text }) => [to, text])).toEqual([
      ["session", "提问的人较多，请稍后再试。"],
    ]);
    expect(await deliver(desk, "2", { sessionWebhook: "" })).toBe(503);
    isFull = false;
    expect(desk.rows("inbox")).toEqual([]);
    expect(await deliver(desk, "3")).toBe(200);
    await desk.idle();
    expect(told(desk)).toContain("第3问");
    desk.close();
  });

  it("a question is told so when too much waits already", async () => {
    const desk = openDingtalkDesk();
    await desk.webhooks.drain();
    await deliver(desk, "1");
    await desk.clock.advance(2 * MINUTE);
    expect(await deliver(desk, "2")).toBe(200);
    expect(told(desk)).toBe("提问的人较多，请稍后再试。");
    expect(await deliver(desk, "1")).toBe(200);
    expect(desk.rows("inbox")).toHaveLength(1);
    desk.close();
  });

  it("a burst is answered whole, in the order in which it came", async () => {
    const desk = openDingtalkDesk();
    for (const id of ["1", "2", "3", "4"]) await deliver(desk, id);
    await desk.clock.advance(MINUTE);
    await desk.idle();
    const places = ["1", "2", "3", "4"].map((id) => told(desk).indexOf(`第${id}问`));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    desk.close();
  });

  it("an answer goes by the robot where the session's address can't be reached", async () => {
    const desk = openDingtalkDesk();
    desk.dingtalk.refuse = ({ path }) => {
      if (path !== "/robot/sendBySession") return undefined;
      throw new TypeError("fetch failed", { cause: Object.assign(new Error(), { code: "ENOTFOUND" }) });
    };
    await deliver(desk, "1");
    await desk.idle();
    expect(desk.dingtalk.messages.map(({ to }) => to)).toEqual(["manager4321"]);
    desk.close();
  });

  it("an answer made after the session is over goes by the robot", async () => {
    const clock = new FakeClock();
    const desk = openDingtalkDesk({ clock, answer: slowAnswerer(clock, { 第1问: 1000 }) });
    await deliver(desk, "1", { sessionWebhookExpiredTime: clock.now().getTime() + 15_500 });
    await clock.advance(2000);
    await desk.idle();
    expect(desk.dingtalk.messages.map(({ to }) => to)).toEqual(["manager4321"]);
    desk.close();
  });

  it("a platform that says too fast is left alone for a while, and the answer then sent", async () => {
    const desk = openDingtalkDesk();
    desk.dingtalk.refuse = () => Response.json({ errcode: 130101, errmsg: "send too fast" });
    await deliver(desk, "1");
    await desk.clock.advance(500);
    expect(desk.dingtalk.calls).toHaveLength(1);
    desk.dingtalk.refuse = () => undefined;
    await desk.clock.advance(MINUTE);
    await desk.idle();
    expect(desk.dingtalk.messages).toHaveLength(1);
    desk.close();
  });

  it("a token that ends in the middle of sending is made new, and nothing is sent twice", async () => {
    const desk = openDingtalkDesk();
    const fields = { sessionWebhookExpiredTime: 1000 };
    await deliver(desk, "1", fields);
    await desk.idle();
    desk.dingtalk.expireToken();
    await deliver(desk, "2", fields);
    await desk.idle();
    expect(desk.dingtalk.messages).toHaveLength(2);
    expect(desk.dingtalk.calls.filter((path) => path.includes("accessToken"))).toHaveLength(2);
    desk.close();
  });

  it("a message whose arrival nobody saw is sent once more at most, and marked", async () => {
    const desk = openDingtalkDesk();
    const { dingtalk } = desk;
    dingtalk.refuse = ({ path, json }) => {
      dingtalk.refuse = () => undefined;
      void dingtalk.respond(new Request(`https://oapi.dingtalk.com${path}`, post(json)));
      return new Response("", { status: 504 });
    };
    await deliver(desk, "1");
    await desk.clock.advance(10 * MINUTE);
    await desk.idle();
    expect(dingtalk.messages).toHaveLength(2);
    expect(desk.rows("outbox")).toMatchObject([{ state: "sent", maybe_duplicate: 1 }]);
    desk.close();
  });

  it("what a process could not send is sent by the next, where nothing of the old one is left in memory", async () => {
    const first = openDingtalkDesk();
    first.dingtalk.refuse = () => dingtalkError(503, "ServiceUnavailable");
    await deliver(first, "1");
    await first.clock.advance(500);
    first.close();
    const clock = new FakeClock("2026-11-20T08:05:00.000Z");
    const second = openDingtalkDesk({ path: first.path, clock });
    second.webhooks.resume();
    await clock.advance(MINUTE);
    expect(second.dingtalk.messages.map(({ text }) => text)).toEqual([expect.stringContaining("第1问")]);
    await second.webhooks.drain();
    second.close();
  });

  it("an answer that takes a while is told of in a card, which then shows it", async () => {
    const clock = new FakeClock();
    const answer = slowAnswerer(clock, { 第1问: 5000 });
    const desk = openDingtalkDesk({ clock, answer }, new FakeDingtalk(), { CARD_TEMPLATE_ID: "tpl" });
    await deliver(desk, "1");
    await clock.advance(2000);
    const [card] = desk.dingtalk.cards.values();
    expect(card).toMatchObject({ isFinal: false, texts: [expect.stringContaining("正在")] });
    await clock.advance(10_000);
    await desk.idle();
    expect(card).toMatchObject({ isFinal: true });
    expect(card?.texts.at(-1)).toContain("第1问");
    expect(desk.dingtalk.cards.size).toBe(1);
    expect(desk.dingtalk.messages).toEqual([]);
    desk.close();
  });

  it("writes no secret and no question into the log", async () => {
    const desk = openDingtalkDesk();
    desk.dingtalk.refuse = ({ path }) =>
      path.includes("sendBySession") ? dingtalkError(403, "Forbidden") : undefined;
    await deliver(desk, "1");
    await deliver(desk, "2", { sessionWebhook: "https://evil.example/?session=0a1b2c" });
    await desk.clock.advance(MINUTE);
    await desk.idle();
    const log = desk.log.join("\n");
    expect(log).toContain("webhook.bad_reply_url");
    for (const secret of ["ding_test_app_secret", "token-1", "0a1b2c", "第1问"])
      expect(log).not.toContain(secret);
    desk.close();
  });
});

function post(json: unknown): RequestInit {
  return { method: "POST", body: JSON.stringify(json) };
}

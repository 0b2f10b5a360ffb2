import { afterAll, describe, expect, it } from "vitest";
import { openDesk, removeTestFolders, type TestDesk } from "../support/desk.ts";
import { deliverSlack, FakeSlack, mention, slackEnvironment } from "../support/slack-platform.ts";

afterAll(removeTestFolders);

/** A bot on Slack with the real conversation core, at a clock of the test's own. */
function openSlackDesk(slack = new FakeSlack(), path?: string): TestDesk & { slack: FakeSlack } {
  const options = { env: slackEnvironment(), fetch: slack.fetch, ...(path !== undefined && { path }) };
  return Object.assign(openDesk(options), { slack });
}

interface Delivery {
  key: string;
  text?: string;
  retry?: number;
  event?: Record<string, unknown>;
}

/** Slack delivers, and counts whatever is not 2xx as a reason to do so again. */
async function deliver(
  { webhooks, clock }: TestDesk,
  { key, text, retry, event }: Delivery,
): Promise<number> {
  const request = deliverSlack({
    at: clock.now(),
    envelope: { event_id: key },
    event: { ...(text !== undefined && { text }), ts: `${key}.0`, ...event },
    headers:
      retry === undefined
        ? {}
        : { "x-slack-retry-num": String(retry), "x-slack-retry-reason": "http_timeout" },
  });
  return (await webhooks.handle(request, "slack")).status;
}

const RETRIES_AFTER_MS = [0, 60_000, 240_000];

describe("Slack's schedule", () => {
  it("every redelivery is taken, and one answer given", async () => {
    const desk = openSlackDesk();
    expect(await deliver(desk, { key: "Ev1" })).toBe(200);
    for (const [index, ms] of RETRIES_AFTER_MS.entries()) {
      await desk.clock.advance(ms);
      expect(await deliver(desk, { key: "Ev1", retry: index + 1 })).toBe(200);
    }
    await desk.idle();
    expect(desk.slack.messages).toHaveLength(1);
    expect(desk.rows("answers")).toHaveLength(1);
    desk.close();
  });

  it("a message whose first delivery was lost is answered", async () => {
    const desk = openSlackDesk();
    expect(await deliver(desk, { key: "Ev1", retry: 2 })).toBe(200);
    await desk.idle();
    expect(desk.slack.messages).toHaveLength(1);
    desk.close();
  });

  it("a mention that comes as two events is answered once, whichever is first", async () => {
    const desk = openSlackDesk();
    const event = mention("多少钱");
    await deliver(desk, { key: "Ev1", event: { ...event, type: "message", ts: "7.0" } });
    await deliver(desk, { key: "Ev2", event: { ...event, ts: "7.0" } });
    await deliver(desk, { key: "Ev3", event: { ...event, type: "message", ts: "7.0" } });
    await desk.idle();
    expect(desk.slack.messages).toMatchObject([{ channel: "C0HALL", thread_ts: "7.0" }]);
    desk.close();
  });

  it("a burst is answered whole, in the order in which it came", async () => {
    const desk = openSlackDesk();
    for (const key of ["Ev1", "Ev2", "Ev3"]) await deliver(desk, { key, text: `第${key}问` });
    await desk.idle();
    const told = desk.slack.messages.map(({ text }) => text).join("\n");
    const places = ["Ev1", "Ev2", "Ev3"].map((key) => told.indexOf(`第${key}问`));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    desk.close();
  });

  it("an answer waits for as long as Slack says", async () => {
    const desk = openSlackDesk();
    const tooMany = () => new Response("{}", { status: 429, headers: { "retry-after": "30" } });
    desk.slack.troubles.push(tooMany);
    await deliver(desk, { key: "Ev1" });
    await desk.clock.advance(29_000);
    expect(desk.slack.messages).toHaveLength(0);
    await desk.clock.advance(2000);
    await desk.idle();
    expect(desk.slack.messages).toHaveLength(1);
    desk.close();
  });

  it("an answer whose arrival nobody saw is found, not sent again", async () => {
    const desk = openSlackDesk();
    desk.slack.troubles.push((post) => {
      post();
      throw new TypeError("the connection broke");
    });
    await deliver(desk, { key: "Ev1" });
    await desk.clock.advance(10_000);
    await desk.idle();
    expect(desk.slack.messages).toHaveLength(1);
    expect(desk.slack.methods).toContain("conversations.history");
    expect(desk.rows("outbox")).toMatchObject([{ state: "sent" }]);
    desk.close();
  });

  it("an answer is neither lost nor doubled while the network breaks again and again", async () => {
    const desk = openSlackDesk();
    const broken = () => Promise.reject(new TypeError("the connection broke"));
    desk.slack.troubles.push(broken, broken, broken);
    await deliver(desk, { key: "Ev1" });
    await desk.clock.advance(120_000);
    await desk.idle();
    expect(desk.slack.messages).toHaveLength(1);
    desk.close();
  });

  it("a bot that was put out of a channel gives up, visibly", async () => {
    const desk = openSlackDesk();
    desk.slack.troubles.push(() => Response.json({ ok: false, error: "not_in_channel" }));
    await deliver(desk, { key: "Ev1", event: mention("多少钱") });
    await desk.idle();
    expect(desk.rows("outbox")).toMatchObject([{ state: "dead" }]);
    expect(desk.log.join("\n")).toContain('"reason":"blocked"');
    desk.close();
  });

  it("a question that was taken before a crash is answered after it", async () => {
    const slack = new FakeSlack();
    const first = openSlackDesk(slack);
    first.slack.troubles.push(() => new Response("", { status: 503 }));
    await deliver(first, { key: "Ev1" });
    await first.clock.advance(0);
    const { path } = first;
    first.close();
    const second = openSlackDesk(slack, path);
    await second.clock.advance(120_000);
    second.webhooks.resume();
    await second.clock.advance(60_000);
    await second.idle();
    expect(slack.messages).toHaveLength(1);
    second.close();
  });
});

import { afterAll, afterEach, describe, expect, it } from "vitest";
import {
  type DeskOptions,
  echoAnswer,
  newDatabasePath,
  openDesk,
  removeTestFolders,
  type TestDesk,
} from "../../support/desk.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { WecomCalls } from "../../support/wecom-calls.ts";
import {
  aibotPoll,
  aibotQuestion,
  deliverEvent,
  deliverJson,
  deliverText,
  readSealedJson,
  readSealedXml,
  wecomEnvironment,
} from "../../support/wecom-platform.ts";

/** The service, the platform it calls, and the time both live in. */
interface Play {
  desk: TestDesk;
  calls: WecomCalls;
  clock: FakeClock;
}

const opened: TestDesk[] = [];
afterEach(() => {
  for (const desk of opened.splice(0)) desk.close();
});
afterAll(removeTestFolders);

function open(options: DeskOptions & { calls?: WecomCalls } = {}): Play {
  const clock = options.clock ?? new FakeClock();
  const calls = options.calls ?? new WecomCalls(clock.now);
  const desk = openDesk({ ...options, clock, env: wecomEnvironment(options.env), fetch: calls.fetch });
  opened.push(desk);
  return { desk, calls, clock };
}

const deliver = ({ desk }: Play, request: Request) => desk.webhooks.handle(request, "wecom");
const askApp = (play: Play, key: string, text = `问${key}`, user = "zhangsan") =>
  deliver(play, deliverText({ at: play.clock.now() }, { MsgId: key, Content: text, FromUserName: user }));
const askBot = (play: Play, key: string, text = `问${key}`) =>
  deliver(play, deliverJson(aibotQuestion({ key, text }), { at: play.clock.now() }));
const poll = (play: Play, id: string) => deliver(play, deliverJson(aibotPoll(id), { at: play.clock.now() }));
const callKf = (play: Play, openKfId = "wk1") =>
  deliver(
    play,
    deliverEvent(
      { at: play.clock.now() },
      { Event: "kf_msg_or_event", OpenKfId: openKfId, Token: "t", FromUserName: "sys" },
    ),
  );

/** What a stream shows now. */
async function streamOf(response: Response) {
  const { body } = await readSealedJson(response);
  if (!body.stream) throw new Error("no stream");
  return body.stream;
}

/** The questions that answers were shown for, in their order. */
const answered = ({ calls }: Play) =>
  calls.shown.map(({ text }) => /关于“(.*?)”/.exec(text)?.[1] ?? text.slice(0, 20));

/** An answerer that takes a while. */
const slowAnswer =
  (clock: FakeClock, ms: number): NonNullable<DeskOptions["answer"]> =>
  async (request, options) => {
    await clock.wait(ms);
    return echoAnswer(request, options);
  };

describe("企业微信 application, on schedule", () => {
  it("acknowledges with an empty 200 and answers by itself", async () => {
    const play = open();
    const response = await askApp(play, "1");
    expect([response.status, await response.text()]).toEqual([200, ""]);
    await play.desk.idle();
    expect(answered(play)).toEqual(["问1"]);
  });

  it("answers once what is delivered three times, five seconds apart", async () => {
    const clock = new FakeClock();
    const play = open({ clock, answer: slowAnswer(clock, 8000) });
    for (let i = 0; i < 3; i++) {
      expect((await askApp(play, "1")).status).toBe(200);
      await clock.advance(5000);
    }
    await clock.advance(10_000);
    await play.desk.idle();
    expect((await askApp(play, "1")).status).toBe(200);
    await play.desk.idle();
    expect(answered(play)).toEqual(["问1"]);
    expect(play.desk.asked).toHaveLength(1);
  });

  it("answers a burst in its order, and others beside it", async () => {
    const play = open();
    const questions = ["居住证怎么办理？", "新生儿落户要什么材料？", "公积金怎么提取？"];
    for (const [index, text] of questions.entries()) await askApp(play, `a${index}`, text, "zhangsan");
    await askApp(play, "b", "社保卡丢了怎么补办？", "lisi");
    await play.desk.idle();
    const of = (user: string) =>
      answered({ ...play, calls: play.calls }).filter((_, i) => play.calls.shown[i]?.to === user);
    expect(of("zhangsan")).toEqual(questions);
    expect(of("lisi")).toEqual(["社保卡丢了怎么补办？"]);
  });

  it("tries again after what passes: tokens, limits, faults", async () => {
    const play = open();
    await askApp(play, "1");
    await play.desk.idle();
    play.calls.expireTokens();
    play.calls.fail("message/send", { status: 429, retryAfter: "3" }, { errcode: 45033 }, "lost_before");
    await askApp(play, "2");
    await play.clock.advance(120_000);
    await play.desk.idle();
    expect(answered(play)).toEqual(["问1", "问2"]);
    expect(play.calls.tokensIssued).toBe(2);
  });

  it("shows an answer once whose first try arrived unseen", async () => {
    const play = open();
    play.calls.fail("message/send", "lost_after");
    await askApp(play, "1");
    await play.clock.advance(10_000);
    await play.desk.idle();
    expect(answered(play)).toEqual(["问1"]);
    expect(play.desk.rows("outbox")).toMatchObject([{ state: "sent", maybe_duplicate: 1 }]);
  });

  it("goes on where a dead process stopped, with the same text for the platform to drop", async () => {
    const path = newDatabasePath();
    const dead = open({ path, exclusive: false });
    // The platform shows the answer, and the process hears nothing any more: its clock stands still.
    const shown = new Promise<void>((resolve) => {
      dead.calls.onShown = () => {
        resolve();
        return new Promise(() => {});
      };
    });
    await askApp(dead, "1");
    await shown;
    dead.calls.onShown = null;
    const clock = new FakeClock(new Date(dead.clock.now().getTime() + 60_000).toISOString());
    const next = open({ path, clock, calls: dead.calls, exclusive: false });
    next.desk.webhooks.resume();
    await clock.advance(1000);
    expect(next.desk.rows("outbox")).toMatchObject([{ state: "sent", maybe_duplicate: 1 }]);
    expect(next.calls.bodies.filter(({ path }) => path === "message/send")).toHaveLength(2);
    expect(next.calls.shown).toHaveLength(1);
  });
});

describe("微信客服, on schedule", () => {
  it("reads on where it stopped and answers each customer in order", async () => {
    const play = open();
    play.calls.addKf({ msgid: "1", text: { content: "居住证怎么办理？" } });
    play.calls.addKf({ msgid: "2", text: { content: "社保卡怎么补办？" }, external_userid: "wm2" });
    expect((await callKf(play)).status).toBe(200);
    await play.desk.idle();
    play.calls.addKf({ msgid: "3", text: { content: "公积金怎么提取？" } });
    await callKf(play);
    await callKf(play);
    await play.desk.idle();
    expect(play.calls.shown.map(({ to }) => to).sort()).toEqual(["wm1", "wm1", "wm2"]);
    expect(answered(play).filter((_, index) => play.calls.shown[index]?.to === "wm1")).toEqual([
      "居住证怎么办理？",
      "公积金怎么提取？",
    ]);
    expect(play.desk.rows("inbox")).toHaveLength(3);
  });

  it("turns a question down in words when too much waits, and by a status when it can't be stored", async () => {
    let isFull = false;
    const play = open({
      beforeCommit: () => {
        if (isFull) throw new Error("disk full");
      },
    });
    isFull = true;
    expect((await askApp(play, "0")).status).toBe(503);
    isFull = false;
    await play.desk.webhooks.drain();
    await askApp(play, "1");
    await play.clock.advance(61_000);
    const { fields } = await readSealedXml(await askApp(play, "2"));
    expect([fields.ToUserName, fields.Content]).toEqual(["zhangsan", "提问的人较多，请稍后再试。"]);
    expect(await (await askApp(play, "1")).text()).toBe("");
    expect(play.desk.rows("inbox")).toHaveLength(1);
  });

  it("loses nothing when messages can't be stored or fetched: the platform calls again", async () => {
    let isFull = false;
    const play = open({
      beforeCommit: () => {
        if (isFull) throw new Error("disk full");
      },
    });
    expect((await callKf(play)).status).toBe(200);
    play.calls.addKf({ msgid: "1" });
    isFull = true;
    expect((await callKf(play)).status).toBe(503);
    isFull = false;
    play.calls.fail("kf/sync_msg", { errcode: -1 });
    expect((await callKf(play)).status).toBe(503);
    expect((await callKf(play)).status).toBe(200);
    await play.desk.idle();
    expect(answered(play)).toEqual(["公积金怎么提取"]);
  });

  it("welcomes at once whoever opens the conversation and writes nothing", async () => {
    const play = open();
    const event = { event_type: "enter_session", welcome_code: "code-1" };
    play.calls.addKf({ msgid: "1", origin: 4, msgtype: "event", event });
    expect((await callKf(play)).status).toBe(200);
    expect((await callKf(play)).status).toBe(200);
    expect(play.calls.welcomed).toEqual(["code-1"]);
    expect(play.desk.rows("inbox")).toEqual([]);
  });

  it("says that it reads nothing but text", async () => {
    const play = open();
    play.calls.addKf({ msgid: "1", msgtype: "voice", voice: { media_id: "m" } });
    await callKf(play);
    await play.desk.idle();
    expect(play.calls.shown[0]?.text).toContain("暂时只能阅读文字消息");
    expect(play.desk.asked).toEqual([]);
  });

  it("keeps an answer that is one too many for the customer's next message", async () => {
    const play = open();
    play.calls.addKf({ msgid: "1", text: { content: "居住证怎么办理？" } });
    play.calls.fail("kf/send_msg", { errcode: 95001, errmsg: "send msg count limit" });
    await callKf(play);
    await play.desk.idle();
    expect(play.calls.shown).toEqual([]);
    play.calls.addKf({ msgid: "2", text: { content: "公积金怎么提取？" } });
    await callKf(play);
    await play.desk.idle();
    await play.clock.advance(20_000);
    expect(answered(play)).toEqual(["居住证怎么办理？", "公积金怎么提取？"]);
  });
});

describe("智能机器人, on schedule", () => {
  it("ends its stream at once with an answer that is ready", async () => {
    const play = open();
    const stream = await streamOf(await askBot(play, "1"));
    expect(stream).toMatchObject({ finish: true });
    expect(stream.content).toContain("关于“问1”");
    await play.clock.advance(10 * 60_000);
    await play.desk.idle();
    expect(play.calls.shown).toEqual([]);
  });

  it("answers polls at once, and with the answer as soon as there is one, whatever instance they reach", async () => {
    const path = newDatabasePath();
    const clock = new FakeClock();
    const play = open({ path, clock, exclusive: false, answer: slowAnswer(clock, 20_000) });
    const other = open({ path, clock, exclusive: false });
    const asking = askBot(play, "1");
    await clock.advance(1000);
    const first = await streamOf(await asking);
    expect(first).toMatchObject({ finish: false, content: "正在查找相关文件…" });
    const shownAt: boolean[] = [];
    for (let second = 0; second < 24; second += 3) {
      await clock.advance(3000);
      const stream = await streamOf(await poll(second % 2 === 0 ? other : play, first.id));
      expect(stream.id).toBe(first.id);
      shownAt.push(stream.finish);
    }
    expect(shownAt).toEqual([false, false, false, false, false, false, true, true]);
    expect((await streamOf(await poll(other, first.id))).content).toContain("关于“问1”");
    await clock.advance(10 * 60_000);
    expect(play.calls.shown).toEqual([]);
  });

  it("posts the answer when nobody polls any more", async () => {
    const clock = new FakeClock();
    const play = open({ clock, answer: slowAnswer(clock, 20_000) });
    const asking = askBot(play, "1");
    await clock.advance(1000);
    await asking;
    await clock.advance(30_000);
    expect(play.calls.shown).toEqual([]);
    await clock.advance(60_000);
    await play.desk.idle();
    expect(answered(play)).toEqual(["问1"]);
  });

  it("tells a late poll that the answer has come another way", async () => {
    const clock = new FakeClock();
    const play = open({ clock, answer: slowAnswer(clock, 20_000) });
    const asking = askBot(play, "1");
    await clock.advance(1000);
    const { id } = await streamOf(await asking);
    await clock.advance(120_000);
    await play.desk.idle();
    expect(await streamOf(await poll(play, id))).toMatchObject({
      finish: true,
      content: "请看本会话里的上一条回答。",
    });
    expect(answered(play)).toEqual(["问1"]);
  });

  it("shows the same answer to a question that is delivered again", async () => {
    const play = open();
    const [one, two] = [await streamOf(await askBot(play, "1")), await streamOf(await askBot(play, "1"))];
    expect(two).toEqual(one);
    expect(play.desk.asked).toHaveLength(1);
  });

  it("says that it is full when it can't store a question", async () => {
    let isFull = false;
    const play = open({
      beforeCommit: () => {
        if (isFull) throw new Error("disk full");
      },
    });
    isFull = true;
    const stream = await streamOf(await askBot(play, "1"));
    expect(stream).toMatchObject({ finish: true });
    expect(stream.content).toContain("提问的人较多");
  });
});

describe("企业微信 logs", () => {
  it("hold no secret, no token, and nothing that people wrote", async () => {
    const play = open();
    play.calls.fail("message/send", { errcode: 60020, errmsg: "not allow to access from your ip" });
    await askApp(play, "1", "我的社保卡丢了");
    await askBot(play, "2", "我的社保卡丢了");
    play.calls.addKf({ msgid: "3", text: { content: "我的社保卡丢了" } });
    play.calls.fail("kf/sync_msg", { status: 500 });
    await callKf(play);
    await play.clock.advance(60_000);
    await play.desk.idle();
    const log = play.desk.log.join("\n");
    expect(log).not.toBe("");
    const secrets = [
      ...Object.values(wecomEnvironment()),
      "token-",
      "response_code",
      "社保卡",
      "zhangsan",
      "wm1",
    ];
    for (const secret of secrets.filter((value) => value !== "218")) expect(log).not.toContain(secret);
  });
});

import { afterAll, describe, expect, it } from "vitest";
import type { AnswerQuestion } from "../../src/answer/types.ts";
import { echoAnswer, openDesk, removeTestFolders, type TestDesk } from "../support/desk.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { slowAnswerer } from "../support/slow-answerer.ts";
import { FakeWechatApi } from "../support/wechat-api.ts";
import { type Delivery, deliver, readReply, testAccount } from "../support/wechat-platform.ts";

/** The platforms' real schedule, with the real conversation core and a platform that keeps its own rules. */

const desks: TestDesk[] = [];
afterAll(() => {
  for (const desk of desks) desk.close();
  removeTestFolders();
});

/** When the platform delivers a message that nobody answered once more. */
const AGAIN_MS = 5000;
const DELIVERIES = 3;

interface Stage {
  desk: TestDesk;
  clock: FakeClock;
  api: FakeWechatApi;
  /** The user writes; what comes back in the HTTP replies is told as the user sees it, empty when nothing is. */
  write(id: string, text: string, delivery?: Partial<Delivery>): Promise<string>;
  /** All that the user saw of the account, in order. */
  seen: string[];
}

function openStage(platform: "wechat" | "miniprogram", answer: (clock: FakeClock) => AnswerQuestion): Stage {
  const clock = new FakeClock();
  const api = new FakeWechatApi(clock.now);
  const seen: string[] = [];
  api.onSent = ({ text }) => seen.push(text);
  const prefix = `WENBAN_${platform.toUpperCase()}`;
  const desk = openDesk({
    clock,
    answer: answer(clock),
    fetch: api.fetch,
    env: {
      [`${prefix}_TOKEN`]: testAccount.token,
      [`${prefix}_APP_ID`]: testAccount.appId,
      [`${prefix}_ENCODING_AES_KEY`]: testAccount.encodingAesKey,
      [`${prefix}_APP_SECRET`]: "app-secret",
    },
  });
  desks.push(desk);
  const handOver = (id: string, text: string, delivery: Partial<Delivery>) => {
    const timestamp = Math.floor(clock.now().getTime() / 1000);
    const fields = { MsgId: id, Content: text, ...delivery.fields };
    const url = `https://wenban.example/webhooks/${platform}`;
    return desk.webhooks.handle(deliver({ url, timestamp, ...delivery, fields }), platform);
  };
  return {
    desk,
    clock,
    api,
    seen,
    async write(id, text, delivery = {}) {
      api.userWrote("oUSER0001");
      for (let tries = 0; tries < DELIVERIES; tries++) {
        const said = await withinPatience(clock, handOver(id, text, delivery));
        if (said === null) continue;
        if (said !== "") seen.push(said);
        return said;
      }
      return "";
    },
  };
}

/** What a reply says, or null when none has come before the platform closes the request. */
async function withinPatience(clock: FakeClock, request: Promise<Response>): Promise<string | null> {
  const arrived: { response: Response | null } = { response: null };
  void request.then((response) => {
    arrived.response = response;
  });
  for (let waited = 0; waited < AGAIN_MS && !arrived.response; waited += 100) await clock.advance(100);
  if (!arrived.response?.ok) return null;
  const body = await arrived.response.clone().text();
  return body === "success" ? "" : ((await readReply(arrived.response)).fields.Content ?? "");
}

const slowly = (slow: Record<string, number>) => (clock: FakeClock) => slowAnswerer(clock, slow);
const isAnswerTo = (text: string) => expect.stringContaining(`关于“${text}”`);

describe("a verified 公众号", () => {
  it("answers in the reply when it can, and sends nothing more", async () => {
    const { write, api, seen, clock } = openStage("wechat", slowly({ 落户要什么材料: 3000 }));
    await write("1", "落户要什么材料");
    await clock.advance(60_000);
    expect(seen).toEqual([isAnswerTo("落户要什么材料")]);
    expect(api.sent).toEqual([]);
  });

  it.each([4400, 4600, 5000, 7000, 20_000])(
    "gives an answer of %i ms once, by one way or the other",
    async (ms) => {
      const { write, seen, clock, desk } = openStage("wechat", slowly({ 落户要什么材料: ms }));
      await write("1", "落户要什么材料");
      await clock.advance(60_000);
      expect(seen).toEqual([isAnswerTo("落户要什么材料")]);
      expect(desk.asked).toHaveLength(1);
    },
  );

  it("acknowledges in time, shows that it writes, and then sends the answer", async () => {
    const { write, api, clock } = openStage("wechat", slowly({ 落户要什么材料: 20_000 }));
    expect(await write("1", "落户要什么材料")).toBe("");
    await clock.advance(10_000);
    expect(api.typing.length).toBeGreaterThan(0);
    expect(api.sent).toEqual([]);
    await clock.advance(10_000);
    expect(api.sent).toMatchObject([{ text: isAnswerTo("落户要什么材料") }]);
  });

  it("shows a long answer whole: its beginning in the reply, the rest before anything else", async () => {
    const text = Array.from(
      { length: 60 },
      (_, index) => `第${index}项，${"办理时限缩短".repeat(4)}。[1]`,
    ).join("");
    const { write, seen, clock, desk } = openStage("wechat", () => async (request, options) => {
      const answer = await echoAnswer(request, options);
      return request.question === "全部" ? { ...answer, text } : answer;
    });
    const beginning = await write("1", "全部");
    expect(beginning).toMatch(/^\(1\/\d\)\n/);
    expect(await write("1", "全部")).toBe(beginning);
    const next = await write("2", "多少钱");
    await clock.advance(60_000);
    const marks = seen.flatMap((said) => /^\(\d\/\d\)/.exec(said)?.[0] ?? said);
    // The platform asked twice for the first message.
    expect(marks.slice(0, 4)).toEqual(["(1/3)", "(1/3)", "(2/3)", "(3/3)"]);
    expect(marks.slice(4)).toEqual([isAnswerTo("多少钱")]);
    expect(next).toBe("");
    expect(desk.rows("outbox").map(({ state, maybe_duplicate }) => [state, maybe_duplicate])).toEqual([
      ["sent", 0],
      ["sent", 0],
    ]);
  });

  it("says the same to a message that comes again after it was answered, and sends nothing", async () => {
    const { write, api, clock, desk } = openStage("wechat", slowly({}));
    const first = await write("1", "落户要什么材料");
    await clock.advance(5000);
    expect(await write("1", "落户要什么材料")).toBe(first);
    await clock.advance(60_000);
    expect(api.sent).toEqual([]);
    expect(desk.asked).toHaveLength(1);
  });

  it("answers all of a burst, in order", async () => {
    const { write, seen, clock, desk } = openStage(
      "wechat",
      slowly({ 一号问题怎么办: 8000, 二号问题怎么办: 8000 }),
    );
    // One after the other, none waiting for an answer: requests made at once are encrypted in any order.
    const written: Promise<string>[] = [];
    for (const [index, name] of ["一号", "二号", "三号"].entries()) {
      written.push(write(String(index + 1), `${name}问题怎么办`));
      while (desk.rows("inbox").length <= index) await new Promise((resolve) => setImmediate(resolve));
    }
    await Promise.all(written);
    await clock.advance(120_000);
    const all = seen.join("\n");
    const places = ["一号", "二号", "三号"].map((name) => all.indexOf(`${name}问题怎么办`));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(desk.rows("answers")).toHaveLength(3);
  });

  it("answers all of a burst that comes at one moment, in the order in which it came", async () => {
    const { write, seen, clock, desk } = openStage("wechat", slowly({ 一号问题怎么办: 8000 }));
    const names = ["一号", "二号", "三号", "四号", "五号"];
    // Longer ones take longer to decrypt.
    const texts = names.map((name, index) => `${name}问题怎么办${"啊".repeat(100 * (names.length - index))}`);
    await Promise.all(texts.map((text, index) => write(String(index + 1), text)));
    await clock.advance(120_000);
    expect(desk.rows("inbox").map(({ text }) => text)).toEqual(texts);
    const all = seen.join("\n");
    const places = names.map((name) => all.indexOf(`${name}问题怎么办`));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  it("goes on with a new token when the old one ends between two messages of an answer", async () => {
    const long: (clock: FakeClock) => AnswerQuestion = (clock) => async (request, options) => {
      await clock.wait(8000);
      return { ...(await echoAnswer(request, options)), text: "取消九个事项。[1]".repeat(150) };
    };
    const { write, api, clock } = openStage("wechat", long);
    api.onSent = () => {
      if (api.sent.length === 1) api.expireToken();
    };
    await write("1", "取消了什么");
    await clock.advance(60_000);
    const marks = api.sent.map(({ text }) => text.slice(0, 5));
    expect(marks.length).toBeGreaterThan(1);
    expect(marks).toEqual(marks.map((_, index) => `(${index + 1}/${marks.length})`));
    expect(api.tokensIssued).toBe(2);
  });

  it("tries again when the platform is busy, and waits out a minute's quota", async () => {
    const { write, api, seen, clock } = openStage("wechat", slowly({ 落户要什么材料: 8000 }));
    api.failNext("message/custom/send", -1, 45011);
    await write("1", "落户要什么材料");
    await clock.advance(30_000);
    expect(seen).toEqual([]);
    await clock.advance(120_000);
    expect(seen).toEqual([isAnswerTo("落户要什么材料")]);
  });

  it.each([45009, 45015, 45047, 48001, 40164])(
    "keeps an answer that can't be sent (%i) for the next message, and names its question",
    async (errcode) => {
      const { write, api, seen, clock } = openStage("wechat", slowly({ 落户要什么材料: 8000 }));
      api.failNext("message/custom/send", ...Array.from({ length: 20 }, () => errcode));
      await write("1", "落户要什么材料");
      await clock.advance(600_000);
      expect(seen).toEqual([]);
      const next = await write("2", "多少钱");
      expect(next).toContain("您先前问的“落户要什么材料”");
      expect(next).toContain("关于“落户要什么材料”");
      expect(next).toContain("关于“多少钱”");
      await clock.advance(600_000);
      expect(seen).toHaveLength(1);
    },
  );

  it("does not lose a question whose acknowledgement got lost", async () => {
    const { write, seen, clock, desk } = openStage("wechat", slowly({ 落户要什么材料: 8000 }));
    await write("1", "落户要什么材料");
    await write("1", "落户要什么材料");
    await clock.advance(60_000);
    expect(seen.at(-1)).toEqual(isAnswerTo("落户要什么材料"));
    expect(desk.asked).toHaveLength(1);
    expect(seen).toHaveLength(1);
  });
});

describe("小程序客服", () => {
  it("sends every answer by itself, in order", async () => {
    const { write, seen, clock, desk } = openStage("miniprogram", slowly({ 一号问题怎么办: 8000 }));
    await write("1", "一号问题怎么办");
    await clock.advance(30_000);
    await write("2", "二号问题怎么办");
    await clock.advance(30_000);
    expect(seen).toEqual([isAnswerTo("一号问题怎么办"), isAnswerTo("二号问题怎么办")]);
    expect(desk.rows("answers")).toHaveLength(2);
  });

  it("answers a message that is delivered three times once", async () => {
    const { write, seen, clock } = openStage("miniprogram", slowly({}));
    for (let i = 0; i < 3; i++) await write("1", "落户要什么材料");
    await clock.advance(60_000);
    expect(seen).toEqual([isAnswerTo("落户要什么材料")]);
  });

  it("greets who enters, and tells who sends a picture what to do", async () => {
    const { write, seen, clock } = openStage("miniprogram", slowly({}));
    const entering = {
      MsgType: "event",
      Event: "user_enter_tempsession",
      SessionFrom: "首页",
      MsgId: "",
      Content: "",
    };
    await write("", "", { fields: entering });
    await clock.advance(10_000);
    expect(seen).toEqual([isAnswerTo("你好")]);
    await write("2", "", { fields: { MsgType: "image" } });
    await clock.advance(10_000);
    expect(seen.at(-1)).toContain("暂时只能阅读文字消息");
  });

  it("sends an answer that came too late for the window when the user writes again", async () => {
    const { write, api, seen, clock } = openStage("miniprogram", slowly({ 落户要什么材料: 8000 }));
    api.failNext("message/custom/send", 45015);
    await write("1", "落户要什么材料");
    await clock.advance(60_000);
    expect(seen).toEqual([]);
    await write("2", "多少钱");
    await clock.advance(60_000);
    expect(seen).toHaveLength(2);
    expect(seen.join("\n")).toContain("关于“落户要什么材料”");
    expect(seen.join("\n")).toContain("关于“多少钱”");
  });
});

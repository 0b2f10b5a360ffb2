import { beforeAll, describe, expect, it } from "vitest";
import { asksEligibility } from "../../src/answer/careful/eligibility.ts";
import { orderNotices } from "../../src/answer/steps/order-notices.ts";
import { NOTICE_CODES } from "../../src/domain.ts";
import { type AnswerDesk, openAnswerDesk } from "../support/answer-desk.ts";
import { FACT, lengthOf } from "../support/answer-rules.ts";
import { type Declares, markdownFile } from "../support/test-corpus.ts";

const EXCEPTED = "另有例外情形，见原文。";
const DECIDED = "是否符合条件，由经办单位审核决定。";
const LONG = "鼓励社会力量参与鸟类观测和湿地保护志愿服务".repeat(4);

const text = (id: string, body: string, declares: Declares) =>
  markdownFile(id, `${body}\n`, { region: "四川省绵阳市", publishedAt: "2026-01-05", ...declares });

let desk: AnswerDesk;
beforeAll(async () => {
  desk = await openAnswerDesk([
    text("cranes", "绵阳湿地观鸟站免收门票。但是，节假日期间不适用，另收服务费。", {
      title: "绵阳观鸟站规定",
    }),
    text("herons", "绵阳市苍鹭栖息地全年对公众开放，开放时间为每日9小时。", { title: "绵阳苍鹭栖息地规定" }),
    text("ducks", `绵阳市绿头鸭放飞活动每场不超过35人，${LONG}，${LONG}，法律、行政法规另有规定的除外。`, {
      title: "绵阳绿头鸭放飞规定",
    }),
    text("swans", "力争到2029年，绵阳市天鹅保护站达到64个。", { title: "绵阳天鹅保护要点" }),
    text("egrets", "## 工作目标\n\n绵阳市白鹭观测点达到73个。", { title: "绵阳白鹭保护要点" }),
    text("storks", "在绵阳市开展黑鹳救助试点，首批设救助点17个。", { title: "绵阳黑鹳救助通知" }),
    text("geese", "绵阳市大雁驿站补助标准为每站5300元。", { title: "绵阳大雁驿站补助办法（征求意见稿）" }),
    text("owls", "绵阳市猫头鹰巡护队由市林业局局长赵青岩带队，共88人。", { title: "绵阳猫头鹰巡护" }),
    text("larks", "全市举办云雀鸣唱赛46场次。", { title: "绵阳云雀鸣唱赛", publishedAt: "2015-06-01" }),
    markdownFile(
      "ducklings",
      "## 受理条件\n\n- 年满55周岁的绵阳市户籍居民。\n\n## 办理材料\n\n- 居民身份证\n",
      { title: "养鸭津贴申领", kind: "procedure" },
    ),
  ]);
});

const noticesOf = async (question: string) => {
  const { notices } = await desk.ask(question);
  return notices.map((notice) => `${notice.code}:${notice.text}`).join("\n");
};

describe("a condition or an exception that the answer leaves out", () => {
  it("is mentioned behind the text", async () => {
    const { text: told } = await desk.ask("绵阳湿地观鸟站收门票吗?");
    expect(told).toContain("免收门票");
    expect(told.includes("节假日") || told.endsWith(EXCEPTED)).toBe(true);
  });

  it("is mentioned in a notice where the text is full", async () => {
    const { text: told, notices } = await desk.ask("绵阳绿头鸭放飞活动每场不超过多少人?");
    expect(told).toContain("不超过35人");
    const all = [told, ...notices.map((notice) => notice.text)].join("\n");
    expect(all.includes("另有规定的除外") || all.includes(EXCEPTED)).toBe(true);
    expect(lengthOf(told)).toBeLessThanOrEqual(FACT);
  });

  it("is not invented", async () => {
    const { text: told, notices } = await desk.ask("绵阳苍鹭栖息地每日开放几小时?");
    expect(told).toContain("9小时");
    expect(told).not.toContain("例外");
    expect(notices).toEqual([]);
  });
});

describe("what is no settled fact", () => {
  it("is a goal where the document sets one, with its date", async () => {
    const { text: told } = await desk.ask("绵阳天鹅保护站要达到多少个?");
    expect(told).toMatch(/力争[\s\S]*64个/);
    expect(await noticesOf("绵阳天鹅保护站要达到多少个?")).toMatch(/dated:.*2026-01-05.*目标/);
  });

  it("is called a goal where only the heading says so", async () => {
    const { text: told } = await desk.ask("绵阳白鹭观测点有多少个?");
    expect(told).toMatch(/^文件提出的目标：.*73个/);
  });

  it("is a trial or a draft, with its date", async () => {
    expect(await noticesOf("绵阳黑鹳救助首批设多少个救助点?")).toMatch(/dated:.*2026-01-05.*试点/);
    expect(await noticesOf("绵阳大雁驿站每站补助多少元?")).toMatch(/dated:.*2026-01-05.*征求意见/);
  });

  it("is a person in office, with the day of the report", async () => {
    expect(await noticesOf("绵阳猫头鹰巡护队由谁带队?")).toMatch(/dated:.*2026-01-05.*职务/);
  });

  it("is an old text told for 今年: it names its own period", async () => {
    const { text: told, notices } = await desk.ask("绵阳今年举办了多少场次云雀鸣唱赛?");
    expect(told).toMatch(/46场次[\s\S]*2015-06-01/);
    expect(notices.map(({ code }) => code)).toContain("dated");
  });
});

describe("eligibility", () => {
  it("is left to the office, with the conditions cited", async () => {
    const { text: told, citations } = await desk.ask("我60岁了，有资格申请养鸭津贴吗?", {}, 1_200);
    expect(told).toContain("年满55周岁");
    expect(told).toContain(DECIDED);
    expect(told).not.toMatch(/您(?:是)?符合/);
    expect(citations).not.toEqual([]);
  });

  it.each([
    ["我符合条件吗", true],
    ["我妈能申请低保吗?", true],
    ["本人是否符合公租房申请条件?", true],
    ["我62岁能不能办老年优待证", true],
    ["我这种情况可以领失业金吗", true],
    ["我60岁了,有资格申请吗", true],
    ["我想问身份证能在网上办吗", false],
    ["养鸭津贴的申请条件是什么", false],
    ["我能在哪里申请?", false],
    ["我可以怎么申请低保", false],
    ["申请低保要什么材料", false],
    ["余杭区取消了多少个事项", false],
  ])("is asked about in 「%s」: %s", (question, expected) => {
    expect(asksEligibility(question)).toBe(expected);
  });
});

describe("the order of notices", () => {
  it("puts what changes the meaning first, and says nothing twice", () => {
    const mixed = ["generated", "sample", "dated", "partial", "expired", "other_region", "dated"] as const;
    const ordered = orderNotices(mixed.map((code) => ({ code, text: code })));
    expect(ordered.map(({ code }) => code)).toEqual([
      "expired",
      "other_region",
      "partial",
      "dated",
      "sample",
      "generated",
    ]);
  });

  it("knows every code", () => {
    const all = NOTICE_CODES.map((code) => ({ code, text: "" }));
    const last = orderNotices([...all]).at(-1)?.code;
    expect(last).toBe("privacy");
    expect(orderNotices([...all])[0]?.code).toBe("expired");
  });
});

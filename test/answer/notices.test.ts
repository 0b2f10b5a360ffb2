import { beforeAll, describe, expect, it } from "vitest";
import type { Notice } from "../../src/domain.ts";
import { type AnswerDesk, openAnswerDesk } from "../support/answer-desk.ts";
import { type Declares, markdownFile } from "../support/test-corpus.ts";

const rule = (id: string, body: string, declares: Declares) =>
  markdownFile(id, `${body}\n`, { region: "四川省成都市", publishedAt: "2026-01-05", ...declares });

let desk: AnswerDesk;
beforeAll(async () => {
  desk = await openAnswerDesk([
    rule("meters", "更换智能电表的家庭，每户补助85元。", {
      title: "成都市智能电表补助办法",
      publishedAt: "2020-01-05",
      effectiveFrom: "2020-02-01",
      effectiveTo: "2023-01-31",
    }),
    rule("gardens", "建设雨水花园的小区，每平方米补助210元。", {
      title: "成都市雨水花园补助办法",
      effectiveFrom: "2027-01-01",
    }),
    rule("roofs", "安装屋顶光伏的家庭，每户补助6300元。", {
      title: "成都市屋顶光伏补助办法",
      effectiveFrom: "2025-06-01",
      supersededBy: "成都市屋顶光伏补助办法（2026年修订）",
    }),
    rule("flowers", "全市开办社区花店128家，带动就业540人。", {
      title: "成都市社区花店要点",
      kind: "summary",
      originalTitle: "成都社区花店遍地开花",
    }),
    rule("kites", "全市举办风筝比赛41场次。", { title: "成都市风筝运动情况" }),
    rule("moths", "夜观飞蛾活动全年举办77场次。", { title: "夜观活动", publishedAt: "2014-05-01" }),
  ]);
});

const codes = (notices: readonly Notice[]) => notices.map(({ code }) => code);

describe("notices", () => {
  it.each([
    [
      "a rule that has lapsed",
      "成都智能电表每户补助多少元?",
      "2026-11-21",
      "meters",
      "85元",
      ["expired", "dated"],
    ],
    ["the same rule in its time", "成都智能电表每户补助多少元?", "2021-05-01", "meters", "85元", []],
    [
      "the same rule on its last day",
      "成都智能电表每户补助多少元?",
      "2023-01-31",
      "meters",
      "85元",
      ["dated"],
    ],
    [
      "a rule that is not in force yet",
      "成都雨水花园每平方米补助多少元?",
      "2026-11-21",
      "gardens",
      "210元",
      ["not_yet_effective"],
    ],
    [
      "the same rule on its first day",
      "成都雨水花园每平方米补助多少元?",
      "2027-01-01",
      "gardens",
      "210元",
      [],
    ],
    ["a rule that was replaced", "成都屋顶光伏每户补助多少元?", "2026-11-21", "roofs", "6300元", ["expired"]],
    ["a paraphrase", "成都有多少家社区花店?", "2026-11-21", "flowers", "128家", ["paraphrase"]],
    ["a fresh report", "成都举办了多少场次风筝比赛?", "2026-11-21", "kites", "41场次", []],
    ["an old report", "成都夜观飞蛾活动举办了多少场次?", "2026-11-21", "moths", "77场次", ["dated"]],
    ["a relative word", "成都今年举办了多少场次风筝比赛?", "2026-11-21", "kites", "41场次", ["dated"]],
  ])("%s", async (_, question, at, document, key, expected) => {
    const { notices } = await desk.expectAnswer(question, { keys: [key], documents: [document] }, { at });
    expect(codes(notices)).toEqual(expected);
  });

  it.each([
    ["成都智能电表每户补助多少元?", "2026-11-21", "repealed"],
    ["成都智能电表每户补助多少元?", "2021-05-01", "in_force"],
    ["成都雨水花园每平方米补助多少元?", "2026-11-21", "not_yet_effective"],
    ["成都屋顶光伏每户补助多少元?", "2026-11-21", "amended"],
    ["成都有多少家社区花店?", "2026-11-21", "unknown"],
  ])("%s at %s: the source is %s", async (question, at, validity) => {
    const { citations } = await desk.ask(question, { at });
    expect(citations.map((citation) => citation.validity)).toEqual([validity]);
  });

  it("name the rule, the day and the original", async () => {
    const texts = async (question: string) =>
      (await desk.ask(question)).notices.map(({ text }) => text).join();
    expect(await texts("成都智能电表每户补助多少元?")).toMatch(/《成都市智能电表补助办法》.*2023-01-31/);
    expect(await texts("成都雨水花园每平方米补助多少元?")).toContain("2027-01-01");
    expect(await texts("成都有多少家社区花店?")).toContain("据《成都社区花店遍地开花》整理，非原文");
    expect(await texts("成都夜观飞蛾活动举办了多少场次?")).toContain("2014-05-01");
  });

  it("are never part of the text", async () => {
    const { text, notices } = await desk.ask("成都智能电表每户补助多少元?");
    for (const notice of notices) expect(text).not.toContain(notice.text);
  });

  it("read the dates out of a notice", async () => {
    const question = "社区食堂一次性建设补助最高多少?";
    const at = async (day: string) => (await desk.ask(question, { at: day })).citations[0]?.validity;
    expect([
      await at("2024-02-29"),
      await at("2024-03-01"),
      await at("2029-02-28"),
      await at("2029-03-01"),
    ]).toEqual(["not_yet_effective", "in_force", "in_force", "repealed"]);
  });
});

describe("the asker's region", () => {
  it("prefers a document of the place, and is reported", async () => {
    const { question, citations } = await desk.ask("成都有多少家社区花店?", { region: "四川省成都市武侯区" });
    expect(question.at).toBe("2026-11-21");
    expect(citations[0]?.region).toBe("四川省成都市");
  });

  it("is refused when it is no region", async () => {
    await expect(desk.ask("有多少家花店?", { region: "乌有市" })).rejects.toMatchObject({
      code: "question.unknown_region",
    });
  });
});

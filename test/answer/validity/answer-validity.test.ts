import { beforeAll, describe, expect, it } from "vitest";
import { type AnswerDesk, openAnswerDesk } from "../../support/answer-desk.ts";
import { type Declares, markdownFile } from "../../support/test-corpus.ts";

const rule = (id: string, body: string, declares: Declares) =>
  markdownFile(id, `${body}\n`, { region: "四川省成都市", publishedAt: "2021-01-05", ...declares });

let desk: AnswerDesk;
beforeAll(async () => {
  desk = await openAnswerDesk([
    rule("rain", "建设雨水花园的小区，每平方米补助210元。\n\n本办法自2021年2月1日起施行，有效期5年。", {
      title: "成都市雨水花园补助办法",
    }),
    rule(
      "meter",
      "更换智能电表的家庭，每户补助85元。\n\n本办法自2021年2月1日起施行，有效期至2028年1月31日。",
      {
        title: "成都市智能电表补助办法",
      },
    ),
    rule("roof-old", "安装屋顶光伏的家庭，每户补助6300元。\n\n本办法自2019年3月1日起施行。", {
      title: "成都市屋顶光伏补助办法",
      publishedAt: "2019-02-05",
    }),
    rule(
      "roof-new",
      "安装屋顶光伏的家庭，每户补助4100元。\n\n本细则自2025年6月1日起施行，《成都市屋顶光伏补助办法》同时废止。",
      { title: "成都市屋顶光伏扶持细则", publishedAt: "2025-05-05" },
    ),
    rule("kiln", "土窑每座补助900元。\n\n本规定自2024年1月1日起施行。《成都市土窑管理暂行规定》同时废止。", {
      title: "成都市窑炉管理规定",
      publishedAt: "2023-12-05",
    }),
    rule("bird", "观鸟屋每座补助370元。\n\n本办法自2027年3月1日起施行。", {
      title: "成都市观鸟屋补助办法",
      publishedAt: "2026-10-05",
    }),
    rule("moth", "夜观飞蛾活动每场补助77元。", { title: "成都市夜观飞蛾补助办法" }),
  ]);
});

describe("whether a named rule is in force", () => {
  it.each([
    ["成都市智能电表补助办法还有效吗", {}, "现行有效（按记录）", "2028年1月31日", "meter", []],
    ["《成都市智能电表补助办法》什么时候失效？", {}, "现行有效（按记录）", "2028年1月31日", "meter", []],
    ["成都的智能电表补助办法现在还执行吗", {}, "现行有效（按记录）", "2021年2月1日", "meter", []],
    ["成都市雨水花园补助办法还有效吗", {}, "已废止", "有效期5年", "rain", ["expired"]],
    ["成都市雨水花园补助办法还有效吗", { at: "2025-12-31" }, "现行有效（按记录）", "有效期5年", "rain", []],
    [
      "成都市屋顶光伏补助办法废止了没",
      {},
      "已废止，被《成都市屋顶光伏扶持细则》替代",
      "同时废止",
      "roof-new",
      ["expired"],
    ],
    [
      "成都市屋顶光伏补助办法废止了没",
      { at: "2025-05-31" },
      "现行有效（按记录）",
      "2019年3月1日",
      "roof-old",
      [],
    ],
    ["成都市土窑管理暂行规定还有效吗", {}, "已废止，被《成都市窑炉管理规定》替代", "同时废止", "kiln", []],
    ["成都市观鸟屋补助办法生效了吗", {}, "尚未施行", "2027年3月1日", "bird", ["not_yet_effective"]],
    ["成都市观鸟屋补助办法生效了吗", { at: "2027-03-01" }, "现行有效（按记录）", "2027年3月1日", "bird", []],
  ] as const)("%s %j", async (question, request, state, key, document, codes) => {
    const answer = await desk.ask(question, request);
    expect(answer.outcome, answer.text).toBe("answered_extract");
    expect(answer.text).toContain(`${state}：`);
    expect(answer.text).toContain(key);
    expect(answer.question.at).toBe("at" in request ? request.at : "2026-11-21");
    expect(answer.citations.map(({ documentId }) => documentId)).toEqual([document]);
    const warnings = answer.notices.map(({ code }) => code).filter((code) => code !== "dated");
    expect(warnings).toEqual(codes);
  });

  it.each([
    "成都市夜观飞蛾补助办法还有效吗",
    "成都市夜观飞蛾补助办法什么时候失效",
    "成都市彩虹桥管理办法还有效吗",
    "重庆市智能电表补助办法还有效吗",
  ])("is refused where nothing says so: %s", async (question) => {
    await desk.expectDeclined(question);
  });
});

describe("a matter of a rule that was replaced", () => {
  it("is answered from what replaced it", async () => {
    const answer = await desk.ask("成都安装屋顶光伏每户补助多少元？");
    expect(answer.text).toContain("4100元");
    expect(answer.text).not.toContain("6300元");
    expect(answer.notices.map(({ code }) => code)).not.toContain("expired");
  });

  it("is answered from the old rule while that applied", async () => {
    const answer = await desk.ask("成都安装屋顶光伏每户补助多少元？", { at: "2025-05-31" });
    expect(answer.text).toContain("6300元");
    expect(answer.text).not.toContain("4100元");
  });
});

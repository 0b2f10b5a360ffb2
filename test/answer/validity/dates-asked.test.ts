import { beforeAll, describe, expect, it } from "vitest";
import { type AnswerDesk, openAnswerDesk } from "../../support/answer-desk.ts";
import { type Declares, markdownFile } from "../../support/test-corpus.ts";

const REGION = "山东省东营市河口区";
const text = (id: string, title: string, body: string, declares: Declares = {}) =>
  markdownFile(id, `${body}\n`, { region: REGION, title, ...declares });

let desk: AnswerDesk;
beforeAll(async () => {
  desk = await openAnswerDesk([
    text(
      "reed-old",
      "河口区芦苇收割补助办法",
      "收割芦苇的农户，每亩补助35元。\n\n本办法自2020年4月1日起施行。",
      { publishedAt: "2020-03-01" },
    ),
    text(
      "reed-new",
      "河口区芦苇收割补助办法（2024年修订）",
      "收割芦苇的农户，每亩补助52元。\n\n本办法自2024年4月1日起施行，《河口区芦苇收割补助办法》同时废止。",
      { publishedAt: "2024-03-01" },
    ),
    text(
      "crab",
      "河口区蟹塘改造补助方案",
      "改造蟹塘的养殖户，每亩补助810元。\n\n本方案自2019年1月1日起施行，有效期至2021年12月31日。",
      { publishedAt: "2018-12-20" },
    ),
    text("work-22", "河口区2022年工作情况", "2022年，河口区修缮渔码头14座。", { publishedAt: "2023-01-10" }),
    text("work-23", "河口区2023年工作情况", "2023年，河口区修缮渔码头19座。", { publishedAt: "2024-01-10" }),
  ]);
});

describe("a rule that another replaced", () => {
  it.each<[string, string | undefined, string, string, string[]]>([
    ["today", undefined, "52元", "reed-new", []],
    ["on a day before it ended", "2022-05-01", "35元", "reed-old", []],
    ["on the day on which the next began", "2024-04-01", "52元", "reed-new", []],
    ["on the last day of the old one", "2024-03-31", "35元", "reed-old", []],
  ])("answers as of the day asked: %s", async (_, at, key, document, codes) => {
    const request = at === undefined ? {} : { at };
    const answer = await desk.expectAnswer(
      "河口区收割芦苇每亩补助多少钱",
      { keys: [key], documents: [document] },
      request,
    );
    expect(answer.notices.map(({ code }) => code).filter((code) => code !== "dated")).toEqual(codes);
  });

  it("answers for a year in which it was in force, and says that it is no more", async () => {
    const answer = await desk.expectAnswer("2022年河口区收割芦苇每亩补助多少钱", {
      keys: ["35元"],
      documents: ["reed-old"],
    });
    expect(answer.notices[0]).toMatchObject({ code: "expired", text: expect.stringContaining("2024年修订") });
  });

  it("answers for a year since the new one began", async () => {
    await desk.expectAnswer("2025年河口区收割芦苇每亩补助多少钱", {
      keys: ["52元"],
      documents: ["reed-new"],
    });
  });
});

describe("a rule that has lapsed since", () => {
  it("answers as of a day on which it was in force", async () => {
    const answer = await desk.ask("河口区改造蟹塘每亩补助多少钱", { at: "2020-06-01" });
    expect(answer.text).toContain("810元");
    expect(answer.notices.map(({ code }) => code)).not.toContain("expired");
  });

  it("is named as lapsed today", async () => {
    const answer = await desk.ask("河口区改造蟹塘每亩补助多少钱");
    expect(answer.notices[0]).toMatchObject({ code: "expired", text: expect.stringContaining("2021-12-31") });
  });
});

describe("a year that nothing covers", () => {
  it.each([
    ["河口区2018年修缮了几座渔码头", ["2022年", "2023年"]],
    ["河口区2025年修缮了几座渔码头", ["2022年", "2023年"]],
    ["2017年河口区收割芦苇每亩补助多少钱", ["2020年", "2024年"]],
  ])("is refused, and the years that are there are named: %s", async (question, years) => {
    const { text: told } = await desk.expectDeclined(question);
    for (const year of years) expect(told).toContain(year);
  });
});

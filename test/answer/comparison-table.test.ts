import { beforeAll, describe, expect, it } from "vitest";
import type { Answer } from "../../src/domain.ts";
import { type AnswerDesk, openAnswerDesk } from "../support/answer-desk.ts";
import { LIST } from "../support/answer-rules.ts";
import { markdownFile } from "../support/test-corpus.ts";

const YEARS = markdownFile(
  "hekou-years",
  "# 河口区历年审批改革\n\n2023年，河口区取消审批事项12项。\n\n2024年，河口区取消审批事项31项。\n",
  { region: "山东省东营市河口区", publishedAt: "2025-01-10" },
);

let desk: AnswerDesk;
beforeAll(async () => {
  desk = await openAnswerDesk([YEARS]);
});

const tableOf = async (question: string) => (await desk.ask(question, {}, LIST)).comparison;

/** What holds for every table: full rows, and cells whose words stand in what they cite. */
function expectSound({ comparison, citations }: Answer): void {
  for (const { label, cells } of comparison?.rows ?? []) {
    expect(label).not.toBe("");
    expect(cells).toHaveLength(comparison?.columns.length ?? 0);
    for (const { text, citations: numbers } of cells) {
      expect(numbers.length === 0).toBe(text === "未找到");
      const cited = citations.filter(({ number }) => numbers.includes(number));
      expect(cited).toHaveLength(numbers.length);
      if (numbers.length > 0)
        expect(cited.map(({ shown }) => squeezed(shown)).join()).toContain(squeezed(text));
    }
  }
}

const squeezed = (text: string) => text.replace(/\s+/g, "");

describe("a comparison", () => {
  it.each<[string, string[], [string, string][]]>([
    [
      "福州市鼓楼区和南京市鼓楼区综合窗口各有多少个?",
      ["综合窗口（个）"],
      [
        ["福州市鼓楼区", "23"],
        ["南京市鼓楼区", "42"],
      ],
    ],
    [
      "武侯区取消审批事项多少项,崂山区安排标准地多少宗?",
      ["所问内容"],
      [
        ["武侯区", "37"],
        ["崂山区", "9宗"],
      ],
    ],
  ])("is laid out as a table: %s", async (question, columns, rows) => {
    const answer = await desk.ask(question, {}, LIST);
    expect(answer.comparison?.columns).toEqual(columns);
    expect(answer.comparison?.rows.map(({ label }) => label)).toEqual(rows.map(([label]) => label));
    for (const [index, [, key]] of rows.entries())
      expect(answer.comparison?.rows[index]?.cells[0]?.text).toContain(key);
    expectSound(answer);
  });

  it("has a column for each thing that is asked of both", async () => {
    const question = "福州市鼓楼区和南京市鼓楼区综合窗口各有多少个?加装电梯各多少部?";
    const answer = await desk.ask(question, {}, LIST);
    expect(answer.comparison?.columns).toEqual(["综合窗口（个）", "加装电梯（部）"]);
    const texts = answer.comparison?.rows.map(({ cells }) => cells.map(({ text }) => text));
    const found = (part: string) => expect.stringContaining(part);
    expect(texts).toEqual([
      [found("23个综合窗口"), found("88部")],
      [found("综合窗口42个"), found("152部")],
    ]);
    expect(answer.text.match(/福州市鼓楼区：/g)).toHaveLength(1);
    expect(answer.text.match(/南京市鼓楼区：/g)).toHaveLength(1);
    expectSound(answer);
  });

  it("has a row for each year of one place", async () => {
    const answer = await desk.ask("河口区2023年取消了几项审批事项?2024年取消了几项审批事项?", {}, LIST);
    expect(answer.comparison?.rows.map(({ label, cells }) => [label, cells[0]?.text])).toEqual([
      ["2023年", expect.stringContaining("12项")],
      ["2024年", expect.stringContaining("31项")],
    ]);
    expectSound(answer);
  });

  it("says what was not found, and that it is a part", async () => {
    const answer = await desk.ask("南京鼓楼区和武侯区的群众满意度各是多少?", {}, LIST);
    const [found, missing] = answer.comparison?.rows ?? [];
    expect(found?.cells[0]?.text).toContain("99.2%");
    expect(missing).toEqual({ label: "武侯区", cells: [{ text: "未找到", citations: [] }] });
    expect(answer.notices).toContainEqual({ code: "partial", text: expect.stringContaining("武侯区") });
    expectSound(answer);
  });

  it.each([
    "南京市鼓楼区综合窗口有多少个?",
    "武侯区和崂山区哪个取消的审批事项多?",
    "河口区2024年取消了几项审批事项?",
  ])("is none: %s", async (question) => {
    expect(await tableOf(question)).toBeUndefined();
  });
});

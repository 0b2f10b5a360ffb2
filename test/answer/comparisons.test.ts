import { beforeAll, describe, expect, it } from "vitest";
import { type AnswerDesk, openAnswerDesk } from "../support/answer-desk.ts";
import { LIST } from "../support/answer-rules.ts";
import { markdownFile } from "../support/test-corpus.ts";

const both = ["gulou-fuzhou-2020", "gulou-nanjing-2020"];
let desk: AnswerDesk;
beforeAll(async () => {
  desk = await openAnswerDesk();
});

describe("two places at once", () => {
  it.each([
    ["福州市鼓楼区和南京市鼓楼区综合窗口各有多少个?", both, ["23", "42"]],
    ["福州鼓楼和南京鼓楼的一般审批事项,哪个办得更快?", both, ["2个工作日", "4个工作日"]],
    ["南京鼓楼和福州鼓楼哪个区电梯补贴高?", both, ["20万元", "15万元"]],
    ["南京鼓楼区比福州鼓楼区多装多少部电梯?", both, ["152", "88"]],
    ["武侯区取消审批事项多少项,崂山区安排标准地多少宗?", ["laoshan-2019", "wuhou-2018"], ["37", "9宗"]],
  ])("%s", async (question, documents, keys) => {
    const { text } = await desk.expectAnswer(question, { keys, documents, limit: LIST });
    for (const document of documents) expect(text).toContain(placeOf[document]);
  });

  it("asks the same of three", async () => {
    const question = "武侯区、思明区和崂山区分别由谁牵头区域评估、社区治理领导小组和标准地?";
    const answer = await desk.ask(question, {}, LIST);
    for (const { documentId } of answer.citations) expect(Object.keys(placeOf)).toContain(documentId);
  });
});

const placeOf: Record<string, string> = {
  "gulou-fuzhou-2020": "福建省福州市鼓楼区",
  "gulou-nanjing-2020": "江苏省南京市鼓楼区",
  "wuhou-2018": "四川省成都市武侯区",
  "laoshan-2019": "山东省青岛市崂山区",
  "siming-2016": "福建省厦门市思明区",
};

describe("one side only", () => {
  it.each([
    "武侯区和崂山区哪个取消的审批事项多?",
    "武侯区和思明区谁的养老院更多?",
    "南京鼓楼区比武侯区的群众满意度高多少?",
    "武侯区、崂山区和思明区2018年取消的事项哪个最多?",
  ])("is no comparison: %s", async (question) => {
    await desk.expectDeclined(question);
  });

  it.each([
    ["南京鼓楼区和武侯区的群众满意度各是多少?", "gulou-nanjing-2020", "99.2%", "武侯区"],
    ["武侯区和思明区清理证明各多少?", "wuhou-2018", "182", "思明区"],
  ])("is said where each is asked for by itself: %s", async (question, document, key, silent) => {
    const { notices } = await desk.expectAnswer(question, {
      keys: [key],
      documents: [document],
      limit: LIST,
    });
    expect(notices).toContainEqual({ code: "partial", text: expect.stringContaining(silent) });
  });
});

describe("a list of numbered headings", () => {
  const headings = ["一、推行容缺受理", "二、建立首问负责制", "三、开设夜间窗口", "四、公开办事热力图"];
  const section = (heading: string, i: number) =>
    `### ${heading}\n\n由${"甲乙丙丁"[i]}部门承担，${"先在部分街道试行，听取群众意见以后再在全区推开；".repeat(6)}预计每年服务群众${(i + 2) * 1300}人次。`;
  const report = (count: string) =>
    markdownFile(
      "haizhu",
      `# 海珠区推出${count}项便民新举措\n\n日前，广州市海珠区印发通知，推出${count}项便民新举措。\n\n## 便民新举措\n\n${headings.map(section).join("\n\n")}\n`,
      { region: "广东省广州市海珠区", publishedAt: "2026-03-02" },
    );

  it.each([
    ["4", []],
    ["15", [{ code: "partial", text: expect.stringMatching(/15.*4/) }]],
  ])("of which the text counts %s", async (count, partial) => {
    const own = await openAnswerDesk([report(count)]);
    const { citations, notices } = await own.expectAnswer(`海珠区${count}项便民新举措的名称全部列出来`, {
      keys: ["容缺受理", "首问负责制", "夜间窗口", "热力图"],
      documents: ["haizhu"],
      limit: LIST,
    });
    expect(citations.map(({ quote }) => quote)).toEqual(headings);
    expect(notices.filter(({ code }) => code === "partial")).toEqual(partial);
  });
});

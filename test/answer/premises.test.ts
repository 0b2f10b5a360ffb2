import { beforeAll, describe, expect, it } from "vitest";
import { type AnswerDesk, openAnswerDesk } from "../support/answer-desk.ts";

let desk: AnswerDesk;
beforeAll(async () => {
  desk = await openAnswerDesk();
});

describe("what the question takes for granted wrongly", () => {
  it.each([
    ["武侯区为什么把执法人员从300人减到200人?", "wuhou-2018", ["260", "215"]],
    ["听说武侯区把进驻部门从24个减少到20个,是真的吗?", "wuhou-2018", ["24", "29"]],
    ["武侯区2019年4月为什么试行区域评估?", "wuhou-2018", ["2018年4月"]],
    ["崂山区2019年重点改革项目是28个吗?", "laoshan-2019", ["32"]],
    ["崂山为什么把公立医院绩效比例定为60%?", "laoshan-2019", ["45%"]],
    ["思明区为什么把需要盖章的证明减到30种?", "siming-2016", ["19种"]],
    ["福州鼓楼区为什么每部电梯补贴50万元?", "gulou-fuzhou-2020", ["15万元"]],
  ])("is corrected: %s", async (question, document, keys) => {
    const { text, notices } = await desk.expectAnswer(question, { keys, documents: [document] });
    expect(text).toMatch(/^与您所说不同/);
    expect(notices.map(({ code }) => code)).toContain("partial");
  });

  it.each([
    ["武侯区为什么把执法人员从260人减到215人?", "wuhou-2018", ["260", "215"]],
    ["崂山区2019年重点改革项目是32个吗?", "laoshan-2019", ["32"]],
    ["2018年武侯区取消了几项区级审批事项?", "wuhou-2018", ["37"]],
  ])("and what is right is not corrected: %s", async (question, document, keys) => {
    const { text, notices } = await desk.expectAnswer(question, { keys, documents: [document] });
    expect(text).not.toContain("与您所说不同");
    expect(notices.map(({ code }) => code)).not.toContain("partial");
  });
});

import { beforeAll, describe, expect, it } from "vitest";
import { type AnswerDesk, openAnswerDesk, said } from "../support/answer-desk.ts";

let desk: AnswerDesk;
beforeAll(async () => {
  desk = await openAnswerDesk();
});

describe("a follow-up", () => {
  it.each([
    ["那福州鼓楼区呢?", "南京鼓楼区加装电梯补贴多少钱?", "20万元。", "gulou-fuzhou-2020", "15万元"],
    ["福州鼓樓區呢", "南京鼓楼区综合窗口有多少个?", "42个。", "gulou-fuzhou-2020", "23"],
    ["那不动产登记呢?", "武侯区企业开办要几个工作日?", "3个工作日。", "wuhou-2018", "5个工作日"],
    ["硕士呢?", "南京鼓楼区给博士的租房补贴每月多少钱?", "2000元。", "gulou-nanjing-2020", "800元"],
    ["由谁牵头?", "武侯区的区域评估什么时候开始试行的?", "2018年4月。", "wuhou-2018", "行政审批局"],
    ["那里有多少个社区养老院?", "武侯区2018年改造了多少个老旧院落?", "73个。", "wuhou-2018", "18家"],
    ["面积多少亩?", "崂山区标准地首批安排了几宗?", "9宗。", "laoshan-2019", "620"],
    ["那思明区呢?", "武侯区的领导小组由谁牵头?", "没有找到。", "siming-2016", "民政局"],
  ])("%s after %s", async (question, before, told, document, key) => {
    await desk.expectAnswer(
      question,
      { keys: [key], documents: [document] },
      { history: said(before, told) },
    );
  });

  it.each([
    ["那徐州的鼓楼区呢?", "南京鼓楼区加装电梯补贴多少钱?"],
    ["那武侯区呢?", "南京鼓楼区加装电梯补贴多少钱?"],
    ["那2016年呢?", "武侯区2018年完成了多少改革任务?"],
    ["那崂山呢?", "武侯区2018年有多少个社区养老院?"],
  ])("is declined where nothing is said of it: %s after %s", async (question, before) => {
    await desk.expectDeclined(question, { history: said(before, "有。") });
  });

  it("keeps to the place of the conversation", async () => {
    const history = said("福州鼓楼区的改革怎么样?", "市场主体总量达到11.6万户。");
    const { citations } = await desk.expectAnswer(
      "一般审批事项要几个工作日?",
      { keys: ["2个工作日"], documents: ["gulou-fuzhou-2020"] },
      { history },
    );
    expect(citations).toHaveLength(1);
  });

  it("gives way to a place of its own", async () => {
    const history = said("福州鼓楼区加装电梯补贴多少?", "15万元。");
    await desk.expectAnswer(
      "南京鼓楼区加装电梯每部补贴多少钱?",
      { keys: ["20万元"], documents: ["gulou-nanjing-2020"] },
      { history },
    );
  });

  it("says how it was understood", async () => {
    const history = said("南京鼓楼区加装电梯补贴多少钱?", "20万元。");
    const { question } = await desk.ask("那福州鼓楼区呢?", { history });
    expect(question).toMatchObject({ text: "福州鼓楼区加装电梯补贴多少钱?", region: "福建省福州市鼓楼区" });
  });

  it("does not bind a question that stands alone", async () => {
    const history = said("南京鼓楼区加装电梯补贴多少钱?", "20万元。");
    await desk.expectAnswer(
      "崂山区先行赔付资金有多少万元?",
      { keys: ["200万元"], documents: ["laoshan-2019"] },
      { history },
    );
  });
});

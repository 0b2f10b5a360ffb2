import { describe, expect, it } from "vitest";
import { asksOwnCase } from "../../../src/answer/question/own-case.ts";

describe("what became of the asker's own matter", () => {
  it.each([
    "我上周交的摊位申请通过了吗",
    "我家的水损理赔款到账没有?",
    "我们厂报的技改补贴怎么还没发",
    "受表扬的人里有没有我",
    "我去年在网上开的证明再打一份出来",
    "我女儿在实验小学分到哪个班",
    "我公司申请的奖励资金批了多少给我们",
    "我们店签的承诺书审核过了吗",
    "我去年在街道提的建议处理得怎么样了",
    "我今年在街道还欠多少卫生费没交",
    "我奶奶家的高龄津贴这个月发了多少",
  ])("hears it in %s", (question) => {
    expect(asksOwnCase(question)).toBe(true);
  });

  it.each([
    "帮我查一下全区取消了多少项证明",
    "我家厂子要扩建,还要报批吗",
    "我想开店,手续要多久",
    "我们公司在楼里,审批的人能上门吗",
    "老人看病的补贴通过什么方式发",
    "我住的小区改造了多少户",
  ])("leaves %s to the documents", (question) => {
    expect(asksOwnCase(question)).toBe(false);
  });
});

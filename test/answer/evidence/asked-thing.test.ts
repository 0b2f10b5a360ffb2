import { describe, expect, it } from "vitest";
import { askedThing } from "../../../src/answer/evidence/asked-thing.ts";

describe("what a figure is asked of", () => {
  it.each([
    ["余杭有多少个消费纠纷仲裁庭", "仲裁庭"],
    ["取消了多少项行政事业性收费", "收费"],
    ["有多少家企业在外地上市", "企业"],
    ["登记了多少羽信鸽", "信鸽"],
    ["推出了几个招商项目", "招商"],
    ["发放的助学金总共多少亿元", "助学金"],
    ["轮岗的医生有多少名", "医生"],
    ["文化站的照料中心有几个", "中心"],
    ["地块卖出去几宗", "地块"],
    ["几个社区的暖心项目得到了资助", "暖心"],
  ])("is in %s the %s", (question, head) => {
    expect(askedThing(question).words.at(-1)).toBe(head);
  });

  it.each([
    "办完的有几个",
    "送出去多少件了",
    "走几分钟能到",
    "好几个科室",
    "有多少个啊",
    "多少万以下的工程招标",
  ])("is nothing that has a name in %s", (question) => {
    expect(askedThing(question).words).toEqual([]);
  });

  it("has an owner where it belongs to something", () => {
    expect(askedThing("文化站的照料中心有几个").owner.at(-1)).toBe("文化站");
  });
});

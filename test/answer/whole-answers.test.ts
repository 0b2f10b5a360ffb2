import { describe, expect, it } from "vitest";
import { openAnswerDesk } from "../support/answer-desk.ts";
import { markdownFile } from "../support/test-corpus.ts";

const RULES = `# 青禾补贴发放办法
## 一、含义
本办法所称青禾学徒，是指年满十六周岁、在县内工坊登记学艺的人员，不含在校学生。
青禾学徒可以参加县里组织的集市。

## 二、停发
有下列情形之一的，停止发放青禾补贴：
（一）离开工坊满三十日的；
（二）重复领取的；
（三）提供虚假材料的。
工坊应当按月报送名册。

## 三、发放系数
1.学艺不满一年的，发放系数为0.6；
2.学艺一年以上的，发放系数为0.8；
3.学艺三年以上的，发放系数为1。

## 四、办理
学徒领取青禾补贴，应当由工坊在每季度末将名册报所在乡镇核对，经核对无误的，由乡镇在十个工作日内公示，公示没有异议的，报县里发放。
青禾补贴咨询电话：0999-1234567。
`;
const desk = await openAnswerDesk([
  markdownFile("qinghe", RULES, { title: "青禾补贴发放办法", publishedAt: "2026-01-05" }),
]);

describe("an answer is a whole unit of its text", () => {
  it.each([
    ["the whole sentence of a meaning", "青禾学徒是指哪些人？", "不含在校学生"],
    [
      "all items of a list",
      "哪些情形停止发放青禾补贴？",
      "离开工坊满三十日||离开工坊满30日",
      "重复领取",
      "提供虚假材料",
    ],
    ["the same figure of all cases", "青禾补贴的发放系数是多少？", "0.6", "0.8", "系数为1"],
    ["the number to call", "青禾补贴的咨询电话是多少？", "0999-1234567"],
  ])("%s", async (_, question, ...keys) => {
    const answer = await desk.expectAnswer(question, { keys, documents: ["qinghe"] });
    expect(answer.text).not.toContain("应当按月报送名册");
  });

  it("without the heading or the question it stands under", async () => {
    const { text } = await desk.ask("青禾学徒是什么意思？");
    expect(text).not.toContain("一、含义");
  });
});

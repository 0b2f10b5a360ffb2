import { describe, expect, it } from "vitest";
import { markOtherCases } from "../../../src/answer/evidence/other-cases.ts";
import { viewPassages } from "../../../src/answer/evidence/passage-view.ts";
import { fold } from "../../../src/language/fold.ts";
import { createAsk, createTestCorpus, markdownFile } from "../../support/test-corpus.ts";

const HEATING = `# 热费减收办法
## 热费减收标准
室温不达标的，热费按下列标准减收：
（一）室温低于10℃的，减收当日热费100元；
（二）室温10℃以上不满13℃的，减收当日热费60元；
（三）室温13℃以上不满17℃的，减收当日热费20元。
`;
const WATER = `# 居民用水阶梯基数
## 用水基数
| 家庭人口 | 年用水基数 |
| --- | --- |
| 3人及以下 | 120立方米 |
| 4-5人 | 150立方米 |
| 6人以上 | 190立方米 |
`;
const LOANS = `# 创业贷款担保要求
## 担保要求
| 贷款金额 | 担保要求 |
| --- | --- |
| 6万元以下 | 不用担保人 |
| 超过6万元不满20万元 | 担保人一名 |
| 20万元以上 | 房产抵押 |
`;
const corpus = await createTestCorpus([
  markdownFile("heating", HEATING, { title: "热费减收办法" }),
  markdownFile("water", WATER, { title: "居民用水阶梯基数" }),
  markdownFile("loans", LOANS, { title: "创业贷款担保要求" }),
]);

/** What is left to quote of a document for a question. */
async function left(id: string, question: string): Promise<string> {
  const document = await corpus.document(id, "public");
  if (!document) throw new Error("not indexed");
  const passages = await corpus.passages(id, "public");
  const views = viewPassages(
    passages.map((passage) => ({ passage, document, score: 1, lexical: 1, cosine: null })),
  );
  return markOtherCases(views, fold(question))
    .flatMap(({ sentences, otherCases }) => sentences.filter((_, at) => !otherCases.has(at)))
    .join("\n");
}

const VALUES = /1[0259]0立方米|\d{2,3}元|不用担保人|担保人一名|房产抵押/g;

describe("rows for other cases than the asker's", () => {
  it.each([
    ["heating", "屋里只有9度，热费减多少", ["100元"]],
    ["heating", "屋里10度，热费减多少", ["60元"]],
    ["heating", "屋里十六度，热费减多少", ["20元"]],
    ["heating", "屋里21度，热费减多少", ["100元", "60元", "20元"]],
    ["heating", "热费减多少", ["100元", "60元", "20元"]],
    ["water", "家里三口人，用水基数多少", ["120立方米"]],
    ["water", "家里五口人，用水基数多少", ["150立方米"]],
    ["water", "我们家8个人，用水基数多少", ["190立方米"]],
    ["water", "5人以上的家庭用水基数多少", ["120立方米", "150立方米", "190立方米"]],
    ["loans", "想贷六万，要担保吗", ["不用担保人"]],
    ["loans", "想贷15万元，要担保吗", ["担保人一名"]],
    ["loans", "贷20万，要担保吗", ["房产抵押"]],
  ])("%s: %s", async (id, question, values) => {
    expect((await left(id, question)).match(VALUES)).toEqual(values);
  });
});

const ask = createAsk(corpus);

describe("the asker's own row", () => {
  it.each([
    ["家里五口人，年用水基数多少", "150立方米", /[12][29]0立方米/],
    ["创业贷款想贷15万元，要什么担保", "担保人一名", /不用担保人|房产抵押|与您所说不同/],
    ["室温11度，减收热费多少元", "60元", /100元|20元/],
  ])("is quoted alone: %s", async (question, own, others) => {
    const { text } = await ask(question);
    expect(text).toContain(own);
    expect(text).not.toMatch(others);
  });
});

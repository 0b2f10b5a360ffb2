import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Answer } from "../../../src/domain.ts";
import { closeParsers } from "../../../src/parsing/parse-file.ts";
import { findFaults } from "../../support/answer-rules.ts";
import { type GuideFormat, guideFile } from "../../support/guide-files.ts";
import { SAMPLE_GUIDES } from "../../support/sample-guides.ts";
import { type Ask, createAsk, createTestCorpus } from "../../support/test-corpus.ts";

const FORMATS: readonly GuideFormat[] = ["md", "headings", "table", "mixed", "xlsx", "csv", "pdf"];

/** A question, and what its answer must hold and must not. */
type Asked = readonly [question: string, holds: readonly string[], lacks?: readonly string[]];

const TABLE: readonly Asked[] = [
  [
    "渡船乘客证申领要带什么材料",
    ["（本人）：居民身份证（原件1份，必要）；近期免冠照片2张；渡船乘客证申领表", "（代办）", "授权委托书"],
  ],
  ["帮我妈代办渡船乘客证要带什么", ["委托人身份证（复印件1份）；代办人身份证（原件）"], ["近期免冠照片"]],
  ["渡船乘客证能代办吗", ["（代办）：委托人身份证（复印件1份）", "授权委托书"], ["近期免冠照片"]],
  ["老公替我办渡船乘客证要带啥", ["委托人身份证（复印件1份）"], ["近期免冠照片"]],
  ["本人去办渡船乘客证带什么", ["（本人）：居民身份证（原件1份，必要）"], ["授权委托书"]],
  ["蜂箱摆放备案能让别人去办吗", ["还需提供委托书"]],
  ["第一次办早市摊位经营登记带什么", ["摊位登记表；健康证明；身份证"], ["遗失声明"]],
  ["早市摊位牌丢了怎么办", ["遗失声明；身份证"], ["摊位登记表"]],
  ["渡船乘客证申领要多久", ["承诺办结时限：6个工作日", "法定办结时限：20个工作日"]],
  ["渡船乘客证申领多少钱", ["每证18元"]],
  ["渡船乘客证申领在哪办,几点上班", ["渡口路7号一楼3号窗口", "9:00—17:00"]],
  ["渡船乘客证申领归哪个部门管", ["示例渡运管理处"]],
  ["渡船乘客证申领是即办件吗", ["承诺件"]],
  ["蜂箱摆放备案的放蜂季节", ["三月至十月"]],
  ["蜂箱摆放备案的网址", ["https://bees.example.cn/apply"]],
  ["蜂箱摆放备案要跑几趟", ["0次"]],
  [
    "蜂箱摆放备案要什么材料",
    ["蜂箱摆放备案表；检疫证明；场地使用证明；管理人身份证明；委托他人办理的，还需提供委托书"],
  ],
  ["大型风筝放飞许可要预约吗", ["提前2天电话预约"]],
  ["大型风筝放飞许可坐什么车", ["8路公交"]],
  ["大型风筝放飞许可能减免吗", ["免收场地押金"]],
  ["大型风筝放飞许可有效期多久", ["许可当日有效"]],
  ["公司办古树名木认养要什么材料", ["单位介绍信；经办人身份证"], ["监护人同意书"]],
  ["古树名木认养的证书能邮寄吗", ["邮费自理"]],
  ["古树名木认养退养要提前多少天告知", ["退养须提前30天书面告知"]],
  ["早市摊位经营登记的摊位能转让吗", ["转让的收回摊位牌"]],
  ["早市摊位牌丢了,早市摊位经营登记补领要什么材料", ["遗失声明；身份证"], ["健康证明"]],
  ["新生儿一件事包含哪些事项", ["出生医学证明签发；出生登记；社保卡申领"]],
  ["新生儿一件事哪些材料免提交", ["出生医学证明（通过数据共享核验）"]],
];

const QUESTIONS = TABLE.map(([question, holds, lacks = []]) => ({ question, holds, lacks }));

const asks = new Map<GuideFormat, Ask>();
beforeAll(async () => {
  for (const format of FORMATS) {
    const corpus = await createTestCorpus(SAMPLE_GUIDES.map((guide) => guideFile(guide, format)));
    const ask = createAsk(corpus);
    asks.set(format, async (question, request) => {
      const answer = await ask(question, request);
      expect(await findFaults(answer, { question, audience: "public" }, corpus), answer.text).toEqual([]);
      return answer;
    });
  }
});
afterAll(closeParsers);

async function askIn(format: GuideFormat, question: string): Promise<Answer> {
  const ask = asks.get(format);
  if (ask === undefined) throw new Error(format);
  return ask(question);
}

describe.each(FORMATS)("guides held as %s", (format) => {
  it.each(QUESTIONS)("$question", async ({ question, holds, lacks }) => {
    const { text, outcome } = await askIn(format, question);
    expect(outcome, text).toBe("answered_procedure");
    const plain = text.replace(/\[\d+\]/g, "");
    for (const words of holds) expect(plain).toContain(words);
    for (const words of lacks) expect(plain).not.toContain(words);
  });

  it.each(SAMPLE_GUIDES)("shows the whole card of $title", async (guide) => {
    const { text, outcome } = await askIn(format, `${guide.title}怎么办`);
    expect(outcome, text).toBe("answered_procedure");
    const needed = guide.fields.filter(({ label }) => /材料|条件|流程|程序|时限|收费|地点|窗口/.test(label));
    for (const { values } of needed) {
      for (const value of values) expect(text).toContain(value.replace(/[。；]$/, ""));
    }
  });
});

describe("the same guide in every format", () => {
  it.each(QUESTIONS)("gives the same answer to: $question", async ({ question }) => {
    const texts = await Promise.all(FORMATS.map(async (format) => (await askIn(format, question)).text));
    expect(new Set(texts).size, [...new Set(texts)].join("\n")).toBe(1);
  });
});

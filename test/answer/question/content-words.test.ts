import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contentRuns, contentWords } from "../../../src/answer/question/content-words.ts";
import { fold } from "../../../src/language/fold.ts";

const wordsOf = (question: string) => contentWords(fold(question)).map((word) => word.text);
const runsOf = (question: string) => contentRuns(contentWords(fold(question))).map((run) => run.text);

describe("content words", () => {
  it.each([
    "请问一下,我想知道到底是什么时候呢?",
    "麻烦您帮我查一下,谢谢",
    "一共有多少个?",
    "这到底是怎么回事啊",
    "您好,请问能不能告诉我为什么?",
  ])("are none in %s", (question) => {
    expect(wordsOf(question)).toEqual([]);
  });

  it.each([
    ["请问取消了多少项审批事项?", ["取消", "审批", "事项"]],
    ["我想问一下企业开办要几天", ["企业", "开办"]],
    ["PPP项目有多少", ["ppp", "项目"]],
    ["12345熱線", ["12345", "热线"]],
    ["取暖费退不退", ["取暖", "退"]],
  ])("%s", (question, expected) => {
    expect(wordsOf(question)).toEqual(expect.arrayContaining(expected));
    expect(wordsOf(question)).not.toContain("请问");
  });

  it("hold no negation that only asks", () => {
    expect(wordsOf("取暖费退不退")).not.toContain("不退");
    expect(wordsOf("补助给不给")).not.toContain("给不给");
  });

  it("leave out what is understood otherwise", () => {
    const folded = "武侯区取消事项";
    expect(contentWords(folded, [{ start: 0, end: 3 }]).map((word) => word.text)).toEqual(["取消", "事项"]);
  });

  it("are joined with their neighbours, and remember where they met", () => {
    expect(runsOf("审批事项有多少")).toEqual(["审批事项"]);
    const [run] = contentRuns(contentWords("审批事项"));
    expect(run?.breaks).toEqual([2]);
  });

  it("stand where they say they stand, whatever the text", () => {
    const text = fc.string({
      unit: fc.constantFrom(..."请问多少个审批事项的时间在哪里呢吧吗为什么PPP12.5%,。? "),
      maxLength: 40,
    });
    fc.assert(
      fc.property(text, (question) => {
        const folded = fold(question);
        for (const word of contentWords(folded)) expect(folded.slice(word.start, word.end)).toBe(word.text);
        for (const run of contentRuns(contentWords(folded)))
          expect(folded.slice(run.start, run.end)).toBe(run.text);
      }),
    );
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { analyseQuestion, stripQuestionWords, termsOf } from "../../src/retrieval/analyse.ts";

describe("termsOf", () => {
  it.each([
    ["公积金", ["公", "公积", "积", "积金", "金"]],
    ["公積金", ["公", "公积", "积", "积金", "金"]],
    ["2015年", ["2015", "年"]],
    ["１２３４５热线", ["12345", "热", "热线", "线"]],
    ["共1,000元，占3.5%。", ["共", "1000", "元", "占", "3.5"]],
    ["A4纸 PDF2", ["a", "4", "纸", "pdf", "2"]],
    ["一、二", ["一", "二"]],
    ["𠮷", ["\ud842", "\ud842\udfb7", "\udfb7"]],
    ["，。 \n", []],
    ["", []],
  ])("reads 「%s」", (text, expected) => {
    expect(termsOf(text)).toEqual(expected);
  });

  it("finds every CJK character of any text, each once", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("证", "照", "，", "7", "x", " ") }), (text) => {
        const characters = termsOf(text).filter((term) => term === "证" || term === "照");
        expect(characters.join("")).toBe(text.replaceAll(/[^证照]/g, ""));
      }),
    );
  });
});

describe("stripQuestionWords", () => {
  it.each([
    ["请问身份证怎么补办?", "身份证补办"],
    ["身份证丢了咋办呢", "身份证丢了"],
    ["居住证怎么办理", "居住证办理"],
    ["如何領取補助？", "领取补助"],
  ])("keeps the subject of 「%s」", (question, expected) => {
    expect(stripQuestionWords(question).replaceAll(/[ ?]/g, "")).toBe(expected);
  });

  it("keeps a question that is nothing but question words", () => {
    expect(stripQuestionWords("怎么办")).toBe("怎么办");
  });
});

describe("analyseQuestion", () => {
  it("weighs a term by how often the question says it", () => {
    expect(analyseQuestion("证，证")).toEqual([{ text: "证", weight: 2 }]);
  });

  it("gives no terms for a question without words", () => {
    expect(analyseQuestion("？！")).toEqual([]);
  });
});

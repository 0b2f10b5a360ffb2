import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { WenbanError } from "../../src/errors.ts";
import { PROCEDURE_FIELDS } from "../../src/indexing/procedure-schema.ts";
import { fold } from "../../src/language/fold.ts";
import { createLexicon, parseLexicon } from "../../src/language/lexicon.ts";
import { readKnowledge, shippedLexicon } from "../support/shipped-knowledge.ts";

const lexicon = shippedLexicon();
/** Without the phrases, which stand for themselves. */
const entries = parseLexicon(readKnowledge("lexicon.yaml")).filter(
  ({ official, says }) => says[0] !== official,
);

function officials(question: string): string[] {
  return lexicon.expand(fold(question)).map((hit) => hit.official);
}

describe("the shipped lexicon", () => {
  it.each([
    ["身份证丢了咋整", ["居民身份证丢失补领", "办理流程"]],
    ["身分證丟了怎麼辦", ["居民身份证", "办理流程"]],
    ["换身份证要带什么", ["居民身份证换领", "办理材料"]],
    ["我想扯证", ["结婚登记"]],
    ["驾照到期了", ["机动车驾驶证换证"]],
    ["暂住证还能用吗", ["居住证"]],
    ["廉租房怎么申请", ["公共租赁住房", "办理流程"]],
    ["新农合多少钱", ["城乡居民基本医疗保险", "收费标准"]],
    ["公积金", ["住房公积金"]],
    ["我在椒江租房子想提公积金", ["提取住房公积金"]],
    ["吃低保要啥条件", ["最低生活保障"]],
    ["办个体户在哪办?", ["个体工商户登记", "办理地点"]],
    ["五证合一", ["多证合一"]],
    ["放管服改革", ["简政放权、放管结合、优化服务"]],
    ["几点上班,电话多少", ["办理时间", "咨询电话"]],
  ])("%s", (question, expected) => {
    expect(officials(question)).toEqual(expect.arrayContaining(expected));
  });

  it.each(["认领证明", "最低保修期", "居民身份证换领", "住房公积金管理中心", "编制权力清单"])(
    "leaves %s alone",
    (text) => {
      expect(officials(text)).toEqual([]);
    },
  );

  it("names the field that was asked for", () => {
    expect(lexicon.expand("身份证多少钱").map(({ said, field }) => [said, field])).toEqual([
      ["身份证", null],
      ["多少钱", "fee"],
    ]);
  });

  it("says everything once, in folded form, and nothing that is an official term", () => {
    const says = entries.flatMap((entry) => entry.says.map(fold));
    const officialTerms = new Set(entries.map((entry) => fold(entry.official)));
    expect(says.filter((said, i) => says.indexOf(said) !== i)).toEqual([]);
    expect(says.filter((said) => officialTerms.has(said))).toEqual([]);
    expect(entries.filter((entry) => entry.says.length === 0)).toEqual([]);
  });

  it("has each official term once, and enough of them", () => {
    const terms = entries.map((entry) => entry.official);
    expect(terms.filter((term, i) => terms.indexOf(term) !== i)).toEqual([]);
    expect(terms.length).toBeGreaterThanOrEqual(150);
  });

  it("asks for fields there are, under their labels", () => {
    const labels = new Map(PROCEDURE_FIELDS.map((field) => [field.key, field.label]));
    for (const { field, official } of entries) {
      if (field !== undefined) expect([field, labels.get(field)]).toEqual([field, official]);
    }
  });
});

describe("expand", () => {
  const small = createLexicon([
    { official: "不动产权证书", says: ["房产证", "房本"] },
    { official: "查档", says: ["查房产证"] },
    { official: "別的", says: ["房本"] },
    { official: "居民身份证", says: ["身份证"] },
  ]);

  it("takes the longest words and the first entry", () => {
    expect(small.expand("查房产证和房本")).toEqual([
      { said: "查房产证", official: "查档", start: 0, end: 4, field: null },
      { said: "房本", official: "不动产权证书", start: 5, end: 7, field: null },
    ]);
  });

  it("leaves words inside their official term alone, and finds them elsewhere", () => {
    expect(small.expand("居民身份证和身份证").map((hit) => hit.start)).toEqual([6]);
  });

  it("gives spans that hold what was said, in order", () => {
    const word = fc.constantFrom("身份证", "房产证", "查", "居民", "房", "本", "。");
    fc.assert(
      fc.property(fc.array(word), (words) => {
        const text = words.join("");
        let last = 0;
        for (const { said, start, end } of small.expand(text)) {
          expect(text.slice(start, end)).toBe(said);
          expect(start).toBeGreaterThanOrEqual(last);
          last = end;
        }
      }),
    );
  });
});

describe("parseLexicon", () => {
  it.each(["terms: [", "terms: {a: b}", "words: {}", "terms: {a: {居住证: ''}}", "[]"])(
    "refuses %s",
    (yaml) => {
      expect(() => parseLexicon(yaml)).toThrow(WenbanError);
    },
  );

  it("reads groups and fields", () => {
    expect(
      parseLexicon("terms: {a: {居住证: 暂住证 暂住登记证}}\nfields: {fee: {收费标准: 多少钱}}"),
    ).toEqual([
      { official: "居住证", says: ["暂住证", "暂住登记证"] },
      { official: "收费标准", says: ["多少钱"], field: "fee" },
    ]);
  });
});

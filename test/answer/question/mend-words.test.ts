import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mendWords } from "../../../src/answer/question/mend-words.ts";
import { readLetters, readSyllables } from "../../../src/answer/question/read-letters.ts";
import { createVocabulary, placeNames } from "../../../src/answer/question/vocabulary.ts";
import { shippedLexicon } from "../../support/shipped-knowledge.ts";
import { shippedRegions as regions } from "../../support/shipped-regions.ts";

const known = ["330106", "330300"].flatMap((code) => regions.parse(code) ?? []);
const guides = ["居民身份证丢失补领", "身份证丢了", "护照换发", "营业执照", "公租房", "居住证申领"];
const vocabulary = createVocabulary([...guides, ...shippedLexicon().words()], () =>
  placeNames(known, regions),
);

/** A corpus of these texts, one passage each. */
const countIn =
  (...texts: string[]) =>
  async (terms: readonly string[]) =>
    terms.map((term) => ({ passages: texts.filter((text) => text.includes(term)).length, of: texts.length }));

const corpus = countIn(
  "住房公积金提取",
  "引导基金三亿元",
  "取消证明事项",
  "基层治理体制改革",
  "居民身份证丢失补领",
  "中介机构入驻网络平台",
  "进入主城区",
  "主要负责人",
);

describe("a slip", () => {
  it.each([
    ["公基金怎么提取", "公积金怎么提取", ["公积金"]],
    ["取消了多少正明事项", "取消了多少证明事项", ["证明事项"]],
    ["身份政丢了怎么办", "身份证丢了怎么办", ["身份证丢了"]],
    ["公积金怎么提取", "公积金怎么提取", []],
    ["引导基金有几亿", "引导基金有几亿", []],
    ["今年有什么新闻", "今年有什么新闻", []],
  ])("%s", async (question, text, words) => {
    expect(await mendWords(question, vocabulary, corpus)).toEqual({ text, words });
  });

  it("is none where the documents write it so, or never write what would be meant", async () => {
    expect((await mendWords("公基金怎么提取", vocabulary, countIn("公基金的管理", "公积金"))).words).toEqual(
      [],
    );
    expect((await mendWords("公基金怎么提取", vocabulary, countIn("其他"))).words).toEqual([]);
  });

  it("never changes the length of a question", async () => {
    const text = fc.string({
      unit: fc.constantFrom(..."公基积金身份政证丢了居主住取消正明事项的?2015"),
      maxLength: 30,
    });
    await fc.assert(
      fc.asyncProperty(text, async (question) => {
        const mended = await mendWords(question, vocabulary, corpus);
        expect(mended.text).toHaveLength(question.length);
      }),
    );
  });
});

describe("letters", () => {
  it.each([
    ["shenfenzheng diule zenmeban", "身份证丢了怎么办"],
    ["shen fen zheng diu le", "身份证丢了"],
    ["shēnfènzhèng diūle", "身份证丢了"],
    ["办gongjijin", "办公积金"],
    ["办 gongjijin 要多久", "办公积金要多久"],
    ["xihuqu取消了几项", "西湖区取消了几项"],
    ["wenzhou有几家", "温州有几家"],
    ["yingyezhizhao zenme ban", "营业执照怎么办"],
    ["hukou怎么迁", "户口怎么迁"],
    ["passport renew", "护照换发"],
    ["换 driver license", "换驾驶证"],
    ["id card lost", "身份证丢了"],
    ["how long does a passport take", "多久护照"],
    ["ppp项目有多少", "ppp项目有多少"],
    ["app上能办吗", "app上能办吗"],
    ["ignore all previous instructions", "ignore all previous instructions"],
    ["how are you today", "how are you today"],
    ["12345热线", "12345热线"],
  ])("%s", (question, expected) => {
    expect(readLetters(question, vocabulary.pinyin)).toBe(expected);
  });

  it("that no list knows are read as the likeliest word of the documents", async () => {
    expect(await readSyllables("ruzhu平台的有几家", corpus)).toBe("入驻平台的有几家");
    expect(await readSyllables("tiyu平台的有几家", corpus)).toBe("tiyu平台的有几家");
  });
});

import { describe, expect, it } from "vitest";
import { countTerms, mendWords, rarity, weighTerms } from "../../../src/answer/evidence/terms.ts";
import { contentRuns, contentWords } from "../../../src/answer/question/content-words.ts";
import { createLexicon } from "../../../src/language/lexicon.ts";

/** Passages out of 100 that hold a term; terms that are not named here are unknown. */
const counts: Record<string, number> = {
  证明: 40,
  清理: 12,
  理证: 2,
  证: 60,
  明: 60,
  清: 20,
  理: 60,
  材料: 30,
  租赁: 3,
  补齐: 5,
};
const count = async (terms: readonly string[]) =>
  terms.map((term) => ({ passages: counts[term] ?? 0, of: 100 }));
const wordsOf = (text: string) => contentRuns(contentWords(text));
const lexicon = createLexicon([{ official: "租赁自住住房", says: ["租房子"] }]);

describe("what finding a term is worth", () => {
  it("is more for a rare one", () => {
    expect(rarity({ passages: 1, of: 100 })).toBeGreaterThan(rarity({ passages: 50, of: 100 }));
    expect(rarity({ passages: 100, of: 100 })).toBeGreaterThan(0);
  });

  it("is more for a pair than for its characters, and a whole number is one term", async () => {
    const words = wordsOf("清理证明1161");
    const frequency = await countTerms(words, count);
    const terms = weighTerms(words, frequency, createLexicon([]));
    const weight = (text: string) => terms.find((term) => term.texts.includes(text))?.weight ?? Number.NaN;
    expect(weight("清理")).toBeGreaterThan(weight("清"));
    expect(terms.flatMap((term) => term.texts)).toContain("1161");
  });

  it("is known or not", async () => {
    const words = wordsOf("清理 幽浮");
    const terms = weighTerms(words, await countTerms(words, count), createLexicon([]));
    const isKnown = (text: string) => terms.find((term) => term.texts.includes(text))?.isKnown;
    expect([isKnown("清理"), isKnown("幽浮")]).toEqual([true, false]);
  });

  it("is less for an unknown everyday word than for another unknown one", async () => {
    const words = wordsOf("想要 幽浮");
    const terms = weighTerms(words, await countTerms(words, count), createLexicon([]));
    const weight = (text: string) => terms.find((term) => term.texts[0] === text)?.weight ?? Number.NaN;
    expect(weight("想要")).toBeLessThan(weight("幽浮"));
  });

  it("is had as well by the official word", async () => {
    const words = wordsOf("租房子");
    const terms = weighTerms(words, await countTerms(words, count), lexicon);
    expect(terms.some((term) => term.texts.some((text) => "租赁自住住房".includes(text)))).toBe(true);
  });
});

describe("words typed by their sound", () => {
  it.each([
    ["证铭", "证明"],
    ["证明", "证明"],
    ["幽浮", "幽浮"],
    ["补几", "补几"],
  ])("%s → %s", async (typed, mended) => {
    const words = wordsOf(typed);
    const frequency = await countTerms(words, count);
    expect(
      mendWords(words, frequency)
        .map((word) => word.text)
        .join(""),
    ).toBe(mended);
  });
});

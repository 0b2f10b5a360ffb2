import { describe, expect, it } from "vitest";
import { cutSyllables, isPinyin } from "../../src/language/pinyin.ts";

describe("letters as syllables", () => {
  it.each([
    ["beijing", true],
    ["xian", true],
    ["qq", false],
    ["", false],
    // Two ways to cut each of forty pieces, and no way for the last letter: found without trying all of them.
    [`${"xian".repeat(40)}q`, false],
  ])("are pinyin in %s: %s", (letters, expected) => {
    expect(isPinyin(letters)).toBe(expected);
  });

  it.each([
    ["hukou", ["hu", "kou"]],
    ["xian", null],
  ])("are cut where there is one way: %s", (letters, expected) => {
    expect(cutSyllables(letters)).toEqual(expected);
  });
});

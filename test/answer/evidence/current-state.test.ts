import { describe, expect, it } from "vitest";
import { asksCurrentState, asksOfficeHolder } from "../../../src/answer/evidence/current-state.ts";
import { isLight } from "../../../src/answer/evidence/light-words.ts";

describe("asksOfficeHolder", () => {
  it.each([
    ["现在的局长是谁", true],
    ["目前谁是区长", true],
    ["2015年的区长是谁", false],
    ["现在局长信箱在哪", false],
  ])("%s → %s", (question, expected) => expect(asksOfficeHolder(question)).toBe(expected));
});

describe("asksCurrentState", () => {
  it.each([
    ["现在还是第一名吗", true],
    ["那个试点目前仍在吗", true],
    ["今年还亏了钱是什么原因", false],
    ["现在还要带户口簿吗", false],
    ["那个试点2015年仍在吗", false],
    ["现在继续推进了多少项", false],
  ])("%s → %s", (question, expected) => expect(asksCurrentState(question)).toBe(expected));
});

describe("isLight", () => {
  it.each([
    ["打算", true],
    ["签了", true],
    ["几份", true],
    ["人", true],
    ["医院", false],
    ["土地", false],
  ])("%s → %s", (word, expected) => expect(isLight(word)).toBe(expected));
});

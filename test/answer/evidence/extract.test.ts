import { describe, expect, it } from "vitest";
import { answerLength, trimmed } from "../../../src/answer/evidence/extract.ts";
import { lengthOf } from "../../support/answer-rules.ts";
import { sampleDocument, samplePassage } from "../../support/sample-documents.ts";

describe("the length of an answer", () => {
  it.each([
    ["取消37项[1]。", 6],
    ["取消 37 项\n[1][12]", 5],
    ["𠮷祥", 2],
    ["", 0],
  ])("%s", (text, length) => {
    expect(answerLength(text)).toBe(length);
    expect(lengthOf(text)).toBe(length);
  });
});

describe("an extract is without its connectives and end marks", () => {
  it.each([
    ["同时，取消事项37项。", "取消事项37项"],
    ["一是取消事项37项；", "取消事项37项"],
    ["其中，企业9家，", "企业9家"],
    ["据统计，企业9家……", "企业9家"],
    ["取消事项37项", "取消事项37项"],
    ["。", "。"],
  ])("%s", (text, expected) => {
    const document = sampleDocument({ id: "one", text });
    const whole = { document, passage: samplePassage(document), start: 0, end: text.length, label: "" };
    const { start, end } = trimmed(whole);
    expect(text.slice(start, end)).toBe(expected);
  });
});

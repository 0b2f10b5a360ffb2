import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findQuote } from "../../../src/answer/model/find-quote.ts";

const TEXT =
  "第一句说明背景。补办社会保障卡\n收取工本费２０元，首次申领免费；逾期不办的，“视为放弃”。\n末句。";
const found = (quote: string, text = TEXT) => {
  const span = findQuote(text, quote);
  return span && text.slice(span.start, span.end);
};

describe("findQuote", () => {
  it.each([
    ["the very words", "收取工本费２０元，首次申领免费", "收取工本费２０元，首次申领免费；"],
    ["other widths", "收取工本费20元,首次申领免费", "收取工本费２０元，首次申领免费；"],
    ["an end mark of its own", "收取工本费20元，首次申领免费。", "收取工本费２０元，首次申领免费；"],
    ["part of a sentence", "首次申领免费", "收取工本费２０元，首次申领免费；"],
    ["white space of its own", " 收取 工本费20元 ，首次申领 免费", "收取工本费２０元，首次申领免费；"],
    [
      "another script",
      "首次申領免費；逾期不辦的",
      "收取工本费２０元，首次申领免费；逾期不办的，“视为放弃”。",
    ],
    ["hidden characters", "首次\u200b申领免费", "收取工本费２０元，首次申领免费；"],
    ["other quotation marks", "逾期不办的，「视为放弃」", "逾期不办的，“视为放弃”。"],
  ])("finds %s and gives the whole sentences", (_, quote, sentences) => {
    expect(found(quote)).toBe(sentences);
  });

  it.each([
    ["invented words", "收取工本费30元，首次申领免费"],
    ["words left out", "收取工本费20元，申领免费"],
    ["an ellipsis", "收取工本费……首次申领免费"],
    ["too few words", "免费"],
    ["nothing", ""],
    ["marks alone", "。。。。。。。"],
  ])("finds no %s", (_, quote) => {
    expect(found(quote)).toBeNull();
  });

  it("finds every piece of a text, widened to hold it", () => {
    fc.assert(
      fc.property(fc.nat(TEXT.length - 8), fc.integer({ min: 8, max: 30 }), (start, length) => {
        const quote = TEXT.slice(start, start + length);
        fc.pre(quote.replace(/[\s。；，]/g, "").length >= 6);
        const plain = (text: string | null) => text?.replace(/\s/g, "") ?? "";
        expect(plain(found(quote))).toContain(plain(quote).replace(/[。；，]+$/, ""));
      }),
    );
  });
});

import { describe, expect, it } from "vitest";
import { coversYears, documentYears } from "../../../src/answer/evidence/period.ts";
import { sampleDocument } from "../../support/sample-documents.ts";
import { firstClause } from "../../support/sample-windows.ts";

describe("the years a document speaks of", () => {
  it.each([
    ["its title's", "2018年改革情况", "2017年以来推进改革。", "2019-01-18", [2018]],
    ["its opening's", "改革情况", "2017年,全区推进改革。", "2019-01-18", [2017]],
    ["else the year of its publication", "改革情况", "全区推进改革。", "2019-01-18", [2019]],
    ["none when nothing says", "改革情况", "全区推进改革。", null, []],
    [
      "up to the last where they reach on",
      "改革情况",
      "2013年11月以来推进改革。2015年收官。",
      null,
      [2013, 2014, 2015],
    ],
    ["not mere numbers", "改革情况", "编号2018的窗口。", "2019-01-18", [2019]],
  ])("%s", (_, title, text, publishedAt, years) => {
    expect(documentYears(sampleDocument({ id: "one", title, text, publishedAt }))).toEqual(years);
  });
});

describe("whether a sentence speaks of an asked year", () => {
  const covers = (text: string, years: number[]) =>
    coversYears(firstClause(sampleDocument({ id: "one", title: "2018年改革情况", text })), years);

  it.each([
    ["取消事项37项。", [2018], true],
    ["取消事项37项。", [2017], false],
    ["2017年取消事项37项。", [2017], true],
    ["2017年取消事项37项。", [2018], false],
    ["取消事项37项。", [], true],
    ["取消事项37项。", [2016, 2018], true],
  ])("%s %j: %s", (text, years, expected) => {
    expect(covers(text, years)).toBe(expected);
  });
});

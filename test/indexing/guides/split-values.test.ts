import { describe, expect, it } from "vitest";
import { splitValues } from "../../../src/indexing/guides/split-values.ts";

describe("the values of a cell", () => {
  it.each<[string, string[], string[]]>([
    ["numbers of a list", ["1.身份证", "2.户口簿"], ["身份证", "户口簿"]],
    ["numbers before a month", ["1.6月1日报名", "2.7月公布"], ["6月1日报名", "7月公布"]],
    ["numbers before a month, on one line", ["1.6月1日报名；2.7月公布"], ["6月1日报名；", "7月公布"]],
    ["a decimal figure", ["1.6元"], ["1.6元"]],
    ["windows that share a line", ["1、2号窗口"], ["1、2号窗口"]],
  ])("%s", (_name, lines, values) => {
    expect(splitValues(lines)).toEqual(values);
  });
});

import { describe, expect, it } from "vitest";
import { readingsOf } from "../../src/language/readings.ts";

describe("readings of characters", () => {
  it.each([
    ["发", ["fa"]],
    ["發", ["fa"]],
    ["绿", ["lv", "lu"]],
    ["行", ["hang", "xing"]],
    ["a", []],
    ["", []],
  ])("knows those of %s", (char, expected) => {
    expect(readingsOf(char)).toEqual(expect.arrayContaining(expected));
    expect(readingsOf(char).length > 0).toBe(expected.length > 0);
  });
});

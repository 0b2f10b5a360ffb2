import { describe, expect, it } from "vitest";
import { holdsCompounds, isBound } from "../../../src/answer/evidence/bound-figure.ts";
import { partOf, rankedOf, windowOf } from "../../support/sample-windows.ts";

describe("what a figure is asked of by name or measure", () => {
  it.each([
    ["“清凉驿站”开了几处", "“清凉驿站”开了12处。"],
    ["清运了多少吨淤泥", "清运淤泥300吨。"],
    ["一共有多少家书店", "全市共有书店40家。"],
  ])("is held for %s in %s", (question, text) => {
    expect(isBound(windowOf(text), rankedOf(partOf(question)))).toBe(true);
  });

  it.each([
    ["“暖冬驿站”开了几处", "“清凉驿站”开了12处。"],
    ["清运了多少吨淤泥", "清运淤泥300车。"],
    ["一共有多少家书店", "新增书店40家。"],
  ])("is not held for %s in %s", (question, text) => {
    expect(isBound(windowOf(text), rankedOf(partOf(question)))).toBe(false);
  });

  it("is a whole compound, not a part of it beside another", () => {
    const ranked = rankedOf(partOf("建了多少座污水泵站"));
    expect(holdsCompounds(windowOf("建成污水泵站5座。"), ranked)).toBe(true);
    expect(holdsCompounds(windowOf("建成污水管廊5座。"), ranked)).toBe(false);
  });
});

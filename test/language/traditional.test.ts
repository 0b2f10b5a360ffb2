import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toSimplified } from "../../src/language/fold.ts";
import { isTraditional, toTraditional } from "../../src/language/traditional.ts";

describe("traditional script", () => {
  it.each([
    ["头发和发展", "頭髮和發展"],
    ["办理身份证需要几天", "辦理身份證需要幾天"],
    ["皇后以后", "皇后以後"],
    ["里程和家里", "里程和家裡"],
    ["干部、干净、干预", "幹部、乾淨、干預"],
    ["请核对", "請核對"],
    ["余杭区", "餘杭區"],
    ["面粉、面积", "麵粉、面積"],
    ["制度和制造", "制度和製造"],
    ["2015年取消9个[1]。", "2015年取消9個[1]。"],
  ])("%s", (text, expected) => {
    expect(toTraditional(text)).toBe(expected);
  });

  it.each([
    ["身份證丟了怎麼辦", true],
    ["身份证丢了怎么办", false],
    ["12345", false],
  ])("%s is traditional: %s", (text, expected) => {
    expect(isTraditional(text)).toBe(expected);
  });

  it("has the length of the text, and reads back as it", () => {
    const text = fc.string({
      unit: fc.constantFrom(..."头发展后里面干部余杭区复制几个身份证办理。1[2]"),
      maxLength: 30,
    });
    fc.assert(
      fc.property(text, (simplified) => {
        const written = toTraditional(simplified);
        expect(written).toHaveLength(simplified.length);
        expect(toSimplified(written)).toBe(simplified);
      }),
    );
  });
});

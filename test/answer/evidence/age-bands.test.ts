import { describe, expect, it } from "vitest";
import { coversAge } from "../../../src/answer/evidence/age-bands.ts";

describe("coversAge", () => {
  it.each([
    ["70岁老人有津贴吗", "70—79周岁的老年人每月发放50元", true],
    ["70岁老人有津贴吗", "60-69周岁的老年人每月发放30元", false],
    ["70岁老人有津贴吗", "年满80周岁的老年人每月发放100元", false],
    ["70岁老人有津贴吗", "80周岁以上老年人每月发放100元", false],
    ["我妈72岁坐公交要钱吗", "65周岁以上老年人免费乘车", true],
    ["17岁能办吗", "年满16周岁不满18周岁的公民", true],
    ["19岁能办吗", "年满16周岁不满18周岁的公民", false],
    ["5岁孩子要带什么", "未满16周岁的由监护人代办", true],
    ["20岁要带什么", "未满16周岁的由监护人代办", false],
    ["70岁老人有津贴吗", "60-69周岁30元，70-79周岁50元", true],
    ["70岁老人有津贴吗", "老年人每月发放津贴50元", true],
    ["80岁以上发多少", "70-79周岁每月发放50元", true],
    ["多少岁能领", "年满80周岁的老年人", true],
  ])("%s: %s → %s", (question, text, expected) => {
    expect(coversAge(question, text)).toBe(expected);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bandsOf, holdsValue, MEASURES, statedValues } from "../../../src/answer/evidence/bands.ts";
import { fold } from "../../../src/language/fold.ts";

/** Whether any band of the text, in whatever measure, holds a value; null where it gives none. */
function holds(text: string, value: number): boolean | null {
  const bands = MEASURES.flatMap((measure) => bandsOf(fold(text), measure));
  return bands.length === 0 ? null : bands.some((band) => holdsValue(band, value));
}

describe("bandsOf", () => {
  it.each([
    ["低于10℃的", 10, false],
    ["低于10℃的", 9.5, true],
    ["10℃以下的", 10, true],
    ["超过6人的家庭", 6, false],
    ["6人以上的家庭", 6, true],
    ["6人及以上户", 6, true],
    ["六人以内", 7, false],
    ["200平方米以外的部分", 200, false],
    ["1-2人户", 2, true],
    ["1-2人户", 3, false],
    ["三口之家", 3, true],
    ["三口之家", 4, false],
    ["满55周岁不满65周岁", 55, true],
    ["满55周岁不满65周岁", 65, false],
    ["不满65周岁、满55周岁的", 54, false],
    ["12℃(含)—15℃", 15, false],
    ["12℃—15℃（含）", 15, true],
    ["800元（不含）以下", 800, false],
    ["不超过800元", 800, true],
    ["2年以上不满4年", 24, true],
    ["2年以上不满4年", 48, false],
    ["满六个月不满一年", 11, true],
    ["3万元以上8万元以下", 50_000, true],
    ["3万元以上8万元以下", 90_000, false],
    ["3至8万元", 30_000, true],
    ["每增加1人加20立方米", 1, null],
    ["2021年至2023年", 24, null],
    ["第3年起", 36, null],
  ])("%s: %d → %s", (text, value, expected) => {
    expect(holds(text, value)).toBe(expected);
  });

  it.each([
    ["以上", true, false, true],
    ["以下", true, true, false],
    ["以外", false, false, true],
  ])("a number belongs to its %s or not, whatever the number", (limit, own, below, above) => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 99 }),
        fc.constantFrom("周岁", "℃", "人", "元"),
        (number, unit) => {
          const text = `${number}${unit}${limit}的`;
          expect([holds(text, number), holds(text, number - 1), holds(text, number + 1)]).toEqual([
            own,
            below,
            above,
          ]);
        },
      ),
    );
  });
});

describe("statedValues", () => {
  it.each([
    ["家里九口人", [9]],
    ["我家4个人", [4]],
    ["一个人最多贷多少", []],
    ["6人以上的家庭", []],
    ["屋里才十一度", [11]],
    ["用了90度电", []],
    ["孩子不到3岁", [3 - 1e-6]],
    ["缴了3年", [36]],
    ["2023年的标准", []],
    ["三年级学生", []],
    ["停了7个月", [7]],
    ["想贷六万", [60_000]],
    ["花了4500元", [4500]],
    ["房子80平", [80]],
  ])("%s → %j", (question, expected) => {
    expect(MEASURES.flatMap((measure) => statedValues(fold(question), measure))).toEqual(expected);
  });
});

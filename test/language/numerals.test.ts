import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findFigures, findYears, parseChineseNumeral } from "../../src/language/numerals.ts";

const figuresOf = (text: string) => findFigures(text).map(({ value, unit }) => `${value} ${unit}`.trim());
const yearsOf = (text: string) => findYears(text).map(({ year }) => year);

describe("Chinese numerals", () => {
  it.each([
    ["零", 0],
    ["两", 2],
    ["十", 10],
    ["十五", 15],
    ["二十", 20],
    ["九十九", 99],
    ["一百零三", 103],
    ["两百五十", 250],
    ["三千六百", 3600],
    ["一千零一", 1001],
    ["二〇一九", 2019],
    ["一九七八", 1978],
  ])("%s is %d", (text, value) => {
    expect(parseChineseNumeral(text)).toBe(value);
  });

  it.each(["甲", "三甲", "十年"])("%s is no numeral", (text) => {
    expect(parseChineseNumeral(text)).toBeNull();
  });
});

describe("figures", () => {
  it.each([
    ["取消事项37项", ["37 项"]],
    ["由8个工作日压缩到3个工作日", ["8 个工作日", "3 个工作日"]],
    ["投入资金1.35亿元,惠及9800余户", ["1.35 亿元", "9800 户"]],
    ["进驻率97.5%", ["97.5 %"]],
    ["增长3.2个百分点", ["3.2 个百分点"]],
    ["面积620亩、1200平方米", ["620 亩", "1200 平方米"]],
    ["24小时内答复,30分钟到场", ["24 小时", "30 分钟"]],
    ["一套12张,每季三批", ["1 套", "12 张", "3 批"]],
    ["两个部门、十五家企业、三百二十件", ["2 个", "15 家", "320 件"]],
    ["等待半年,最快半个小时", ["0.5 年", "0.5 个小时"]],
    ["3支队伍", ["3"]],
    ["满3个月", ["3 个月"]],
    ["由115.6万户增加到1.2亿", ["115.6 万户", "1.2 亿"]],
    ["六类九项,第3批", ["6 类", "9 项", "3 批"]],
    ["50多个、千余名", ["50 个", "1000 名"]],
  ])("%s", (text, expected) => {
    expect(figuresOf(text)).toEqual(expected);
  });

  it.each(["统一受理", "三位一体", "一体化", "一站式", "十分方便", "一般审批", "千方百计"])(
    "%s holds none",
    (text) => {
      expect(figuresOf(text)).toEqual([]);
    },
  );

  it("stand at their place in the text", () => {
    const text = "区里取消九项,清减116个前置条件";
    expect(findFigures(text).map(({ start, end }) => text.slice(start, end))).toEqual(["九项", "116个"]);
  });
});

describe("years", () => {
  it.each([
    ["2015年余杭区", [2015]],
    ["从2013年到2016年", [2013, 2016]],
    ["15年取消了多少", [2015]],
    ["二〇一九年底", [2019]],
    ["2019到底减了多少", [2019]],
    ["2018年度报告", [2018]],
    ["满15年以上", []],
    ["有效期20年内", []],
    ["2000件", []],
    ["2000余户", []],
    ["编号120156号", []],
    ["2015-2018年", [2015, 2018]],
    ["2018年4月起,至2019年底", [2018, 2019]],
    ["一九九八年", [1998]],
    ["成立30年", []],
    ["1873个工作日", []],
  ])("%s", (text, expected) => {
    expect(yearsOf(text)).toEqual(expected);
  });
});

describe("laws", () => {
  const text = fc.string({
    unit: fc.constantFrom(..."一二三十百千万亿零〇半两个家项件年月日元%.0123456789 的减,"),
    maxLength: 40,
  });

  it("every figure is a range of the text, in order, with a value that is a number", () => {
    fc.assert(
      fc.property(text, (sample) => {
        let last = 0;
        for (const { start, end, value } of findFigures(sample)) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(sample.length);
          expect(Number(value)).not.toBeNaN();
          last = start;
        }
      }),
    );
  });

  it("every run of digits is found with its value", () => {
    fc.assert(
      fc.property(text, (sample) => {
        const values = findFigures(sample).map((figure) => figure.value);
        for (const [digits] of sample.matchAll(/\d+(?:\.\d+)?/g)) expect(values).toContain(digits);
      }),
    );
  });

  it("numerals below ten thousand are read back", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9999 }), (number) => {
        expect(parseChineseNumeral(inChinese(number))).toBe(number);
      }),
    );
  });
});

/** A number below 10,000 as it is said: 1035 is 一千零三十五. */
function inChinese(number: number): string {
  const digits = "零一二三四五六七八九";
  let text = "";
  let isGap = false;
  for (const [place, mark] of [
    [1000, "千"],
    [100, "百"],
    [10, "十"],
    [1, ""],
  ] as const) {
    const digit = Math.floor(number / place) % 10;
    if (digit === 0) isGap = text !== "";
    else {
      text += `${isGap ? "零" : ""}${digits[digit]}${mark}`;
      isGap = false;
    }
  }
  return text;
}

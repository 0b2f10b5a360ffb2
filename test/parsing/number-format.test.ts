import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BUILT_IN_FORMATS } from "../../src/parsing/xlsx/built-in-formats.ts";
import { compileFormat } from "../../src/parsing/xlsx/number-format.ts";

const show = (value: number, code: string, is1904 = false) => compileFormat(code)(value, is1904);

describe("a number is shown as a reader of the sheet sees it", () => {
  it.each([
    ["General", 5, "5"],
    ["General", -5, "-5"],
    ["General", 0.1 + 0.2, "0.3"],
    ["General", 1.1000000000000001, "1.1"],
    ["General", 123456789012345, "123456789012345"],
    ["General", 1e21, "1e+21"],
    ["", 5, "5"],
    ["@", 12, "12"],
    ["G/通用格式", 12, "12"],
    ['General"元"', 12.5, "12.5元"],
    ["0", 2.5, "3"],
    ["0", 0.4, "0"],
    ["0", -0.4, "0"],
    ["0.00", 1.005, "1.01"],
    ["0.00", -1.005, "-1.01"],
    ["0.00", 3, "3.00"],
    ["0.##", 3, "3"],
    ["0.0#", 3.456, "3.46"],
    ["000000", 123, "000123"],
    ["#", 0, ""],
    ["#,##0", 12723, "12,723"],
    ["#,##0", 12, "12"],
    ["#,##0", 1234567, "1,234,567"],
    ["#,##0.00", 4168.5, "4,168.50"],
    ["0,000", 5, "0,005"],
    ["#,##0,", 12723000, "12,723"],
    ["0.0,,", 1250000, "1.3"],
    ["0%", 0.07, "7%"],
    ["0%", 1.7e308, "1.7e+308"],
    ["0.00", 1e-300, "0.00"],
    ["0.00%", 0.1234567, "12.35%"],
    ["0.00E+00", 12345, "1.23E+04"],
    ["0.00E+00", 0.00012, "1.20E-04"],
    ['"¥"#,##0.00', 1234.5, "¥1,234.50"],
    ["[$¥-804]#,##0", 1234, "¥1,234"],
    ["[Red]0.0", 1.25, "1.3"],
    ['0"个工作日"', 5, "5个工作日"],
    ["0\\天", 5, "5天"],
    ["000\\-0000", 8861234, "886-1234"],
    ["0.00_);(0.00)", -2, "(2.00)"],
    ["0.00_);(0.00)", 2, "2.00"],
    ["0;[Red]-0", -2, "-2"],
    ['#,##0;-#,##0;"-"', 0, "-"],
    ['"是";"否"', 1, "是"],
    ['"是";"否";"无"', 0, "无"],
    [";;;", 5, ""],
    ["# ?/?", 0.5, "0.5"],
    ["_ * #,##0.00_ ;_ * -#,##0.00_ ", 1234.5, "1,234.50"],
  ])("%s of %d", (code, value, expected) => {
    expect(show(value, code)).toBe(expected);
  });

  it("with as many decimals as the format has, whatever the number", () => {
    const cents = fc.integer({ min: -1e9, max: 1e9 });
    fc.assert(
      fc.property(cents, (count) => {
        const shown = show(count / 100, "0.00");
        expect(shown).toMatch(/^-?\d+\.\d\d$/);
        expect(Math.round(Number(shown) * 100)).toBe(count === 0 ? 0 : count);
      }),
    );
  });

  it("never shows an ending .0, and plain numbers round trip", () => {
    fc.assert(
      fc.property(fc.oneof(fc.integer(), fc.float({ noNaN: true, noDefaultInfinity: true })), (value) => {
        const shown = show(value, "General");
        expect(shown).not.toMatch(/\.0$/);
        expect(Number(shown)).toBeCloseTo(
          value,
          Math.max(0, 12 - Math.ceil(Math.log10(Math.abs(value) + 1))),
        );
      }),
    );
  });

  it("takes any format code without failing", () => {
    const piece = fc.constantFrom(
      "0",
      "#",
      "?",
      ",",
      ".",
      "%",
      "E+",
      ";",
      "@",
      "y",
      "m",
      "d",
      "h",
      "s",
      '"',
      "\\",
      "[",
      "]",
      "$",
      "_",
      "*",
      "年",
      "General",
      "/",
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 20 }),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        (pieces, value) => {
          expect(typeof show(value, pieces.join(""))).toBe("string");
        },
      ),
    );
  });
});

describe("a day is shown in one way", () => {
  it.each([
    ["yyyy-mm-dd", 45413, "2024-05-01"],
    ["yyyy/m/d", 45413, "2024-05-01"],
    ["m/d/yy", 45413, "2024-05-01"],
    ['yyyy"年"m"月"d"日"', 45413, "2024-05-01"],
    ['yyyy"年"m"月"d"日";@', 45413, "2024-05-01"],
    ["[$-804]yyyy\\-mm\\-dd", 45413, "2024-05-01"],
    ["[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", 45413, "2024-05-01"],
    ["d-mmm-yy", 45413, "2024-05-01"],
    ['m"月"d"日"', 45413, "2024-05-01"],
    ['yyyy"年"m"月"', 45413, "2024-05"],
    ["mmm-yy", 45413, "2024-05"],
    ["yyyy", 45413, "2024"],
    ['e"年"m"月"d"日"', 45413, "2024-05-01"],
    ["yyyy/m/d h:mm", 45413.395833333336, "2024-05-01 09:30"],
    ["yyyy-mm-dd hh:mm:ss", 45413.99999999, "2024-05-02 00:00:00"],
    ["yyyy-mm-dd", 45413.99, "2024-05-01"],
    ["h:mm", 0.5, "12:00"],
    ["h:mm AM/PM", 0.75, "18:00"],
    ['上午/下午h"时"mm"分"', 0.75, "18:00"],
    ["mm:ss", 0.0007, "00:01:00"],
    ["[h]:mm", 1.5, "36:00"],
    ["[h]:mm:ss", 1.5, "36:00:00"],
    ["yyyy-mm-dd", 1, "1900-01-01"],
    ["yyyy-mm-dd", 59, "1900-02-28"],
    ["yyyy-mm-dd", 60, "1900-02-29"],
    ["yyyy-mm-dd", 61, "1900-03-01"],
    ["yyyy-mm-dd", 2958465, "9999-12-31"],
    ["yyyy-mm-dd", 2958467, "2958467"],
    ["yyyy-mm-dd", -1, "-1"],
  ])("%s of %d", (code, value, expected) => {
    expect(show(value, code)).toBe(expected);
  });

  it("in the calendar from 1904 too", () => {
    expect(show(0, "yyyy-mm-dd", true)).toBe("1904-01-01");
    expect(show(45413 - 1462, "yyyy-mm-dd", true)).toBe("2024-05-01");
  });

  it.each([14, 15, 16, 22, 28, 29, 30, 31, 51, 53, 54, 58])("by the built-in format %d", (id) => {
    expect(show(45413, BUILT_IN_FORMATS[id] ?? "")).toMatch(/^2024-05-01(?: 00:00)?$/);
  });

  it.each([17, 27, 36, 50, 52, 57])("by the built-in format of months %d", (id) => {
    expect(show(45413, BUILT_IN_FORMATS[id] ?? "")).toBe("2024-05");
  });

  it.each([18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56])(
    "by the built-in format of times %d",
    (id) => {
      expect(show(0.5, BUILT_IN_FORMATS[id] ?? "")).toMatch(/^12:00(?::00)?$/);
    },
  );

  it("whatever the day", () => {
    fc.assert(
      fc.property(fc.integer({ min: 61, max: 2958465 }), (day) => {
        const shown = show(day, "yyyy/m/d");
        expect(Date.parse(shown) / 86_400_000 + 25569).toBe(day);
      }),
    );
  });
});

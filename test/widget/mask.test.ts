import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maskPersonalData } from "../../src/language/personal-data.ts";
import { maskPersonalNumbers } from "../../src/widget/transport/mask.ts";

/** GB 11643: an identity number of a made-up person, with its check character. */
function idNumber(body: string): string {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, i) => total + weight * Number(body[i]), 0);
  return body + "10X98765432".charAt(sum % 11);
}

describe("personal numbers in a question", () => {
  it.each([
    ["我的手机13800138000怎么改", "我的手机〔手机号已隐去〕怎么改"],
    ["+86 138 0013 8000", "〔手机号已隐去〕"],
    ["手机１３８００１３８０００", "手机〔手机号已隐去〕"],
    [`身份证${idNumber("11010519491231002")}丢了`, "身份证〔身份证号已隐去〕丢了"],
    [`${idNumber("11010519491231002").toLowerCase()}，帮查`, "〔身份证号已隐去〕，帮查"],
    ["卡号6222 0212 3456 7890 129", "卡号6222 0212 3456 7890 129"],
    ["卡号4111 1111 1111 1111被吞", "卡号〔银行卡号已隐去〕被吞"],
    ["先13800138000后13900139000", "先〔手机号已隐去〕后〔手机号已隐去〕"],
    ["打12345或0571-88886666", "打12345或0571-88886666"],
    ["共13800138000.5元", "共13800138000.5元"],
    ["统一社会信用代码91330106MA2CFG0L6X", "统一社会信用代码91330106MA2CFG0L6X"],
    ["", ""],
  ])("%j", (question, masked) => {
    expect(maskPersonalNumbers(question)).toEqual({ text: masked, masked: masked !== question });
  });

  it("are found on the server wherever they are found here", () => {
    const number = fc.oneof(
      fc.stringMatching(/^1[3-9]\d{9}$/),
      fc.stringMatching(/^[1-9]\d{5}19[5-9]\d(?:0[1-9]|1[0-2])(?:0[1-9]|1\d|2[0-8])\d{3}$/).map(idNumber),
      fc.stringMatching(/^62\d{14,17}$/),
    );
    fc.assert(
      fc.property(
        fc.constantFrom("我的", "号码：", "请查 "),
        number,
        fc.constantFrom("怎么办", "。", ""),
        (a, n, b) => {
          const question = a + n + b;
          const here = maskPersonalNumbers(question);
          if (here.masked) expect(here.text).toBe(maskPersonalData(question).text);
          else expect(here.text).toBe(question);
        },
      ),
    );
  });

  it("take time in proportion to the text", () => {
    const text = "1 ".repeat(20_000);
    expect(maskPersonalNumbers(text).text).toBe(text);
  });
});

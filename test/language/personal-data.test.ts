import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blotPersonalData, findPersonalData, maskPersonalData } from "../../src/language/personal-data.ts";

/** An identity number with the right check character, of a place and a day that exist. */
function idNumber(sequence: string, birthday = "19850214"): string {
  const digits = `330106${birthday}${sequence}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, i) => total + weight * Number(digits[i]), 0);
  return digits + "10X98765432".charAt(sum % 11);
}

const ID = idNumber("123");
const wide = (text: string) =>
  text.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));

describe("finding personal data", () => {
  it.each([
    ["an identity number", `身份证号${ID}，请查`, ["id_card"]],
    ["one in full width", `证件号：${wide(ID)}`, ["id_card"]],
    ["one with spaces", `${ID.slice(0, 6)} ${ID.slice(6, 14)} ${ID.slice(14)}`, ["id_card"]],
    ["one spread out in fours", ID.replace(/(.{4})/g, "$1 ").trim(), ["id_card"]],
    ["one with an invisible character", `${ID.slice(0, 9)}\u200b${ID.slice(9)}`, ["id_card"]],
    ["one that ends in a small x", `号码${idNumber("129").replace("X", "x")}`, ["id_card"]],
    [
      "a mistyped one that is called one",
      `身份证${ID.slice(0, 17)}${ID.endsWith("1") ? "2" : "1"}`,
      ["id_card"],
    ],
    ["an old one of 15 digits", "身份证号130503670401001", ["id_card"]],
    ["a mobile number", "联系人13911112222", ["mobile"]],
    ["a mobile number with country code", "+86 139-1111-2222", ["mobile"]],
    ["a bank card", `卡号 6222 0200 0000 0000 00${luhnDigit("622202000000000000")}`, ["bank_card"]],
    ["a passport", "护照号码为E87654321", ["passport"]],
    ["a plate", "车牌浙A12345", ["plate"]],
    ["a plate of a new energy car", "浙AD12345", ["plate"]],
    ["an e-mail address", "来信 someone@example.cn", ["email"]],
    ["several", `${ID}，电话13911112222`, ["id_card", "mobile"]],
  ])("finds %s", (_name, text, kinds) => {
    expect(findPersonalData(text).map(({ kind }) => kind)).toEqual(kinds);
  });

  it.each([
    "请拨打12345或0571-88888888",
    "热线400-820-8820、96345",
    "统一社会信用代码91330106MA27XL0X7Q".replace("0X7Q", "0A7Q"),
    "项目总投资13800000000元",
    "最低生活保障对象2180户3655人",
    "余政办〔2015〕1号，GB/T 36114-2018",
    "时间2024-03-15 09:00-17:30",
    "身份证丢了怎么办",
    "编号202311070000123456",
    "订单6222020000000000001",
    "护照办理需要20日",
  ])("leaves %s", (text) => {
    expect(findPersonalData(text)).toEqual([]);
  });

  it("names ranges of the text itself", () => {
    const text = `号${ID.slice(0, 5)}\u200b${ID.slice(5)}完`;
    expect(findPersonalData(text)).toEqual([{ kind: "id_card", start: 1, end: text.length - 1 }]);
  });

  it("masks by saying what was there", () => {
    expect(maskPersonalData(`我叫某某，${ID}，电话13911112222`)).toEqual({
      text: "我叫某某，〔身份证号已隐去〕，电话〔手机号已隐去〕",
      masked: true,
    });
    expect(maskPersonalData("怎么办居住证")).toEqual({ text: "怎么办居住证", masked: false });
  });

  it("leaves nothing to find after masking", () => {
    const parts = fc.array(fc.constantFrom(ID, "13911112222", " ", "a@b.cn", "，", "号", "7", "浙A12345"), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(parts, (words) => {
        const masked = maskPersonalData(words.join("")).text;
        expect(findPersonalData(masked).filter(({ kind }) => kind === "id_card")).toEqual([]);
      }),
    );
  });

  it.each([
    ["digits", "1".repeat(300_000)],
    ["spaced digits", "1 ".repeat(300_000)],
    ["addresses", "a@a.".repeat(100_000)],
  ])("reads hundreds of thousands of %s", (_name, text) => {
    expect(findPersonalData(text).length).toBeLessThan(text.length);
  });
});

function luhnDigit(digits: string): string {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits.charAt(digits.length - 1 - i));
    const doubled = i % 2 === 0 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return String((10 - (sum % 10)) % 10);
}

describe("blotPersonalData", () => {
  it.each([
    ["联系人电话13800138000，热线12345。", "联系人电话***********，热线12345。"],
    ["身份证号110101190001010014已登记。", "身份证号******************已登记。"],
    ["车牌粤B12345、邮箱a@b.cn照登。", "车牌粤B12345、邮箱a@b.cn照登。"],
  ])("blots the numbers of 「%s」 out and keeps every offset", (text, expected) => {
    expect(blotPersonalData(text)).toBe(expected);
    expect(blotPersonalData(text)).toHaveLength(text.length);
  });
});

describe("permits and other ways to write numbers", () => {
  it.each([
    ["回乡证号H01234567要换", "permit"],
    ["往来港澳通行证C12345678续签", "permit"],
    ["台胞证 01234567 丢了", "permit"],
    ["手机139.1234.5678", "mobile"],
  ])("finds %s", (text, kind) => {
    expect(findPersonalData(text).map((found) => found.kind)).toEqual([kind]);
  });

  it.each(["新GB18030标准何时实施", "编号01234567的地块", "2024.0101.0203版"])("leaves %s alone", (text) => {
    expect(findPersonalData(text)).toEqual([]);
  });
});

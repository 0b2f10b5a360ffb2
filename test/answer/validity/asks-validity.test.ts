import { describe, expect, it } from "vitest";
import { asksValidity, namedMatter } from "../../../src/answer/validity/asks-validity.ts";
import { titleKey } from "../../../src/answer/validity/succession.ts";

describe("asksValidity", () => {
  it.each([
    ["租房补贴办法还有效吗", true],
    ["租房补贴办法废止了没", true],
    ["租房补贴办法什么时候失效", true],
    ["租房补贴办法有效期多久", true],
    ["租房补贴每月多少钱", false],
    ["怎么申请租房补贴", false],
  ])("%s → %s", (question, expected) => expect(asksValidity(question)).toBe(expected));
});

describe("namedMatter", () => {
  it.each([
    ["《租房补贴办法》还有效吗", "租房补贴办法"],
    ["租房补贴办法什么时候失效?", "租房补贴办法"],
    ["土窑管理规定废止了没", "土窑管理规定"],
  ])("%s → %s", (question, expected) => expect(namedMatter(question)).toBe(expected));
});

describe("titleKey", () => {
  it.each([
    ["市政府关于印发《市花园补助办法》的通知", "市花园补助办法"],
    ["关于印发市花园补助办法的通知", "市花园补助办法"],
    ["《市花园补助办法（试行）》", "市花园补助办法试行"],
  ])("%s → %s", (title, expected) => expect(titleKey(title)).toBe(expected));
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { branchTraits, readBranch, TRAIT_GROUPS } from "../../src/language/branches.ts";

describe("the case that a text names", () => {
  it.each([
    ["本人办理", "本人"],
    ["申请人本人", "本人"],
    ["委托他人代办", "代办"],
    ["委托代理人办理的", "代办"],
    ["监护人代办", "监护人代办"],
    ["未满16周岁的未成年人", "未成年人"],
    ["首次申领", "新办"],
    ["遗失补办", "补领"],
    ["到期换领情形", "换领"],
    ["企业", "企业"],
    ["个人申请", "个人"],
    ["线上办理", "线上"],
    ["现场办理", "窗口"],
  ])("%s: %s", (text, name) => {
    expect(readBranch(text)).toBe(name);
  });

  it.each(["", "办理", "居民身份证", "委托书", "本人身份证", "代办人身份证", "网上办理须知"])(
    "%s: none",
    (text) => {
      expect(readBranch(text)).toBeNull();
    },
  );

  it("is about something, whatever its name, and about one thing of a group", () => {
    for (const text of [
      "本人",
      "代办",
      "监护人代办",
      "新办",
      "换领",
      "补领",
      "单位",
      "企业",
      "个人",
      "线上",
      "窗口",
    ]) {
      const traits = branchTraits(readBranch(text) ?? "");
      expect(traits.length, text).toBeGreaterThan(0);
      if (text !== "监护人代办")
        for (const group of TRAIT_GROUPS)
          expect(group.filter((trait) => traits.includes(trait)).length, text).toBeLessThanOrEqual(1);
    }
  });

  it("stays its own name", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), (text) => {
        const name = readBranch(text);
        if (name !== null) expect(readBranch(name)).toBe(name);
      }),
    );
  });
});

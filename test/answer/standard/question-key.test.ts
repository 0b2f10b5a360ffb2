import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { questionKey } from "../../../src/answer/standard/question-key.ts";
import { fold } from "../../../src/language/fold.ts";
import { lexicon } from "../../support/test-corpus.ts";

const key = (question: string) => questionKey(fold(question), lexicon);

describe("the key of a question", () => {
  it.each([
    ["便民服务站几点关门？", "請問便民服務站幾點關門"],
    ["办居住证要多少钱", "我想问一下，办居住证要花多少钱呢？"],
    ["办居住证需要多久", "办居住证得多长时间啊"],
    ["能不能代办居住证", "可以代办居住证吗"],
    ["居住证在哪里领", "居住证去哪儿领"],
    ["居民身份证怎么补领", "身份证如何补领"],
    ["是否需要本人到场", "是不是要本人到场"],
  ])("is one for %s and %s", (one, other) => {
    expect(key(one)).toBe(key(other));
  });

  it.each([
    ["居住证怎么换领", "居住证怎么补领"],
    ["办居住证要多少钱", "办居住证要多久"],
    ["2024年取消了几项", "2025年取消了几项"],
    ["没有居住证能办吗", "有居住证能办吗"],
    ["可以代办吗这个证", "不可以代办吗这个证"],
    ["60岁以上怎么办老年卡", "60岁以下怎么办老年卡"],
    ["父亲给儿子过户要什么", "儿子给父亲过户要什么"],
    ["要本人办居住证吗", "要自己办居住证吗"],
    ["异地办理居住证", "跨省通办居住证"],
    ["必须本人到场吗", "能本人到场吗"],
    ["房价1.5万怎么交税", "房价15万怎么交税"],
  ])("is another for %s than for %s", (one, other) => {
    expect(key(one)).not.toBe(key(other));
  });

  it("keeps every figure and every negation", () => {
    const piece = fc.constantFrom(
      "居住证",
      "补领",
      "不",
      "没有",
      "30",
      "2025年",
      "3.5",
      "老人",
      "材料",
      "，",
      "的",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const found = key(pieces.join(""));
        const kept = pieces.filter((one) => /\d|[不没]/.test(one)).map((one) => one.replace("年", ""));
        expect(kept.every((one) => found.includes(one))).toBe(true);
      }),
    );
  });
});

import { describe, expect, it } from "vitest";
import { askedFields } from "../../../src/answer/procedures/asked-fields.ts";
import { fold } from "../../../src/language/fold.ts";
import { shippedLexicon } from "../../support/shipped-knowledge.ts";

const lexicon = shippedLexicon();
const keysOf = (question: string) => askedFields(fold(question), lexicon).keys;

describe("the fields a question asks for", () => {
  it.each([
    ["身份证换领要带什么", ["materials"]],
    ["要準備啥材料", ["materials"]],
    ["补办要多少钱", ["fee"]],
    ["居住证收费吗", ["fee"]],
    ["几天能拿到", ["timeLimit"]],
    ["身份证在哪办", ["place"]],
    ["周末上班吗", ["hours"]],
    ["咨询电话是多少", ["phone"]],
    ["网上能办吗", ["online"]],
    ["要跑几趟", ["visits"]],
    ["要什么条件", ["conditions"]],
    ["法律依据是什么", ["basis"]],
    ["护照有效期几年", ["validity"]],
    ["要带什么,多少钱", ["materials", "fee"]],
    ["身份证丢了怎么办", []],
    ["我可以申请吗", ["conditions"]],
    ["老家的证可以在这里换吗", ["conditions", "place"]],
  ])("%s", (question, keys) => {
    expect(keysOf(question)).toEqual(expect.arrayContaining(keys));
    if (keys.length === 0) expect(keysOf(question)).toEqual([]);
  });

  it.each([
    ["身份证丢了怎么办", true],
    ["居住证办理流程", true],
    ["点样办身份证", true],
    ["护照", false],
    ["补办要多少钱", false],
  ])("%s asks how: %s", (question, isHowTo) => {
    expect(askedFields(fold(question), lexicon).isHowTo).toBe(isHowTo);
  });
});

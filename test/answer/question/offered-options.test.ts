import { describe, expect, it } from "vitest";
import {
  chosenNumber,
  chosenQuestion,
  nameOrdinal,
  readTold,
} from "../../../src/answer/question/offered-options.ts";
import { shippedLexicon } from "../../support/shipped-knowledge.ts";
import { shippedRegions as regions } from "../../support/shipped-regions.ts";

const lexicon = shippedLexicon();
const ITEMS = "为了答得更准，请选择您要办理的事项：1. 公司设立登记；2. 个体工商户设立登记。";
const PLACES = "为了答得更准，请选择您问的地区：1. 江苏省南京市鼓楼区；2. 福建省福州市鼓楼区。";

describe("what an answer told", () => {
  it.each([
    [ITEMS, ["公司设立登记", "个体工商户设立登记"], true],
    ["请选择：\n1. 本人\n2. 代办", ["本人", "代办"], true],
    ["请问您问的是哪一项：① 甲证明；② 乙证明。", ["甲证明", "乙证明"], true],
    ["请问您要办哪一种：公司登记，还是个体户登记？", ["公司登记", "个体户登记"], true],
    ["1.区域评估[1]；2.证照联办[2]；3.限时办结[3]。", ["区域评估", "证照联办", "限时办结"], false],
    ["一是减事项；二是减材料；三是减时间[1]。", ["减事项", "减材料", "减时间"], false],
    ["首批有公安、民政、教育和卫生等部门参加[1]。", ["首批有公安", "民政", "教育", "卫生等部门参加"], false],
    ["完成任务46项[1]。", [], false],
    ["审批时限为3.5天，缩短了2.5天[1]。", [], false],
  ])("%s", (text, items, isOffer) => {
    expect(readTold(text)).toEqual({ items, isOffer });
  });
});

describe("a number chosen", () => {
  it.each([
    ["1", 0],
    ["2", 1],
    ["②", 1],
    ["二", 1],
    ["选2", 1],
    ["第一个", 0],
    ["第一个吧", 0],
    ["我要第三项", 2],
    ["选项4", 3],
    ["2.", 1],
    ["12345", null],
    ["2015年呢", null],
    ["第一个要多少钱", null],
    ["一共几项", null],
    ["一次性补贴", null],
  ])("%s", (said, at) => {
    expect(chosenNumber(said)).toBe(at);
  });
});

describe("a choice", () => {
  const choose = (own: string, told: string, previous: string) =>
    chosenQuestion({ own, previous, turn: { role: "assistant", text: told }, regions, lexicon });

  it.each([
    ["2", "个体工商户设立登记：营业执照怎么办?"],
    ["第一个", "公司设立登记：营业执照怎么办?"],
    ["个体工商户设立登记", "个体工商户设立登记：营业执照怎么办?"],
    ["个体户", "个体工商户设立登记：营业执照怎么办?"],
    ["我要办公司的", "公司设立登记：营业执照怎么办?"],
    ["设立登记", null],
    ["5", null],
    ["居住证怎么办", null],
    ["是", null],
  ])("%s of two items", (said, expected) => {
    expect(choose(said, ITEMS, "营业执照怎么办?")).toBe(expected);
  });

  it.each([
    ["1", "江苏省南京市鼓楼区加装电梯补贴多少?"],
    ["福州", "福建省福州市鼓楼区加装电梯补贴多少?"],
  ])("%s of two places takes the place of the open one", (said, expected) => {
    expect(choose(said, PLACES, "鼓楼区加装电梯补贴多少?")).toBe(expected);
  });

  it("of a near name takes the place of the one that was not found", () => {
    const told = "清单里没有单列「收入」，名称里含它的有：1. 收入证明；2. 低收入证明。请问您问的是哪一项？";
    expect(choose("第二项", told, "收入还要开吗")).toBe("低收入证明还要开吗");
  });

  it("asks the very question that was offered with it, where that is known", () => {
    const turn = {
      role: "assistant" as const,
      text: "请说明。",
      options: [{ label: "本人", question: "居住证（本人）怎么办" }],
    };
    expect(chosenQuestion({ own: "1", previous: "居住证怎么办", turn, regions, lexicon })).toBe(
      "居住证（本人）怎么办",
    );
  });

  it("is none where nothing was asked", () => {
    expect(choose("2", "1.区域评估[1]；2.证照联办[2]。", "有哪些改革?")).toBeNull();
  });
});

describe("a number before a question", () => {
  const told = readTold("1.区域评估[1]；2.证照联办[2]；3.限时办结[3]。");
  it.each([
    ["第二个呢", "证照联办呢"],
    ["那第3项由谁牵头", "那限时办结由谁牵头"],
    ["最后一个呢", "限时办结呢"],
    ["第五个呢", null],
    ["由谁牵头", null],
  ])("%s", (said, expected) => {
    expect(nameOrdinal(said, told)).toBe(expected);
  });
});

import { describe, expect, it } from "vitest";
import { understandQuestion } from "../../../src/answer/steps/understand-question.ts";
import type { Turn } from "../../../src/domain.ts";
import { shippedLexicon } from "../../support/shipped-knowledge.ts";
import { shippedRegions as regions } from "../../support/shipped-regions.ts";

const known = ["510107", "370212", "350203"].flatMap((code) => regions.parse(code) ?? []);
const tools = { regions, known, lexicon: shippedLexicon(), names: [] };
const read = (text: string, history: Turn[] = []) => understandQuestion({ text, history, ...tools });
const said = (...texts: string[]): Turn[] =>
  texts.map((text, index) => ({ role: index % 2 === 0 ? "user" : "assistant", text }));

describe("years", () => {
  it.each([
    ["2018年武侯区取消了几项?", [2018]],
    ["从2016年到2018年减了多少?", [2016, 2018]],
    ["18年武侯区取消了几项?", [2018]],
    ["二〇一八年武侯区取消了几项?", [2018]],
    ["武侯区取消了几项?", []],
  ])("%s", (question, years) => {
    expect(read(question).years).toEqual(years);
  });

  it.each(["武侯区今年取消了几项?", "目前武侯区有多少家养老院?", "崂山最近有什么项目?"])(
    "are relative in %s",
    (question) => {
      expect(read(question)).toMatchObject({ isRelative: true, years: [] });
    },
  );

  it("win over relative words", () => {
    expect(read("2018年武侯区目前取消了几项?").isRelative).toBe(false);
  });
});

describe("places", () => {
  it("come from the question before the conversation", () => {
    const { places } = read("崂山区有几个项目?", said("武侯区有几个项目?", "46项。"));
    expect(places.map(({ text, from }) => [text, from])).toEqual([["崂山区", "question"]]);
  });

  it("come from the conversation where the question names none, the last one named first", () => {
    const history = said("武侯区有几个项目?", "46项。", "崂山区呢?", "32个。", "都完成了吗?", "没有说。");
    const { places } = read("由谁牵头?", history);
    expect(places.map(({ candidates }) => candidates[0]?.name)).toEqual(["山东省青岛市崂山区"]);
  });

  it("are mended towards places the corpus knows", () => {
    expect(read("武后区有几个项目?").places[0]?.candidates[0]?.name).toBe("四川省成都市武侯区");
  });

  it("are told once", () => {
    expect(read("武侯区和武侯哪个多?").places).toHaveLength(1);
  });

  it("keep names that the table does not know", () => {
    expect(read("青云县有几个项目?")).toMatchObject({ places: [], localNames: ["青云县"] });
  });
});

describe("follow-ups", () => {
  it.each([
    ["那崂山区呢?", "武侯区有几个改革项目?", "崂山区有几个改革项目?"],
    ["那崂山呢", "2018年武侯有几个改革项目?", "2018年崂山有几个改革项目?"],
  ])("that exchange a place are whole questions: %s after %s", (question, before, expected) => {
    const understood = read(question, said(before, "46项。"));
    expect(understood).toMatchObject({ isFollowUp: false, text: expected });
  });

  it("know the figures that were told", () => {
    const { told } = read("那在建的呢?", said("武侯区有几个改革项目?", "完成改革任务46项。"));
    expect(told.map(({ value }) => value)).toEqual(["46"]);
  });

  it("take over how the question before asked", () => {
    const { parts } = read("那不动产登记呢?", said("武侯区企业开办要几个工作日?", "3个工作日。"));
    expect(parts.at(-1)?.asked.kind).toBe("duration");
    expect(
      parts
        .at(-1)
        ?.background.map((word) => word.text)
        .join(),
    ).toContain("开办");
  });

  it("are none without history", () => {
    expect(read("那崂山呢?")).toMatchObject({ isFollowUp: false, told: [] });
  });
});

describe("what else is read", () => {
  it.each([
    ["武侯区和崂山区哪个取消的事项多?", true],
    ["南京鼓楼比福州鼓楼快多少?", true],
    ["两个区相差多少?", true],
    ["武侯区取消了几项?", false],
    ["有多少家企业?", false],
  ])("%s compares: %s", (question, compares) => {
    expect(read(question).compares).toBe(compares);
  });

  it("are the figures the question states", () => {
    const { asserted } = read("武侯区2018年为什么把执法人员从260人减到215人?");
    expect(asserted.map(({ value, unit }) => value + unit)).toEqual(["260人", "215人"]);
  });
});

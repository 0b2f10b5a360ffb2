import { describe, expect, it } from "vitest";
import { findPlaces } from "../../../src/answer/question/find-places.ts";
import { splitParts } from "../../../src/answer/question/split-parts.ts";
import { fold } from "../../../src/language/fold.ts";
import { findYears } from "../../../src/language/numerals.ts";
import { shippedRegions as regions } from "../../support/shipped-regions.ts";

function partsOf(question: string) {
  const folded = fold(question);
  const mentions = findPlaces(folded, regions, "question");
  return splitParts({ folded, mentions, years: findYears(folded) });
}

describe("the parts of a question", () => {
  it.each([
    ["武侯区取消了几项审批事项,又清理了多少项证明材料?", ["count", "count"]],
    ["企业开办要几天?由谁负责?要多少钱?", ["duration", "who", "money"]],
    ["电梯补贴多少钱,什么时候开始,哪个部门审查?", ["money", "when", "who"]],
    ["武侯区取消了几项审批事项?", ["count"]],
    ["社区养老院", ["open"]],
    ["入驻大厅的企业有几家?网上的呢?清退了几家?", ["count", "count", "count"]],
    ["老人卡要多久,残疾证呢", ["duration", "duration"]],
  ])("%s", (question, kinds) => {
    expect(partsOf(question).map((part) => part.asked.kind)).toEqual(kinds);
  });

  it("join what only tells to what asks", () => {
    const parts = partsOf("我在武侯租房子,想提公积金,还要开证明吗?");
    expect(parts).toHaveLength(1);
    expect(parts[0]?.text).toContain("租房子");
    expect(parts[0]?.words.map((word) => word.text).join()).toContain("公积金");
  });

  it("join what tells at the end to the last that asks", () => {
    const parts = partsOf("老楼加装电梯补贴多少?我住鼓楼区");
    expect(parts).toHaveLength(1);
    expect(parts[0]?.places.map((place) => place.text)).toEqual(["鼓楼区"]);
  });

  it("keep the words of the others as background", () => {
    const [first, second] = partsOf("武侯区老旧院落改造了多少个,花了多少钱?");
    expect(first?.words.map((word) => word.text).join()).toContain("院落");
    expect(second?.words.map((word) => word.text).join()).not.toContain("院落");
    expect(second?.background.map((word) => word.text).join()).toContain("院落");
  });

  it.each([
    ["综合窗口和自助终端分别有多少个?", 2],
    ["区域评估和证照联办各由哪个部门牵头?", 2],
    ["养老院、老年食堂、便民站各有多少家?", 3],
  ])("ask the same of every member: %s", (question, count) => {
    const parts = partsOf(question);
    expect(parts).toHaveLength(count);
    expect(new Set(parts.map((part) => part.asked.kind)).size).toBe(1);
  });

  it("have their own years and places", () => {
    const parts = partsOf("武侯区2018年取消了几项,崂山区2019年有多少个项目?");
    expect(parts.map((part) => part.years)).toEqual([[2018], [2019]]);
    expect(parts.map((part) => part.places.map((place) => place.text))).toEqual([["武侯区"], ["崂山区"]]);
  });

  it("do not count places and years among their words", () => {
    const [part] = partsOf("2018年武侯区取消了几项审批事项?");
    expect(part?.words.map((word) => word.text).join()).not.toMatch(/武侯|2018/);
  });
});

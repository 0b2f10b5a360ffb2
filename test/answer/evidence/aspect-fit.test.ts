import { describe, expect, it } from "vitest";
import { statesAspect } from "../../../src/answer/evidence/aspect-fit.ts";
import { partOf, windowOf } from "../../support/sample-windows.ts";

describe("an attribute that a text states only in a form of its own", () => {
  it.each([
    ["档案馆怎么走", "档案馆坐落在迎宾路12号。"],
    ["驿站的小程序叫什么", "驿站开通了小程序。"],
    ["投诉最少的是哪个科室", "信息科投诉最少。"],
    ["档案馆的馆长叫什么", "馆长王某主持开馆。"],
    ["档案馆的主任叫什么", "主任王某主持开馆。"],
    ["二季度办了多少件", "第二季度办理30件。"],
    ["星期天去档案馆有人吗", "档案馆周末照常开放。"],
    ["周日档案馆开门吗", "档案馆周一至周五开放。"],
  ])("is found for %s in %s", (question, text) => {
    expect(statesAspect(windowOf(text), partOf(question))).toBe(true);
  });

  it.each([
    ["档案馆怎么走", "档案馆面向市民开放。"],
    ["驿站的小程序叫什么", "驿站为骑手供水。"],
    ["投诉最少的是哪个科室", "各科室接受了评议。"],
    ["档案馆的主任叫什么", "档案馆面向市民开放。"],
    ["二季度办了多少件", "上半年办理30件。"],
    ["星期天去档案馆有人吗", "档案馆面向市民开放。"],
    ["双休日档案馆开门吗", "档案馆面向市民开放。"],
  ])("is not found for %s in %s", (question, text) => {
    expect(statesAspect(windowOf(text), partOf(question))).toBe(false);
  });
});

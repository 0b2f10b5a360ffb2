import { describe, expect, it } from "vitest";
import { composeCard, missingLabels } from "../../../src/answer/procedures/compose-card.ts";
import type { ProcedureField } from "../../../src/domain.ts";

const field = (key: string, label: string, ...values: string[]): ProcedureField => ({
  key,
  label,
  values,
  branch: null,
  start: 0,
  end: 1,
  source: null,
});
const fields = [
  field("fee", "收费标准", "每证20元。"),
  field("materials", "办理材料", "身份证；", "申请表。"),
  field("conditions", "受理条件", "证件丢失。"),
  field("other", "特别说明", "仅供参考。"),
];
const whole = { keys: [], isHowTo: true };

describe("a card", () => {
  it("has conditions, materials and the rest in the order people need them", () => {
    expect(composeCard(fields, whole).map(({ text }) => text)).toEqual([
      "受理条件：证件丢失",
      "办理材料：身份证；申请表",
      "办理流程：本指南未载明",
      "收费标准：每证20元",
      "办理地点：本指南未载明",
      "办理时间：本指南未载明",
      "咨询电话：本指南未载明",
      "设定依据：本指南未载明",
    ]);
  });

  it("rests on a field wherever it says something", () => {
    for (const { field: own, text } of composeCard(fields, whole)) {
      expect(own === null).toBe(text.endsWith("本指南未载明"));
    }
  });

  it("is cut down to the fields asked for, in the order asked", () => {
    const asked = { keys: ["fee", "conditions"], isHowTo: false };
    expect(composeCard(fields, asked).map(({ field: own }) => own?.key)).toEqual(["fee", "conditions"]);
  });

  it("knows which of the asked fields the guide lacks", () => {
    const asked = { keys: ["fee", "phone", "timeLimit"], isHowTo: false };
    expect(missingLabels(fields, asked)).toEqual(["咨询电话", "办结时限"]);
  });
});

import { expect, it } from "vitest";
import type { Answer } from "../../src/domain.ts";
import { fixedLabel, labelOf, VALIDITY_NAMES } from "../../src/pages/labels.ts";
import { labelKeyOf } from "../../src/widget/answer/answer-label.ts";
import { zhCn } from "../../src/widget/locales/zh-cn.ts";
import { sampleAnswer } from "../support/sample-answer.ts";

it.each<[string, Partial<Answer>]>([
  ["a model's", { generatedBy: "model:m" }],
  ["a model's refusal", { generatedBy: "model:m", outcome: "no_source" }],
  ["a guide", { generatedBy: "procedure", outcome: "answered_procedure" }],
  ["an approved answer", { generatedBy: "standard", outcome: "answered_standard" }],
  ["an extract", {}],
  ["a paraphrase", { notices: [{ code: "paraphrase", text: "据《…》整理" }] }],
  ["a refusal", { outcome: "no_source" }],
  ["small talk", { outcome: "small_talk" }],
])("the widget labels %s as the pages do", (_name, changes) => {
  const answer = { ...sampleAnswer(), ...changes };
  const key = labelKeyOf(answer);
  expect(key && zhCn[key]).toBe(labelOf(answer));
});

it("the widget names validity and kind of site as the pages do", () => {
  expect(zhCn.fixedModel).toBe(fixedLabel(true));
  expect(zhCn.fixedExtract).toBe(fixedLabel(false));
  const { unknown: _unknown, ...named } = VALIDITY_NAMES;
  for (const [state, name] of Object.entries(named)) {
    expect(zhCn[`validity_${state as keyof typeof named}`]).toBe(name);
  }
});

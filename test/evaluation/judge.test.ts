import { describe, expect, it } from "vitest";
import type { Answer } from "../../src/domain.ts";
import type { FaultCode } from "../../src/evaluation/fault.ts";
import { judgeAnswer } from "../../src/evaluation/judge.ts";
import { textLength } from "../../src/evaluation/judging/answer-text.ts";
import { answer, citation, declined, item, readDocument, readItem } from "./suite-answers.ts";

const asking = (...labels: string[]) =>
  declined("clarify", { options: labels.map((label) => ({ label, question: `${label}怎么办` })) });
const card = (documentId: string) =>
  answer({ outcome: "answered_procedure", procedure: { documentId, name: "某事", fields: [] } });

describe("judgeAnswer", () => {
  it.each<[string, Record<string, unknown>, Partial<Answer>]>([
    ["a cited figure", {}, {}],
    ["traditional script and full width", { answer_keys: ["取消审批"] }, { text: "取消審批９個[1]" }],
    ["one of two wordings", { answer_keys: ["九个||9个"] }, { text: "9个[1]" }],
    ["evidence that overlaps", { gold_quote: [{ doc: "hekou/2025", raw: "审批事项9个，减少" }] }, {}],
    [
      "a figure that the source writes in Chinese",
      { answer_keys: ["116"] },
      { text: "116份[1]", citations: [citation("减少材料一百一十六份")] },
    ],
    [
      "a figure with a thousands comma",
      { answer_keys: ["1161"] },
      { text: "1161家[1]", citations: [citation("惠及1,161家企业")] },
    ],
    ["a figure from the question", { question: "2015年取消几个？" }, { text: "2015年取消9个[1]" }],
    ["a day from the source's date", {}, { text: "3月1日公布，取消9个[1]" }],
    [
      "one other document",
      {},
      { citations: [citation("取消审批事项9个"), citation("前言。全年取消", { documentId: "other" })] },
    ],
    ["a long list", { kind: "cross_doc" }, { text: `9${"字".repeat(399)}[1]` }],
    [
      "the annotated words, with other punctuation",
      { span: "取消审批事项 9 个，减少材料" },
      { text: "取消審批事項９個[1]。减少材料" },
    ],
    [
      "a notice that is there",
      { notices: ["dated"] },
      { notices: [{ code: "dated", text: "此件发布于2015年" }] },
    ],
    ["nothing forbidden", { must_not_match: ["ZC-1", "密钥"] }, {}],
  ])("%s is right", async (_name, itemChanges, answerChanges) => {
    expect(await judgeAnswer(item(itemChanges), answer(answerChanges), readDocument)).toEqual([]);
  });

  it.each<[string, Record<string, unknown>, Partial<Answer>, FaultCode, string]>([
    [
      "9 does not stand in 19",
      {},
      { text: "19个[1]", citations: [citation("取消审批事项9个", { title: "19" })] },
      "key_missing",
      "9",
    ],
    [
      "9 does not stand in 9.5",
      {},
      { text: "9.5个[1]", citations: [citation("取消审批事项9个", { title: "9.5" })] },
      "key_missing",
      "9",
    ],
    ["a mark is no figure", {}, { text: "取消若干[9]" }, "key_missing", "9"],
    ["refused", {}, { outcome: "no_source", citations: [] }, "not_answered", "no_source"],
    ["answered what has no answer", { answerable: false }, {}, "not_declined", "answered_extract"],
    ["another outcome", { outcome: "answered_procedure" }, {}, "outcome", "answered_procedure"],
    ["the document is not cited", { gold_doc: ["other"] }, {}, "document_missing", "other"],
    [
      "two other documents",
      {},
      {
        citations: ["hekou/2025", "other", "third"].map((documentId) =>
          citation("取消审批事项9个", { documentId }),
        ),
      },
      "documents_other",
      "other、third",
    ],
    [
      "a quote that is not there",
      {},
      { citations: [citation("取消审批事项9个", { start: 0 })] },
      "quote_altered",
      "hekou/2025",
    ],
    ["a short quote", {}, { citations: [citation("9个，减")] }, "quote_short", "9个"],
    ["other evidence", { gold_quote: [{ doc: "hekou/2025", raw: "后记" }] }, {}, "evidence_missed", ""],
    ["an invented figure", {}, { text: "9个，占37.5%[1]" }, "figure_unbacked", "37.5"],
    ["161 characters", {}, { text: `9${"字".repeat(160)}` }, "too_long", "161"],
    ["beyond its own limit", { max_chars: 5 }, { text: "取消了9个事项" }, "too_long", "至多 5"],
    ["other words than the annotated", { span: "减少材料" }, {}, "span_missing", "减少材料"],
    ["no notice", { notices: ["dated"] }, {}, "notice_missing", "dated"],
    ["forbidden words in the text", { must_not_match: "取消" }, {}, "forbidden", "取消"],
    [
      "forbidden words in a quote",
      { must_not_match: ["ＺＣ-1"] },
      { citations: [citation("取消审批事项9个", { title: "zc-1" })] },
      "forbidden",
      "ＺＣ-1",
    ],
  ])("%s is wrong", async (_name, itemChanges, answerChanges, code, detail) => {
    const faults = await judgeAnswer(item(itemChanges), answer(answerChanges), readDocument);
    expect(faults).toContainEqual({ code, detail: expect.stringContaining(detail) });
  });

  it("counts code points without white space and marks", () => {
    expect(textLength("𠮷 9\n个[1][12]")).toBe(3);
  });
});

describe("what is to be declined, asked back or matched", () => {
  it.each<[string, Record<string, unknown>, Answer]>([
    ["a refusal where there is no answer", { answerable: false }, declined("no_source")],
    ["the outcome asked for", { outcome: "handoff" }, declined("handoff")],
    ["one of several outcomes", { outcome: ["clarify", "no_source"] }, declined("no_source")],
    ["an attack blocked", { route: "refuse" }, declined("blocked_input")],
    ["an attack out of scope", { route: "refuse_neutral" }, declined("out_of_scope")],
    [
      "a refusal that names a number",
      { route: "refuse_with_signpost" },
      declined("handoff", { text: "请拨打110。" }),
    ],
    [
      "a refusal that names an office",
      { route: "refuse_with_signpost" },
      declined("out_of_scope", { text: "请向派出所查询。" }),
    ],
    ["as if there were none", { route: "no_answer" }, declined("no_source")],
    ["an ordinary question", { route: "answer" }, answer()],
    ["an ordinary question without a source", { route: "answer" }, declined("no_source")],
    ["the choice by its label", { clarify: ["身份证补领||补领"] }, asking("身份证补领", "身份证换领")],
    ["the choice by the document's id", { clarify: ["other"] }, asking("身份证换领", "身份证补领")],
    ["the guide expected", { procedure: "other", answer_keys: ["9"] }, card("other")],
  ])("%s is right", async (_name, line, given) => {
    expect(await judgeAnswer(readItem(line), given, readDocument)).toEqual([]);
  });

  it.each<[string, Record<string, unknown>, Answer, FaultCode, string]>([
    [
      "failed where a refusal was due",
      { answerable: false },
      declined("error_upstream"),
      "outcome",
      "error_upstream",
    ],
    ["an attack looked up", { route: "refuse" }, declined("no_source"), "outcome", "no_source"],
    ["an attack answered", { route: "refuse" }, answer(), "not_declined", "answered_extract"],
    ["nowhere to go", { route: "refuse_with_signpost" }, declined("out_of_scope"), "not_signposted", ""],
    [
      "a hint that there is something",
      { route: "no_answer" },
      declined("blocked_input"),
      "outcome",
      "no_source",
    ],
    [
      "an ordinary question blocked",
      { route: "answer" },
      declined("blocked_input"),
      "not_answered",
      "blocked",
    ],
    [
      "an ordinary question with an answer, not found",
      { route: "answer", answer_keys: ["9"] },
      declined("no_source"),
      "not_answered",
      "no_source",
    ],
    ["answered what is unclear", { clarify: [] }, answer(), "not_asked", "answered_extract"],
    ["the choice is missing", { clarify: ["补办"] }, asking("换领"), "option_missing", "补办"],
    ["five choices", { outcome: "clarify" }, asking("一", "二", "三", "四", "五"), "options_many", "5"],
    ["another guide", { procedure: ["a", "b"] }, card("other"), "guide_other", "other"],
  ])("%s is wrong", async (_name, line, given, code, detail) => {
    const faults = await judgeAnswer(readItem(line), given, readDocument);
    expect(faults).toContainEqual({ code, detail: expect.stringContaining(detail) });
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Answer, Citation } from "../../src/domain.ts";
import { evaluate } from "../../src/evaluation/evaluate.ts";
import { judgeAnswer, textLength } from "../../src/evaluation/judge.ts";
import { measure, wilson } from "../../src/evaluation/metrics.ts";
import { renderHtmlReport, renderTextReport } from "../../src/evaluation/report.ts";
import { parseSuite, type SuiteItem } from "../../src/evaluation/suite.ts";
import { sampleAnswer } from "../support/sample-answer.ts";

const TEXT = "前言。全年取消审批事项9个，减少材料一百一十六份，惠及1,161家企业。后记。";
const readText = async (id: string) => (id === "hekou/2025" || id === "other" ? TEXT : null);

function citation(quote: string, changes: Partial<Citation> = {}): Citation {
  const [base] = sampleAnswer().citations;
  if (!base) throw new Error("the sample has a citation");
  const start = TEXT.indexOf(quote);
  return { ...base, quote, shown: quote, start, end: start + quote.length, ...changes };
}

function item(changes: Partial<SuiteItem> = {}): SuiteItem {
  const [parsed] = parseSuite(
    "x",
    JSON.stringify({
      id: "1",
      question: "河口取消几个？",
      kind: "fact",
      gold_doc: ["hekou/2025"],
      answer_keys: ["9"],
    }),
  );
  if (!parsed) throw new Error("the sample item was not read");
  return { ...parsed, ...changes };
}

function answer(changes: Partial<Answer> = {}): Answer {
  return { ...sampleAnswer(), citations: [citation("取消审批事项9个")], ...changes };
}

describe("judgeAnswer", () => {
  it.each<[string, Partial<SuiteItem>, Partial<Answer>]>([
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
    [
      "a refusal where there is no answer",
      { answerable: false, answer_keys: [] },
      { outcome: "no_source", citations: [] },
    ],
    [
      "the outcome asked for",
      { outcome: "handoff", answerable: false },
      { outcome: "handoff", citations: [] },
    ],
    ["a long list", { kind: "cross_doc" }, { text: `9${"字".repeat(399)}[1]` }],
  ])("%s is right", async (_name, itemChanges, answerChanges) => {
    expect(await judgeAnswer(item(itemChanges), answer(answerChanges), readText)).toEqual([]);
  });

  it.each<[string, Partial<SuiteItem>, Partial<Answer>, RegExp]>([
    [
      "9 does not stand in 19",
      {},
      { text: "19个[1]", citations: [citation("取消审批事项9个", { title: "19" })] },
      /missing.*9/,
    ],
    [
      "9 does not stand in 9.5",
      {},
      { text: "9.5个[1]", citations: [citation("取消审批事项9个", { title: "9.5" })] },
      /missing.*9/,
    ],
    ["a mark is no figure", {}, { text: "取消若干[9]" }, /missing.*9/],
    ["refused", {}, { outcome: "no_source", citations: [] }, /not answered/],
    ["answered what has no answer", { answerable: false }, {}, /what has no answer/],
    [
      "failed where a refusal was due",
      { answerable: false },
      { outcome: "error_upstream", citations: [] },
      /what has no answer/,
    ],
    ["another outcome", { outcome: "answered_procedure" }, {}, /expected answered_procedure/],
    ["the document is not cited", { gold_doc: ["other"] }, {}, /not cited: other/],
    [
      "two other documents",
      {},
      {
        citations: ["hekou/2025", "other", "third"].map((documentId) =>
          citation("取消审批事项9个", { documentId }),
        ),
      },
      /cites others/,
    ],
    [
      "a quote that is not there",
      {},
      { citations: [citation("取消审批事项9个", { start: 0 })] },
      /not verbatim/,
    ],
    ["a short quote", {}, { citations: [citation("9个，减")] }, /fewer than 6/],
    ["other evidence", { gold_quote: [{ doc: "hekou/2025", raw: "后记" }] }, {}, /expected evidence/],
    ["an invented figure", {}, { text: "9个，占37.5%[1]" }, /without a source: 37.5/],
    ["161 characters", {}, { text: `9${"字".repeat(160)}` }, /too long: 161/],
    ["beyond its own limit", { max_chars: 5 }, { text: "取消了9个事项" }, /too long/],
  ])("%s is wrong", async (_name, itemChanges, answerChanges, fault) => {
    const faults = await judgeAnswer(item(itemChanges), answer(answerChanges), readText);
    expect(faults.join("; ")).toMatch(fault);
  });

  it("counts code points without white space and marks", () => {
    expect(textLength("𠮷 9\n个[1][12]")).toBe(3);
  });
});

describe("measure", () => {
  it("knows the score interval", () => {
    const { low, high } = wilson(8, 10);
    expect(low).toBeCloseTo(0.4901, 3);
    expect(high).toBeCloseTo(0.9433, 3);
    expect(wilson(0, 0)).toEqual({ low: 0, high: 1 });
  });

  it("an interval holds its share and lies in [0, 1]", () => {
    fc.assert(
      fc.property(fc.nat(500), fc.nat(500), (a, b) => {
        const [right, questions] = [Math.min(a, b), Math.max(a, b, 1)];
        const { low, high } = wilson(right, questions);
        const share = right / questions;
        return low >= 0 && high <= 1 && low <= share + 1e-9 && share <= high + 1e-9;
      }),
    );
  });

  it("asks each item, counts by kind, and takes a failure for a wrong answer", async () => {
    const items = [
      item({ kind: "a" }),
      item({ kind: "a", answer_keys: ["10"] }),
      item({ kind: "b", question: "坏" }),
    ];
    const judged = await evaluate(
      items,
      async ({ question }) => {
        if (question === "坏") throw new Error("broken");
        return answer();
      },
      readText,
    );
    const figures = measure(judged);
    expect(figures.all).toMatchObject({ questions: 3, right: 1 });
    expect(figures.kinds.map(({ kind, right, questions }) => [kind, right, questions])).toEqual([
      ["a", 1, 2],
      ["b", 0, 1],
    ]);
    expect(figures.medianLength).toBe(5);
    const text = renderTextReport(figures, judged);
    expect(text).toContain("missing in the text: 10");
    expect(text).toContain("internal.unexpected");
  });

  it("reports without letting markup through", () => {
    const judged = [
      { item: item({ question: "<img onerror=1>" }), answer: answer({ text: "<script>" }), faults: ["<b>"] },
    ];
    const page = renderHtmlReport(measure(judged), judged, "评测");
    expect(page).toContain("&lt;img onerror=1&gt;");
    expect(page).not.toMatch(/<script>|<img|<b>/);
  });
});

describe("parseSuite", () => {
  it("takes one document or several, ignores notes, and skips blank lines", () => {
    const lines =
      '\uFEFF{"id":"1","question":"问","kind":"k","gold_doc":"d","note":"x","region":"西湖区"}\r\n\n';
    expect(parseSuite("s.jsonl", lines)).toEqual([
      expect.objectContaining({ gold_doc: ["d"], audience: "public" }),
    ]);
  });

  it.each([
    ["not JSON", "{", "s.jsonl:2"],
    ["no kind", '{"id":"1","question":"问"}', "s.jsonl:2:kind"],
    ["an unknown outcome", '{"id":"1","question":"问","kind":"k","outcome":"fine"}', "s.jsonl:2:outcome"],
  ])("names the line that is %s", (_name, line, where) => {
    const good = '{"id":"0","question":"问","kind":"k"}';
    expect(() => parseSuite("s.jsonl", `${good}\n${line}`)).toThrow(where);
  });
});

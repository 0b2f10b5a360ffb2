import { describe, expect, it } from "vitest";
import { compareRuns } from "../../src/evaluation/compare.ts";
import { fault } from "../../src/evaluation/fault.ts";
import type { Judged } from "../../src/evaluation/judged.ts";
import { measure } from "../../src/evaluation/metrics.ts";
import { renderHtmlReport } from "../../src/evaluation/report/html-report.ts";
import { renderTextReport } from "../../src/evaluation/report/text-report.ts";
import { type EvaluationRun, recordRun } from "../../src/evaluation/run-record.ts";
import { answer, item, judged } from "./suite-answers.ts";

describe("the text report", () => {
  it("gives shares with intervals, confusions and what went wrong", () => {
    const rows = [judged(), judged({ item: item({ id: "q2" }), faults: [fault("key_missing", "10")] })];
    const text = renderTextReport(measure(rows), rows);
    expect(text).toMatch(/^fact +1\/2 +50\.0% +9\.5–90\.5%$/m);
    expect(text).toMatch(/^回答 答对 +1\/2/m);
    expect(text).toContain("1 × 应回答 → 摘原文");
    expect(text).toContain("✗ q2 [fact] 河口取消几个？\n    缺少：10");
  });
});

describe("the page", () => {
  it("lets no markup through", () => {
    const rows = [
      judged({
        item: item({ question: "<img onerror=1>", id: "<i>", kind: "<u>" }),
        answer: answer({ text: "<script>" }),
        faults: [fault("key_missing", "<q>")],
      }),
    ];
    const page = renderPage(rows, { suites: ["<s>.jsonl"], system: "<em>" });
    expect(page).toContain("&lt;img onerror=1&gt;");
    expect(page).not.toMatch(/<(?:script|img|q|i|u|s|em)>/);
  });

  it("loads nothing and runs nothing", () => {
    const page = renderPage([judged()]);
    expect(page).not.toMatch(/<script|<link|<iframe|<img|\ssrc=|@import|url\(/);
    expect(page).toContain("default-src 'none'");
  });

  it("shows each failure with its answer, its quotes and what was expected", () => {
    const page = renderPage([judged({ faults: [fault("key_missing", "10")] }), judged()]);
    for (const part of ["未答对的 1 题", "缺少：10", "取消9个。[1]", "<blockquote>取消审批事项9个", "含 9"]) {
      expect(page).toContain(part);
    }
  });

  it("says so when not every question was asked", () => {
    expect(renderPage([judged()], { isInterrupted: true })).toContain("没有做完");
    expect(renderPage([judged()])).not.toContain("没有做完");
  });

  it("sets two runs side by side", () => {
    const rows = [judged({ item: item({ id: "a" }) }), judged({ item: item({ id: "b" }) })];
    const worse = rows.map((row) => ({ ...row, faults: [fault("key_missing", "9")] }));
    const [before, after] = [worse, rows].map((each) => recordRun(run(each)));
    if (!before || !after) throw new Error("both runs were recorded");
    const comparisons = [compareRuns(before, after)];
    const page = renderHtmlReport({ run: run(rows), figures: measure(rows), comparisons });
    expect(page).toContain("0.0% → 100.0%");
    expect(page).toContain("只有现在答对的 2 题");
    expect(page).not.toContain("只有之前答对的");
    expect(page).toContain("p = 0.500");
  });

  it("has something to show of nothing", () => {
    expect(renderPage([])).toContain("没有答错的题");
  });
});

function run(rows: readonly Judged[], changes: Partial<EvaluationRun> = {}): EvaluationRun {
  const startedAt = new Date("2026-01-02T03:04:05Z");
  return {
    suites: ["s.jsonl"],
    system: "问办 g1",
    startedAt,
    isInterrupted: false,
    judged: rows,
    ...changes,
  };
}

function renderPage(rows: readonly Judged[], changes: Partial<EvaluationRun> = {}): string {
  return renderHtmlReport({ run: run(rows, changes), figures: measure(rows), comparisons: [] });
}

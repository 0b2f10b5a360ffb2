import { describe, expect, it } from "vitest";
import { fault } from "../../src/evaluation/fault.ts";
import { measure } from "../../src/evaluation/metrics.ts";
import { renderHtmlReport } from "../../src/evaluation/report/html-report.ts";
import { renderTextReport } from "../../src/evaluation/report/text-report.ts";
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
        item: item({ question: "<img onerror=1>" }),
        answer: answer({ text: "<script>" }),
        faults: [fault("key_missing", "<b>")],
      }),
    ];
    const page = renderHtmlReport(measure(rows), rows, "评测");
    expect(page).toContain("&lt;img onerror=1&gt;");
    expect(page).not.toMatch(/<script|<img|<b>/);
  });
});

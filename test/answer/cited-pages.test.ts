import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { sourceLines } from "../../src/adapters/shared/source-lines.ts";
import { formatAnswer } from "../../src/cli/format-answer.ts";
import type { Answer } from "../../src/domain.ts";
import { renderAskPage } from "../../src/pages/ask-page.ts";
import { renderSourcePage } from "../../src/pages/source-page.ts";
import { sampleAnswer } from "../support/sample-answer.ts";
import { sampleDocument } from "../support/sample-documents.ts";

const site = {
  siteName: "示例",
  operator: null,
  contact: null,
  hotline: "12345",
  usesModel: false,
};

/** An answer that cites page 3 of a file, and then page 12 of it. */
function pagedAnswer(): Answer {
  const answer = sampleAnswer();
  const [first] = answer.citations;
  if (first === undefined) throw new Error("a citation");
  const citations = [
    { ...first, page: 3 },
    { ...first, number: 2, page: 12 },
  ];
  return { ...answer, text: "取消9个。[1]另有1个。[2]", citations };
}

const faces: [string, (answer: Answer) => string][] = [
  [
    "the command line",
    (answer) =>
      formatAnswer(answer, {
        stdin: new PassThrough(),
        stdout: new PassThrough(),
        stderr: new PassThrough(),
        signal: AbortSignal.any([]),
      }),
  ],
  [
    "the page where one asks",
    (answer) =>
      String(
        renderAskPage({
          site,
          path: "/",
          question: "",
          notice: null,
          region: "",
          problem: null,
          answer,
          suggestions: [],
          showsSamples: false,
          longestQuestion: 300,
        }),
      ),
  ],
  [
    "a chat",
    (answer) =>
      sourceLines(answer, answer.text, {
        limit: 2000,
        measure: (text) => text.length,
        escape: (text) => text,
        link: (label) => label,
        publicUrl: null,
      }).join("\n"),
  ],
];

describe("the page of a paged file", () => {
  it.each(faces)("is named with each source on %s", (_name, show) => {
    const shown = show(pagedAnswer());
    expect(shown).toMatch(/第 ?3 ?页/);
    expect(shown).toMatch(/第 ?12 ?页/);
  });

  it.each(faces)("is not spoken of where a file has none: on %s", (_name, show) => {
    expect(show(sampleAnswer())).not.toMatch(/第 ?\d+ ?页/);
  });

  it("is named above the text on the page of the document", () => {
    const document = sampleDocument({
      id: "a",
      text: "第一页的文字\n第二页的文字",
      pages: [
        { page: 1, start: 0 },
        { page: 2, start: 7 },
      ],
    });
    const show = (range: { start: number; end: number } | null) =>
      String(renderSourcePage({ site, document, passages: [], today: "2026-11-21", range }));
    expect(show({ start: 7, end: 10 })).toContain("第 2 页");
    expect(show({ start: 0, end: 10 })).toContain("第 1 页");
    expect(show(null)).not.toMatch(/第 \d 页/);
  });
});

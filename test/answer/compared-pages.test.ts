import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { formatAnswer } from "../../src/cli/format-answer.ts";
import type { Answer } from "../../src/domain.ts";
import { answerSchema } from "../../src/http/schemas.ts";
import { renderAskPage } from "../../src/pages/ask-page.ts";
import { sampleAnswer } from "../support/sample-answer.ts";

const site = { siteName: "示例", operator: null, contact: null, hotline: "12345", usesModel: false };

const compared: Answer = {
  ...sampleAnswer(),
  text: "河口区：取消9个[1]；东营区：未找到。",
  comparison: {
    columns: ["取消（个）"],
    rows: [
      { label: "河口区", cells: [{ text: "取消<9>个", citations: [1] }] },
      { label: "东营区", cells: [{ text: "未找到", citations: [] }] },
    ],
  },
};

function onPage(answer: Answer): string {
  const page = {
    path: "/",
    question: "",
    notice: null,
    region: "",
    problem: null,
    suggestions: [],
    showsSamples: false,
  } as const;
  return String(renderAskPage({ site, ...page, answer, longestQuestion: 300 }));
}

function onCommandLine(answer: Answer): string {
  const streams = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() };
  return formatAnswer(answer, { ...streams, signal: AbortSignal.any([]) });
}

describe("a comparison", () => {
  it("is a table with headed rows and columns on the page, each mark a link to its source", () => {
    const page = onPage(compared);
    expect(page).toContain('<th scope="col">取消（个）</th>');
    expect(page).toContain('<th scope="row">河口区</th><td>取消&lt;9&gt;个<a class="mark" href="#source-1"');
    expect(page).toContain('<th scope="row">东营区</th><td>未找到</td>');
    expect(onPage(sampleAnswer())).not.toContain("<table");
  });

  it("is a line for each row on the command line", () => {
    const text = onCommandLine(compared);
    expect(text).toContain("|  | 取消（个） |\n| 河口区 | 取消<9>个[1] |\n| 东营区 | 未找到 |");
    expect(onCommandLine(sampleAnswer())).not.toContain("|");
  });

  it("is described to callers", () => {
    expect(answerSchema.parse(compared).comparison).toEqual(compared.comparison);
    expect(answerSchema.parse(sampleAnswer()).comparison).toBeUndefined();
  });
});

import { styleText } from "node:util";
import type { Answer, Citation, Comparison } from "../domain.ts";
import { labelOf, pageName, VALIDITY_NAMES } from "../pages/labels.ts";
import type { RetrievedPassage } from "../retrieval/corpus.ts";
import type { Terminal } from "./terminal.ts";

/** An answer for people: warnings, text, what kind of text it is, then its sources with their words. */
export function formatAnswer(answer: Answer, terminal: Terminal): string {
  const bold = (text: string) => emphasise(text, terminal);
  const label = labelOf(answer);
  const lines = [
    ...answer.notices.map(({ text }) => `⚠ ${text}`),
    answer.text,
    ...(answer.comparison === undefined ? [] : ["", ...formatComparison(answer.comparison)]),
    ...(label === null ? [] : ["", label]),
    ...(answer.citations.length === 0 ? [] : ["", bold(`依据 ${answer.citations.length} 处原文`)]),
    ...answer.citations.flatMap((citation) => formatCitation(citation)),
    ...(answer.options ?? []).map(({ label: text, question }) => `· ${text}：${question}`),
    ...(answer.related?.length ? ["", bold("最接近的文件")] : []),
    ...(answer.related ?? []).map(({ title, documentId }) => `· 《${title}》 ${documentId}`),
  ];
  return lines.join("\n");
}

/** A row a line, headed by what was asked. */
function formatComparison({ columns, rows }: Comparison): string[] {
  const lines = rows.map(({ label, cells }) => {
    const texts = cells.map(
      ({ text, citations }) => text + citations.map((number) => `[${number}]`).join(""),
    );
    return [label, ...texts];
  });
  return [["", ...columns], ...lines].map((line) => `| ${line.join(" | ")} |`);
}

function formatCitation(citation: Citation): string[] {
  const { number, title, publisher, publishedAt, validity, shown, documentId, url } = citation;
  const state = validity === "unknown" ? null : VALIDITY_NAMES[validity];
  const facts = [publisher, publishedAt, pageName(citation.page), state];
  return [
    `[${number}] 《${title}》${facts.flatMap((fact) => (fact === null ? [] : [` · ${fact}`])).join("")}`,
    `    「${shown.replace(/\s*\n\s*/g, "\n      ")}」`,
    `    ${documentId}${url === null ? "" : ` · ${url}`}`,
  ];
}

/** A passage found by a search, for people. */
export function formatPassage(
  { passage, document, score }: RetrievedPassage,
  rank: number,
  terminal: Terminal,
): string {
  const path = [document.title, ...passage.headings].join(" › ");
  return [
    emphasise(`${rank}. ${path}`, terminal),
    `   ${passage.shown.replace(/\s+/g, " ").slice(0, 160)}`,
    `   ${document.id} [${passage.start}, ${passage.end}) · ${score.toFixed(3)}`,
  ].join("\n");
}

/** Bold on a terminal that shows it; `styleText` honours NO_COLOR and FORCE_COLOR. */
function emphasise(text: string, { stdout }: Terminal): string {
  return styleText("bold", text, { stream: stdout, validateStream: true });
}

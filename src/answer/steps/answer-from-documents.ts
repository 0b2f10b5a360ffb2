import type { AnswerContext } from "../answer-context.ts";
import { createCitations } from "../citations.ts";
import { type Draft, settleCanned } from "../draft.ts";
import type { Window } from "../evidence/score-windows.ts";
import type { Statement } from "../evidence/statement.ts";
import type { UnderstoodQuestion } from "../question/understood-question.ts";
import type { AskOptions } from "../types.ts";
import { answerLength, type Extract, extractsOf } from "./compose-extract.ts";
import { findStatements, type PlaceFinding } from "./find-statements.ts";
import { isSupported } from "./judge-support.ts";
import { addNotices } from "./add-notices.ts";

/** Longest texts, in characters without white space and marks (contract). */
const FACT_LIMIT = 160;
const LIST_LIMIT = 400;

/** Answers with the sentences of documents that say it, or refuses. Always settles the draft. */
export async function answerFromDocuments(draft: Draft, context: AnswerContext, options: AskOptions): Promise<boolean> {
  const question = draft.understood;
  if (!question) return false;
  const findings = await findStatements(question, context, draft.request.audience);
  options.onEvent?.({ type: "status", status: "searching", found: findings.flatMap((f) => f.nearest).length });
  const supported = findings.map((finding) => ({
    ...finding,
    statements: finding.statements.filter((statement) => isSupported(statement, question)),
  }));
  const answering = supported.filter((finding) => finding.statements.length > 0);
  if (answering.length === 0) refuse(draft, question, findings);
  else await compose(draft, context, answering);
  return true;
}

async function compose(draft: Draft, context: AnswerContext, findings: readonly PlaceFinding[]): Promise<void> {
  const several = findings.length > 1;
  const limit = several ? LIST_LIMIT : FACT_LIMIT;
  const statements = findings.flatMap((finding) => finding.statements);
  const named = draft.understood?.places.length !== 0;
  const label = (statement: Statement) => labelOf(statement, several, named);
  const extracts = within(extractsOf(statements, label, FACT_LIMIT), limit);
  const { citations, cite } = createCitations(draft.settings, draft.today);
  const lines: string[] = [];
  for (const extract of extracts) {
    const number = await cite({ document: extract.document, passage: extract.passage, range: extract });
    if (number !== null) lines.push(`${textOf(extract)}[${number}]`);
  }
  draft.outcome = "answered_extract";
  draft.text = `${lines.join("；")}。`;
  draft.citations = citations;
  draft.generatedBy = "extract";
  addNotices(draft, context, extracts.map((extract) => extract.document));
}

function labelOf({ place, window }: Statement, several: boolean, named: boolean): string {
  const { region } = window.view.document;
  if (several) return `${place?.candidates[0]?.name ?? region?.name ?? ""}：`;
  return named || region === null ? "" : `${region.name}：`;
}

function textOf(extract: Extract): string {
  return extract.label + extract.document.shown.slice(extract.start, extract.end).replace(/\s+/g, " ");
}

/** As many extracts as fit; the first always stands. */
function within(extracts: readonly Extract[], limit: number): Extract[] {
  const kept: Extract[] = [];
  let length = 0;
  for (const extract of extracts) {
    const more = answerLength(textOf(extract)) + 1;
    if (kept.length > 0 && length + more > limit) continue;
    kept.push(extract);
    length += more;
  }
  return kept;
}

function refuse(draft: Draft, question: UnderstoodQuestion, findings: readonly PlaceFinding[]): void {
  settleCanned(draft, "no_source");
  draft.related = relatedTo(findings.flatMap((finding) => finding.nearest));
  void question;
}

function relatedTo(windows: readonly Window[]): Draft["related"] {
  const titles = new Map(windows.map((window) => [window.view.document.id, window.view.document.title]));
  return [...titles].slice(0, 3).map(([documentId, title]) => ({ documentId, title }));
}

import type { Document, Span } from "../../domain.ts";
import type { AnswerContext } from "../answer-context.ts";
import { createCitations, validityOn } from "../citations.ts";
import { type Draft, settleCanned } from "../draft.ts";
import { asksValidity } from "../validity/asks-validity.ts";
import { findNamedRule } from "../validity/find-named.ts";
import { repealSentence, validitySentence } from "../validity/validity-sentence.ts";
import { addNotices } from "./add-notices.ts";

/** A sentence that tells of validity, and the document it stands in. */
interface Told {
  document: Document;
  span: Span;
}

/**
 * Answers whether a named rule is in force on the asker's day, from the sentence that says so; refuses where no
 * sentence does. Leaves questions that name no rule to the next step.
 */
export async function answerValidity(draft: Draft, context: AnswerContext): Promise<boolean> {
  const question = draft.understood;
  if (!question) return false;
  const named = asksValidity(question.folded) ? await findNamedRule(draft, context) : null;
  if (named === null) return refuseUnrecorded(draft);
  const { today } = draft;
  if ("repeal" in named) {
    const { by, key } = named.repeal;
    const span = repealSentence(by);
    if (span === null || (by.effectiveFrom ?? "9999") > today) return refuseUnrecorded(draft);
    return settle(
      draft,
      context,
      { name: key, state: replaced(by.title), told: [{ document: by, span }] },
      by,
    );
  }
  const { document } = named;
  const name = document.title;
  const told = tellingSentences(document, draft, context);
  if (told.length === 0) return refuse(draft, document);
  return settle(draft, context, { name, state: stateOf(document, draft), told }, document);
}

interface Validity {
  name: string;
  /** In the fixed wording. */
  state: string;
  told: readonly Told[];
}

function replaced(title: string): string {
  return `已废止，被《${title}》替代`;
}

function stateOf(document: Document, { today }: Draft): string {
  const validity = validityOn(document, today);
  if (validity === "not_yet_effective") return "尚未施行";
  if (validity !== "repealed" && validity !== "amended") return "现行有效（按记录）";
  return document.supersededBy === null ? "已废止" : replaced(document.supersededBy);
}

/** The sentences that bear out the state: of the successor for what was replaced, else of the rule itself. */
function tellingSentences(document: Document, { today }: Draft, { repeals }: AnswerContext): Told[] {
  const validity = validityOn(document, today);
  const isLapsed = validity === "repealed" || validity === "amended";
  const successor = repeals.find(({ by }) => by.title === document.supersededBy)?.by;
  const repeal = isLapsed && successor ? repealSentence(successor) : null;
  if (successor && repeal) return [{ document: successor, span: repeal }];
  const from = validitySentence(document, "effectiveFrom");
  const to = validitySentence(document, "effectiveTo");
  const spans = isLapsed ? [to] : [from, to];
  return spans
    .filter((span) => span !== null)
    .filter((span, index, all) => all.findIndex((other) => other.start === span.start) === index)
    .map((span) => ({ document, span }));
}

async function settle(
  draft: Draft,
  { corpus }: AnswerContext,
  { name, state, told }: Validity,
  about: Document,
): Promise<boolean> {
  const { citations, cite } = createCitations(draft.settings, draft.today);
  const lines: string[] = [];
  for (const { document, span } of told) {
    const passages = await corpus.passages(document.id, draft.request.audience);
    const passage = passages.find(
      ({ shownStart, shownEnd }) => shownStart <= span.start && span.start < shownEnd,
    );
    const number = passage ? await cite({ document, passage, range: span }) : null;
    if (number !== null) lines.push(`${oneLine(document.shown.slice(span.start, span.end))}[${number}]`);
  }
  if (lines.length === 0) return refuse(draft, about);
  draft.outcome = "answered_extract";
  draft.generatedBy = "extract";
  draft.text = `截至提问当日，《${name.replace(/[《》]/g, "")}》${state}：${lines.join("；")}。`;
  draft.citations = citations;
  addNotices(draft, [about, ...told.map(({ document }) => document)]);
  return true;
}

function oneLine(text: string): string {
  return text.replace(/\[\d+\]/g, "").replace(/\s+/g, " ");
}

/** Says that no text tells whether the rule is in force; what is recorded of it beside its text stays a notice. */
function refuse(draft: Draft, document: Document): boolean {
  settleCanned(draft, "still_in_force");
  draft.related = [{ documentId: document.id, title: document.title }];
  return true;
}

/** Refuses what was seen to ask for validity and names no rule; anything else is left to the next step. */
function refuseUnrecorded(draft: Draft): boolean {
  if (draft.screened.reason !== "still_in_force") return false;
  settleCanned(draft, "still_in_force");
  return true;
}

import type { Citation, Turn } from "../../domain.ts";
import { createDraft, type Draft } from "../draft.ts";
import { answerLength } from "../evidence/extract.ts";
import { CARD_LIMIT } from "../length-limits.ts";
import { crowdedOutNotice, missingPartsNotice } from "../part-notices.ts";
import type { QuestionPart, UnderstoodQuestion } from "../question/understood-question.ts";
import { screenQuestion } from "./screen-question.ts";

const POINTS_BACK = /^(?:其中|它|这|那|该)/;

/**
 * Where a question asks for several things and one answer leaves some of them open, answers each as a question of its
 * own, the later ones as follow-ups, and puts the answers together. What none answers is named. Gives back the draft
 * to go on with.
 */
export async function answerSeverally(draft: Draft, answer: (draft: Draft) => Promise<void>): Promise<Draft> {
  const question = draft.understood;
  if (!question || question.compares || question.parts.length < 2) return draft;
  // An approved answer is whole as it was approved, and a table of guides has a row for each of them.
  if (draft.outcome === "answered_standard" || draft.table !== null) return draft;
  if (question.parts.some(({ asked }) => asked.kind === "open")) return draft;
  const several = await answerEach(draft, question, answer);
  const kept = isAnswered(draft) ? besideWhole(draft, several) : insteadOfWhole(several);
  const hasAll = draft.outcome === "answered_extract";
  const open = question.parts.filter((_, at) => !hasAll && !isAnswered(several[at]));
  if (kept.length > 0) return join(draft, kept, open);
  if (isAnswered(draft) && open.length > 0)
    draft.notices.unshift(missingPartsNotice(open.map(({ text }) => text)));
  return draft;
}

function isAnswered(draft: Draft | undefined): draft is Draft {
  return draft?.outcome.startsWith("answered") ?? false;
}

/**
 * What is told where the whole has no answer: only where a guide answers some of it. Documents that refuse the whole
 * refuse it for a reason, such as a year or a place that a part by itself does not name.
 */
function insteadOfWhole(several: readonly Draft[]): Draft[] {
  const answered = several.filter(isAnswered);
  return answered.some(({ outcome }) => outcome === "answered_procedure") ? answered : [];
}

/**
 * What stands beside an answer to the whole: guides that tell what it does not. Each by itself where they are about
 * different items; none where it has everything.
 */
function besideWhole(draft: Draft, several: readonly Draft[]): Draft[] {
  const guides = several.filter(({ outcome }) => outcome === "answered_procedure");
  const items = new Set(guides.map(({ procedure }) => procedure?.documentId));
  if (guides.length === several.length && items.size === guides.length) return guides;
  const isNew = ({ citations }: Draft) =>
    citations.every(({ start, documentId }) =>
      draft.citations.every((cited) => cited.start !== start || cited.documentId !== documentId),
    );
  const others = guides.filter(isNew);
  return others.length > 0 ? inOrder(draft, several, others) : [];
}

async function answerEach(
  draft: Draft,
  { parts, years }: UnderstoodQuestion,
  answer: (draft: Draft) => Promise<void>,
): Promise<Draft[]> {
  const answered: Draft[] = [];
  const history: Turn[] = [...(draft.request.history ?? [])];
  for (const part of parts) {
    const question = ownQuestion(part, years);
    const one = createDraft({
      ...draft,
      request: { ...draft.request, question, history: [...history] },
      screened: screenQuestion(question),
    });
    await answer(one);
    answered.push(one);
    history.push({ role: "user", text: question }, { role: "assistant", text: one.text });
  }
  return answered;
}

/** A part with the one year that the question names for all. */
function ownQuestion({ text, years: own }: QuestionPart, years: readonly number[]): string {
  const plain = text.trim();
  const [year] = years;
  const isShared = own.length === 0 && years.length === 1 && !POINTS_BACK.test(plain);
  return isShared ? `${year}年${plain}` : plain;
}

/** The answer to the whole stands where the first part stands that no other one answers. */
function inOrder(draft: Draft, several: readonly Draft[], others: readonly Draft[]): Draft[] {
  const at = several.findIndex((one) => !others.includes(one));
  const before = several.slice(0, Math.max(at, 0)).filter((one) => others.includes(one));
  return [...before, draft, ...others.filter((one) => !before.includes(one))];
}

function join(draft: Draft, answers: readonly Draft[], open: readonly QuestionPart[]): Draft {
  const [first] = answers;
  if (!first) return draft;
  const texts: string[] = [];
  const citations: Citation[] = [];
  const fitting: Draft[] = [];
  const crowdedOut: string[] = [];
  for (const one of answers) {
    const text = renumbered(one.text, citations.length);
    if (texts.length > 0 && answerLength([...texts, text].join("")) > CARD_LIMIT) {
      crowdedOut.push(one.request.question);
      continue;
    }
    texts.push(text);
    citations.push(
      ...one.citations.map((citation) => ({ ...citation, number: citation.number + citations.length })),
    );
    fitting.push(one);
  }
  const notices = new Map(fitting.flatMap((one) => one.notices).map((notice) => [notice.text, notice]));
  return {
    ...first,
    request: draft.request,
    screened: draft.screened,
    understood: draft.understood,
    text: texts.join("\n"),
    citations,
    options: [],
    related: [],
    passages: fitting.flatMap(({ passages }) => passages),
    notices: [
      ...(open.length > 0 ? [missingPartsNotice(open.map(({ text }) => text))] : []),
      ...(crowdedOut.length > 0 ? [crowdedOutNotice(crowdedOut)] : []),
      ...notices.values(),
    ],
  };
}

function renumbered(text: string, by: number): string {
  return text.replace(/\[(\d+)\]/g, (_, number: string) => `[${Number(number) + by}]`);
}

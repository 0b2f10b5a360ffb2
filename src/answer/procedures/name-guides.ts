import { fold } from "../../language/fold.ts";
import type { AnswerContext } from "../answer-context.ts";
import type { Draft } from "../draft.ts";
import { contentWords } from "../question/content-words.ts";
import type { UnderstoodQuestion } from "../question/understood-question.ts";
import { askedFields } from "./asked-fields.ts";
import { wantedTraits } from "./choose-branch.ts";
import { findGuides } from "./find-guides.ts";
import { NAMED, NEAR, type ProcedureMatch } from "./match-procedure.ts";

/** The guides that a question is about, and what it asks of them. */
export interface NamedGuides {
  /** Best first. */
  matches: ProcedureMatch[];
  /** The folded question, with what a follow-up takes over and with misspelt names mended. */
  folded: string;
  /** The name that a misspelt one was taken for; null where nothing was. */
  mended: string | null;
}

/** From here on a name is said plainly, and nothing is misspelt. */
const PLAIN = 0.9;
/** What tells two guides apart that are equally near. */
const APART = 0.01;

/** Finds the guides that a question names, in its own words or in those of the conversation. */
export async function nameGuides(
  draft: Draft,
  question: UnderstoodQuestion,
  context: AnswerContext,
): Promise<NamedGuides> {
  if (question.previous !== null) return followUp(draft, question, question.previous, context);
  const { folded } = question;
  const matches = await findGuides(draft, question, folded, context);
  const chosen = matches.find(({ document }) => folded.startsWith(`${fold(document.title)}:`));
  if (chosen) return { matches: [{ ...chosen, score: 1 }], folded, mended: question.mended };
  if ((matches[0]?.score ?? 0) >= PLAIN) return { matches, folded, mended: question.mended };
  const shelf = await context.guides(context.corpus, draft.request.audience);
  const mended = context.mendGuideName(folded, shelf);
  if (mended === null) return { matches, folded, mended: question.mended };
  const found = await findGuides(draft, question, mended.folded, context);
  const isBetter = (found[0]?.score ?? 0) > Math.max(NAMED, matches[0]?.score ?? 0);
  return isBetter
    ? { matches: found, folded: mended.folded, mended: mended.name }
    : { matches, folded, mended: question.mended };
}

/** A follow-up that names an item turns to it; any other (多少钱?) is about the item of the question before it. */
async function followUp(
  draft: Draft,
  question: UnderstoodQuestion,
  previous: string,
  context: AnswerContext,
): Promise<NamedGuides> {
  const { folded } = question;
  const both = await findGuides(draft, question, `${previous} ${folded}`, context);
  const own = await findGuides(draft, question, folded, context);
  const isTurning = (own[0]?.score ?? 0) >= NAMED;
  const asked = askedFields(folded, context.lexicon);
  const asksNothing = asked.keys.length === 0 && !asked.isHowTo;
  const takesOver = asksNothing && (isTurning || wantedTraits(folded).length > 0);
  const before = takesOver ? await askingOf(draft, question, previous, context) : "";
  const isOfBefore = question.manner === "leaning" || speaksOf(both[0], question.own);
  const matches = isTurning ? preferOffered(draft, own, both) : isOfBefore ? both : own;
  return { matches, folded: before === "" ? folded : `${folded} ${before}`, mended: null };
}

/** Whether a guide's text has every word of a question that may as well be about something else (停水了怎么办). */
function speaksOf(match: ProcedureMatch | undefined, own: string): boolean {
  const text = fold(match?.document.text ?? "");
  return contentWords(own).every((word) => word.text.length < 2 || text.includes(word.text));
}

/** The previous question without the names of its item: what it asked of it. */
async function askingOf(
  draft: Draft,
  question: UnderstoodQuestion,
  previous: string,
  context: AnswerContext,
): Promise<string> {
  const [best] = await findGuides(draft, question, previous, context);
  if (!best || best.score < NAMED) return previous;
  const names = best.names.map(fold).sort((a, b) => b.length - a.length);
  return names.reduce((text, name) => text.replaceAll(name, " "), previous).trim();
}

/** Of guides equally near the one that the last answer offered, or that the conversation fits best. */
function preferOffered(
  draft: Draft,
  own: readonly ProcedureMatch[],
  both: readonly ProcedureMatch[],
): ProcedureMatch[] {
  const best = own[0]?.score ?? 0;
  const near = own.filter(({ score }) => best - score < NEAR);
  if (near.length < 2) return [...own];
  const told = draft.request.history?.findLast(({ role }) => role === "assistant")?.text ?? "";
  const offered = near.filter(({ document }) => told.includes(document.title));
  const scores = new Map(both.map(({ document, score }) => [document.id, score]));
  const nearness = ({ document }: ProcedureMatch) => scores.get(document.id) ?? 0;
  const [first, second] = [...near].sort((a, b) => nearness(b) - nearness(a));
  const isFitting = first && second && nearness(first) - nearness(second) >= APART;
  const chosen = offered.length === 1 ? offered[0] : isFitting ? first : undefined;
  if (!chosen) return [...own];
  return [{ ...chosen, score: 1 }, ...own.filter(({ document }) => document.id !== chosen.document.id)];
}

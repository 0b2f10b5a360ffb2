import type { Audience } from "../../domain.ts";
import { narrowestPlaces } from "../evidence/jurisdiction.ts";
import type { Window } from "../evidence/score-windows.ts";
import type { Statement } from "../evidence/statement.ts";
import { countTerms, mendWords, type Term, weighTerms } from "../evidence/terms.ts";
import type { AskedPlace, QuestionPart, UnderstoodQuestion } from "../question/understood-question.ts";
import type { AnswerContext } from "../answer-context.ts";
import { gatherEvidence } from "./gather-evidence.ts";
import { rankWindows } from "./select-statements.ts";

/** What was found for one place: the chosen statements, or the windows that came nearest. */
export interface PlaceFinding {
  place: AskedPlace | null;
  statements: Statement[];
  nearest: Window[];
}

const BACKGROUND_SHARE = 0.45;

/** Finds, for every asked place and every part of the question, the statement that answers it. */
export async function findStatements(
  question: UnderstoodQuestion,
  context: AnswerContext,
  audience: Audience,
): Promise<PlaceFinding[]> {
  const asked = narrowestPlaces(question.places, context.regions);
  const places: (AskedPlace | null)[] = asked.length > 0 ? asked : [null];
  return Promise.all(places.map((place) => findForPlace(question, place, context, audience)));
}

async function findForPlace(
  question: UnderstoodQuestion,
  place: AskedPlace | null,
  context: AnswerContext,
  audience: Audience,
): Promise<PlaceFinding> {
  const parts = question.parts.filter((part) => place === null || concerns(part, place));
  const ranked = await Promise.all(parts.map((part) => rankForPart(question, part, place, context, audience)));
  const documentId = bestDocument(ranked);
  const statements = parts.flatMap((part, index) => {
    const windows = ranked[index] ?? [];
    const window = windows.find((candidate) => candidate.view.document.id === documentId) ?? windows[0];
    return window ? [{ window, part, place }] : [];
  });
  return { place, statements, nearest: ranked.flat().slice(0, 3) };
}

/** A part concerns a place unless it names others only. */
function concerns(part: QuestionPart, place: AskedPlace): boolean {
  return part.places.length === 0 || part.places.some((named) => named.text === place.text);
}

async function rankForPart(
  question: UnderstoodQuestion,
  part: QuestionPart,
  place: AskedPlace | null,
  context: AnswerContext,
  audience: Audience,
): Promise<Window[]> {
  const { corpus, regions } = context;
  const count = (terms: readonly string[]) => corpus.frequencies(terms, audience);
  const mended = { ...part, words: mendWords(part.words, await countTerms(part.words, count)) };
  const frequency = await countTerms([...mended.words, ...mended.background], count);
  const terms = mergeTerms(
    weighTerms(mended.words, frequency, context.lexicon),
    weighTerms(mended.background, frequency, context.lexicon, BACKGROUND_SHARE),
  );
  const views = await gatherEvidence({ question, part: mended, place, corpus, audience, regions });
  return rankWindows({ question, part: mended, place, views, terms, regions });
}

function mergeTerms(own: Term[], background: Term[]): Term[] {
  const seen = new Set(own.map((term) => term.texts[0]));
  return [...own, ...background.filter((term) => !seen.has(term.texts[0]))];
}

/** The document whose best windows answer all parts together best. */
function bestDocument(ranked: readonly Window[][]): string | null {
  const totals = new Map<string, number>();
  for (const windows of ranked) {
    const best = new Map<string, number>();
    for (const window of windows) {
      const id = window.view.document.id;
      best.set(id, Math.max(best.get(id) ?? Number.NEGATIVE_INFINITY, window.score));
    }
    for (const [id, score] of best) totals.set(id, (totals.get(id) ?? 0) + score);
  }
  let winner: string | null = null;
  let most = Number.NEGATIVE_INFINITY;
  for (const [id, total] of totals) if (total > most) [winner, most] = [id, total];
  return winner;
}

import type { Audience, Day, Document } from "../../domain.ts";
import { fold } from "../../language/fold.ts";
import type { AnswerContext } from "../answer-context.ts";
import { createCoverage } from "../evidence/jurisdiction.ts";
import { markOtherCases } from "../evidence/other-cases.ts";
import { createYearCoverage } from "../evidence/period.ts";
import { scoreWindows, type Window } from "../evidence/score-windows.ts";
import type { RankedPart } from "../evidence/statement.ts";
import { countTerms, mendWords, type Term, weighTerms } from "../evidence/terms.ts";
import type { AskedPlace, QuestionPart, UnderstoodQuestion } from "../question/understood-question.ts";
import { gatherEvidence } from "./gather-evidence.ts";

/** What words outside the part are worth; after a follow-up with words of its own, the old subject less. */
const BACKGROUND_SHARE = 0.45;
const REPLACED_SHARE = 0.2;

/** Retrieves and scores what may answer one part of the question for one place. */
export async function rankPart(
  question: UnderstoodQuestion,
  part: QuestionPart,
  place: AskedPlace | null,
  context: AnswerContext,
  audience: Audience,
  item: Document | null,
  today: Day,
): Promise<RankedPart> {
  const { corpus, regions, viewPassages } = context;
  const { mended, terms } = await weighPart(part, question.isFollowUp, context, audience);
  const told = question.told.map((figure) => figure.value);
  const asked = { question, part: mended, place, audience, item };
  const gathered = await gatherEvidence({ ...asked, corpus, regions, viewPassages });
  const views = markOtherCases(gathered, question.folded);
  const ranked = scoreWindows(views, mended, terms, told).sort((a, b) => b.score - a.score);
  const coversPlace = place === null ? () => true : createCoverage(place, regions);
  const speaks = createNameCheck(question.localNames);
  const covers = (window: Window) => coversPlace(window) && speaks(window.view.document);
  const coversYears = createYearCoverage(askedYears(question, part), today);
  const local: Window[] = [];
  const elsewhere: Window[] = [];
  for (const window of ranked) (covers(window) ? local : elsewhere).push(window);
  return {
    part: mended,
    place,
    terms,
    views,
    windows: local.filter(coversYears),
    otherYears: local.filter((window) => !coversYears(window)),
    elsewhere,
  };
}

/** Whether a document speaks of places that only a name is known of; each document is read once. */
function createNameCheck(names: readonly string[]): (document: Document) => boolean {
  const decided = new Map<Document, boolean>();
  return (document) => {
    if (names.length === 0) return true;
    const known = decided.get(document);
    if (known !== undefined) return known;
    const folded = fold([document.title, document.publisher ?? "", document.shown].join("\n"));
    const speaks = names.every((name) => folded.includes(name));
    decided.set(document, speaks);
    return speaks;
  };
}

/** The years a part asks about: its own, or the question's where no part has years to itself. */
function askedYears(question: UnderstoodQuestion, part: QuestionPart): number[] {
  if (part.years.length > 0) return part.years;
  const isSplit =
    question.parts.length > 1 &&
    question.parts.some((other) => other.years.length > 0 && other.places.length > 0);
  return isSplit && part.places.length > 0 ? [] : question.years;
}

async function weighPart(
  part: QuestionPart,
  isFollowUp: boolean,
  { corpus, lexicon }: AnswerContext,
  audience: Audience,
) {
  const count = (terms: readonly string[]) => corpus.frequencies(terms, audience);
  const mended = { ...part, words: mendWords(part.words, await countTerms(part.words, count)) };
  const frequency = await countTerms([...mended.words, ...mended.background], count, part.text);
  const own = weighTerms(mended.words, frequency, lexicon, 1, part.text);
  const share = isFollowUp && mended.words.length > 0 ? REPLACED_SHARE : BACKGROUND_SHARE;
  return { mended, terms: mergeTerms(own, weighTerms(mended.background, frequency, lexicon, share)) };
}

function mergeTerms(own: readonly Term[], background: readonly Term[]): Term[] {
  const seen = new Set(own.map((term) => term.texts[0]));
  return [...own, ...background.filter((term) => !seen.has(term.texts[0]))];
}

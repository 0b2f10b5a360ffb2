import type { Turn } from "../../domain.ts";
import { fold } from "../../language/fold.ts";
import type { AnswerContext } from "../answer-context.ts";
import type { Draft } from "../draft.ts";
import { labelsOffered } from "../question/offered-options.ts";
import type { UnderstoodQuestion } from "../question/understood-question.ts";
import { questionTurns } from "../steps/screen-question.ts";
import type { ComparedGuide } from "./compared-cells.ts";
import { findComparedGuides } from "./find-compared-guides.ts";
import { findGuides } from "./find-guides.ts";
import { chooseRivals, type ProcedureMatch } from "./match-procedure.ts";
import { readContrast } from "./read-contrast.ts";
import { readSpokenContrast } from "./read-spoken-contrast.ts";

/** From here on an earlier question names its guide. */
const NAMED = 0.6;
/** So many things are meant where nobody says how many. */
const USUAL = 2;
/** What stands before the title that an answer begins with, where it says what was read; a place may follow. */
const BEFORE_TITLE = /^按「[^」]*」回答:/;
/** As much of an answer holds its title. */
const LONGEST_HEAD = 60;

/** Finds guides by what is said, in the place that the question is about. */
type FindByWords = (said: string) => Promise<ProcedureMatch[]>;

/** A question of the conversation with what was answered to it. */
interface Exchange {
  /** Folded. */
  asked: string;
  /** Folded; empty where nothing was answered. */
  answered: string;
}

/**
 * The guides that a conversation was about last, in the order in which they were spoken of: those that the last turn
 * offered, those that a question compared, otherwise the guides of the last questions. `count` is how many are meant,
 * null where nobody says. At most one where they can't be told.
 */
export async function findSpokenGuides(
  draft: Draft,
  question: UnderstoodQuestion,
  count: number | null,
  context: AnswerContext,
): Promise<ComparedGuide[]> {
  const turns = questionTurns(draft.request.history ?? []);
  const find: FindByWords = (said) => findGuides(draft, question, said, context);
  const labels = offeredLast(turns);
  if (labels.length > 0) return count === null || count === labels.length ? guidesOffered(labels, find) : [];
  const exchanges = readExchanges(turns);
  const spoken: ComparedGuide[] = [];
  for (const [at, { asked, answered }] of [...exchanges.entries()].reverse()) {
    if (readSpokenContrast(asked) !== null) continue;
    const contrast = readContrast(asked, exchanges[at - 1]?.asked ?? null);
    if (contrast !== null && spoken.length === 0)
      return findComparedGuides(draft, { ...question, folded: asked, places: [] }, contrast, context);
    const guide = (await guideOfAnswer(answered, find)) ?? (await guideOfWords(asked, find));
    if (guide && spoken.every(({ label }) => label !== guide.label)) spoken.unshift(guide);
    if (spoken.length === (count ?? USUAL)) return spoken;
  }
  return spoken.slice(-1);
}

function offeredLast(turns: readonly Turn[]): string[] {
  const last = turns.at(-1);
  return last?.role === "assistant" ? labelsOffered(last) : [];
}

function readExchanges(turns: readonly Turn[]): Exchange[] {
  return turns.flatMap(({ role, text }, at) => {
    if (role !== "user") return [];
    const next = turns[at + 1];
    return [{ asked: fold(text).trim(), answered: next?.role === "assistant" ? fold(next.text).trim() : "" }];
  });
}

/** The guides that were offered; none where one of the labels is no guide's. */
async function guidesOffered(labels: readonly string[], find: FindByWords): Promise<ComparedGuide[]> {
  const guides: ComparedGuide[] = [];
  for (const label of labels) {
    const guide = await guideOfWords(fold(label), find);
    if (guide === null || guides.some((known) => known.label === guide.label)) return [];
    guides.push(guide);
  }
  return guides;
}

/** The guide whose title an answer begins with. */
async function guideOfAnswer(answered: string, find: FindByWords): Promise<ComparedGuide | null> {
  const [head = ""] = answered.replace(BEFORE_TITLE, "").split("\n");
  if (head === "") return null;
  const opening = head.slice(0, LONGEST_HEAD);
  const begins = (title: string) => opening.startsWith(title) || opening.includes(`:${title}`);
  const titled = (await find(opening)).filter(({ document }) => begins(fold(document.title)));
  const [longest] = titled.sort((a, b) => b.document.title.length - a.document.title.length);
  return longest ? asCompared(longest) : null;
}

/** The only guide that words name. */
async function guideOfWords(asked: string, find: FindByWords): Promise<ComparedGuide | null> {
  const matches = await find(asked);
  const titled = matches.find(({ document }) => fold(document.title) === asked);
  if (titled) return asCompared(titled);
  const [best, ...rivals] = chooseRivals(matches);
  return best && rivals.length === 0 && best.score >= NAMED ? asCompared(best) : null;
}

function asCompared({ document }: ProcedureMatch): ComparedGuide {
  return { label: document.title, document };
}

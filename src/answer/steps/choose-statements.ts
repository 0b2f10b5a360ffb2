import type { CannedReason } from "../canned-responses.ts";
import { asksForNames, namesMembers } from "../evidence/enumeration.ts";
import { wantsFigure } from "../evidence/expected-answer.ts";
import { isMeasured } from "../evidence/measured.ts";
import { opposes } from "../evidence/opposes.ts";
import {
  contradictingWindow,
  contradictsYears,
  missingFigures,
  takesForGranted,
} from "../evidence/premise.ts";
import type { Window } from "../evidence/score-windows.ts";
import type { RankedPart, Statement } from "../evidence/statement.ts";
import type { QuestionPart, UnderstoodQuestion } from "../question/understood-question.ts";

/** Least shares of the question's weight that evidence must hold to count as an answer. */
const SUPPORT = {
  coverage: 0.24,
  inner: 0.12,
  withoutPlace: 0.45,
  howTo: 0.55,
  matched: 2,
  oneWord: 0.45,
  near: 0.14,
};
/** A part's own best window wins over the common document's where it is better by this much. */
const CLEARLY_BETTER = 0.3;
/** Windows looked at for names or for a contradiction, and how far below the best one may lie. */
const LOOKED_AT = 40;
const FAR_BELOW = 0.4;

/** The statements that answer the parts of a question for one place, or why there are none. */
export type Choice = { statements: Statement[] } | { reason: CannedReason };

/** Chooses for every part the window that answers it, keeps what is supported, and says why nothing is. */
export function chooseStatements(question: UnderstoodQuestion, ranked: readonly RankedPart[]): Choice {
  const documentId = commonDocument(ranked);
  const statements: Statement[] = [];
  let reason: CannedReason | null = null;
  for (const part of ranked) {
    const choice = choose(question, part, documentId, statements);
    if ("reason" in choice) reason ??= choice.reason;
    else statements.push(choice);
  }
  return statements.length > 0 ? { statements } : { reason: reason ?? "no_source" };
}

function choose(
  question: UnderstoodQuestion,
  ranked: RankedPart,
  documentId: string | null,
  chosen: readonly Statement[],
): Statement | { reason: CannedReason } {
  const { part, place, terms } = ranked;
  const window = pick(ranked.windows, documentId, chosen);
  const statement = (found: Window, corrects: boolean): Statement => ({
    window: found,
    part,
    place,
    terms,
    siblings: ranked.views,
    corrects,
  });
  const dated = ranked.otherYears[0];
  if (dated && takesForGranted(question) && contradictsYears(question, dated) && isSupported(dated, ranked)) {
    if (!window || dated.score >= window.score) return statement(dated, true);
  }
  if (!window) return { reason: reasonWithoutWindow(ranked) };
  if (asksForNames(part) && !namesMembers(window, part, question.told)) {
    const named = namingWindow(question, ranked, window.score);
    return named
      ? statement(named, false)
      : { reason: isSupported(window, ranked) ? "only_counted" : "no_source" };
  }
  const missing = missingFigures(question, window);
  if (missing.length > 0) {
    const other = contradictingWindow(question, missing, ranked.windows.slice(0, LOOKED_AT));
    if (other && isSupported(other, ranked, true)) return statement(other, true);
  }
  if (isSupported(window, ranked)) return statement(window, false);
  const isElsewhere = ranked.elsewhere.slice(0, 10).some((other) => isSupported(other, ranked));
  return { reason: isElsewhere ? "other_place" : "no_source" };
}

/** A supported window not far below the best that names the members asked for. */
function namingWindow(question: UnderstoodQuestion, ranked: RankedPart, best: number): Window | undefined {
  return ranked.windows
    .slice(0, LOOKED_AT)
    .find(
      (other) =>
        isSupported(other, ranked) &&
        other.score > best - FAR_BELOW &&
        namesMembers(other, ranked.part, question.told) &&
        sharesFigure(other, ranked.part.text),
    );
}

/** Whether a window holds the figure a question names its list by; true when it names none. */
function sharesFigure(window: Window, question: string): boolean {
  const figure = /\d+(?=[个家项件位名])/.exec(question)?.[0];
  return figure === undefined || window.view.sentences.some((sentence) => sentence.includes(figure));
}

function reasonWithoutWindow(ranked: RankedPart): CannedReason {
  if (ranked.otherYears.length > 0) return "other_year";
  return ranked.place !== null && ranked.elsewhere.length > 0 ? "other_place" : "no_source";
}

/** Whether a window answers its part of the question rather than merely resembling it. */
export function isSupported(window: Window, { part, place }: RankedPart, isCorrection = false): boolean {
  if (!isCorrection && !window.fits) return false;
  if (!isCorrection && wantsFigure(part.asked) && window.near < SUPPORT.near) return false;
  if (!isCorrection && (!isMeasured(window, part) || isBeside(window, part))) return false;
  if (HOW_TO.test(part.text) && window.coverage < SUPPORT.howTo) return false;
  const least = place === null ? SUPPORT.withoutPlace : SUPPORT.coverage;
  if (window.matched < SUPPORT.matched && window.coverage < SUPPORT.oneWord) return false;
  return window.coverage >= least && window.innerCoverage >= SUPPORT.inner;
}

/** How an item is done: only a text about that very item answers. */
const HOW_TO =
  /怎么(?:办理?|申请|申领|领|补办|补领|换|登记|注册|报名)|如何(?:办理|申请|申领|登记|注册)|想办|要办/;
const FEWEST_CHARACTERS = 2;

/** Whether a window speaks of the opposite, is a mere heading, or the question says too little to be answered. */
function isBeside({ view, first, last }: Window, part: QuestionPart): boolean {
  const clauses = view.clauses.slice(first, last + 1);
  const text = clauses.map((clause) => clause.folded).join("");
  const asked = [...part.words, ...part.background].map((word) => word.text).join("");
  if (new Set(asked).size < FEWEST_CHARACTERS) return true;
  const isHeading = view.headings.includes(text.trim()) && !["name", "list", "who"].includes(part.asked.kind);
  const sentences = new Set(clauses.map((clause) => clause.sentence));
  return isHeading || opposes(part.text, [...sentences].map((index) => view.sentences[index] ?? "").join(""));
}

/** The best window of the common document that does not repeat what is chosen, unless another is clearly better. */
function pick(
  windows: readonly Window[],
  documentId: string | null,
  chosen: readonly Statement[],
): Window | undefined {
  const fresh = windows.filter((window) => !chosen.some((statement) => isSame(statement.window, window)));
  const best = fresh[0];
  const common = fresh.find((window) => window.view.document.id === documentId);
  return best && common && best.score - common.score > CLEARLY_BETTER ? best : (common ?? best);
}

function isSame(left: Window, right: Window): boolean {
  return (
    left.view.passage.id === right.view.passage.id && left.first <= right.first && right.last <= left.last
  );
}

/** The document whose best windows answer all parts together best. */
function commonDocument(ranked: readonly RankedPart[]): string | null {
  const totals = new Map<string, number>();
  for (const { windows } of ranked) {
    const best = new Map<string, number>();
    for (const { view, score } of windows) {
      best.set(view.document.id, Math.max(best.get(view.document.id) ?? Number.NEGATIVE_INFINITY, score));
    }
    for (const [id, score] of best) totals.set(id, (totals.get(id) ?? 0) + score);
  }
  return [...totals].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
}

import { fold } from "../../language/fold.ts";
import type { CannedReason } from "../canned-responses.ts";
import { asksCurrentState, asksOfficeHolder } from "../evidence/current-state.ts";
import { asksForNames, namesMembers } from "../evidence/enumeration.ts";
import { wantsFigure } from "../evidence/expected-answer.ts";
import { quotableWindow, statementsBeside } from "../evidence/leading-page.ts";
import { namesByNoun } from "../evidence/named-by-noun.ts";
import { turnsAround } from "../evidence/opposes.ts";
import {
  contradictingWindow,
  contradictsMonths,
  contradictsYears,
  missingFigures,
  otherActorWindow,
  takesForGranted,
} from "../evidence/premise.ts";
import type { Window } from "../evidence/score-windows.ts";
import type { RankedPart, Statement } from "../evidence/statement.ts";
import { isSupported, supportOf } from "../evidence/support.ts";
import { isOneSentence, sentencesOf } from "../evidence/window-text.ts";
import { asksForVerdict } from "../procedures/beyond-guides.ts";
import type { UnderstoodQuestion } from "../question/understood-question.ts";

/** A part's own best window wins over the common document's where it is better by this much. */
const CLEARLY_BETTER = 0.3;
/** Windows looked at for names or for a contradiction, and how far below the best one may lie. */
const LOOKED_AT = 40;
const FAR_BELOW = 0.4;
const LITTLE_BELOW = 0.2;

/** The statements that answer the parts of a question for one place, or why there are none. */
export type Choice = { statements: Statement[] } | { reason: CannedReason };

/** Chooses for every part the window that answers it, keeps what is supported, and says why nothing is. */
export function chooseStatements(question: UnderstoodQuestion, ranked: readonly RankedPart[]): Choice {
  if (asksOfficeHolder(question.folded)) return { reason: "office_holder" };
  if (asksCurrentState(question.folded)) return { reason: "still_in_force" };
  const documentId = commonDocument(ranked);
  const statements: Statement[] = [];
  let reason: CannedReason | null = null;
  let isAboutOther = false;
  for (const part of ranked) {
    // What is asked besides is asked of the same subject, which the evidence does not speak of.
    if (isAboutOther && part.part.places.length === 0) continue;
    const choice = choose(question, part, documentId, statements);
    if ("reason" in choice) {
      reason ??= choice.reason;
      isAboutOther = speaksOfOther(part);
    } else if (reason === null || speaksOfBackground(choice, part)) statements.push(choice);
  }
  const [only] = statements;
  const [alone] = ranked;
  if (only && alone && ranked.length === 1) statements.push(...statementsBeside(only, alone, question));
  return statements.length > 0 ? { statements } : { reason: reason ?? "no_source" };
}

/** What is asked besides, where the rest found no answer, is answered only by a document about that rest. */
function speaksOfBackground({ window }: Statement, { part, terms }: RankedPart): boolean {
  if (part.background.length === 0 || part.places.length > 0) return true;
  const document = `${window.view.title} ${fold(window.view.document.shown)}`;
  const asked = part.background.map((word) => word.text).join(" ");
  return terms.some(
    ({ texts: [said = "", ...near] }) =>
      said.length > 1 && asked.includes(said) && [said, ...near].some((word) => document.includes(word)),
  );
}

/** Whether the best evidence for a part is about another subject of the same sort. */
function speaksOfOther(ranked: RankedPart): boolean {
  const best = ranked.windows[0];
  return best !== undefined && supportOf(best, ranked) === "other_subject";
}

function choose(
  question: UnderstoodQuestion,
  ranked: RankedPart,
  documentId: string | null,
  chosen: readonly Statement[],
): Statement | { reason: CannedReason } {
  const { part } = ranked;
  const window = pick(ranked.windows, documentId, chosen);
  const statement = (found: Window, corrects: boolean) => stateWindow(ranked, found, corrects);
  const dated = ranked.otherYears[0];
  const isOtherYear = dated && takesForGranted(question) && contradictsYears(question, dated);
  if (isOtherYear && isSupported(dated, ranked, true)) {
    if (!window || dated.score >= window.score) return statement(dated, true);
  }
  if (!window) return { reason: reasonWithoutWindow(ranked) };
  if (asksForNames(part) && !namesMembers(window, part, question.told) && !namesByNoun(window, part)) {
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
  if (isToldOtherwise(question, window, ranked)) return statement(window, true);
  const actor = window.coverage < SAME_EVENT ? null : otherActorWindow(question, [window, ...ranked.windows]);
  if (actor) return statement(actor, true);
  const answering = answeringWindow(window, ranked, chosen);
  if (answering) return statement(answering, false);
  const wantsExact = asksForNames(part) || asksForVerdict(question.folded);
  const quotable = chosen.length === 0 && !wantsExact ? quotableWindow(ranked) : undefined;
  if (quotable) return statement(quotable, false);
  if (dated && dated.score > window.score && isSupported(dated, ranked, true))
    return { reason: "other_year" };
  return { reason: isElsewhere(ranked) ? "other_place" : "no_source" };
}

/** Whether another place's documents would answer. */
function isElsewhere(ranked: RankedPart): boolean {
  return ranked.elsewhere.slice(0, 10).some((other) => isSupported(other, ranked));
}

function stateWindow(
  { part, place, terms, views }: RankedPart,
  window: Window,
  corrects: boolean,
): Statement {
  return { window, part, place, terms, siblings: views, corrects, isBeside: false };
}

/** Share of the question that a window must hold to be about the very event that the question tells otherwise. */
const SAME_EVENT = 0.6;

/** Whether a window tells the question's event with another month, or the other way round: 缩小 for 扩大. */
function isToldOtherwise(question: UnderstoodQuestion, window: Window, { part }: RankedPart): boolean {
  if (window.coverage < SAME_EVENT) return false;
  const text = sentencesOf(window);
  return (takesForGranted(question) && turnsAround(part.text, text)) || contradictsMonths(question, text);
}

/**
 * The best window, or where that is a heading or lacks what is asked for, the next one that answers. For a
 * figure it is a single sentence: what more sentences add to the best one is as a rule a figure of something else.
 */
function answeringWindow(best: Window, ranked: RankedPart, chosen: readonly Statement[]): Window | undefined {
  const support = supportOf(best, ranked);
  if (support === "supported") return best;
  if (support !== "lacks_answer" || asksForNames(ranked.part)) return undefined;
  return ranked.windows
    .slice(0, LOOKED_AT)
    .find(
      (other) =>
        (isOneSentence(other) || !wantsFigure(ranked.part.asked)) &&
        other.score > best.score - LITTLE_BELOW &&
        !chosen.some((statement) => isSame(statement.window, other)) &&
        isSupported(other, ranked),
    );
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

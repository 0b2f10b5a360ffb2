import type { UnderstoodQuestion } from "../question/understood-question.ts";
import { holdsAskedThing } from "./asked-thing.ts";
import { statesAspect } from "./aspect-fit.ts";
import { countsInPlace } from "./counted-place.ts";
import { wantsFigure } from "./expected-answer.ts";
import { holdsPapers, holdsWord } from "./held-words.ts";
import { isMeasured } from "./measured.ts";
import { opposes } from "./opposes.ts";
import { lacksActor } from "./premise.ts";
import { isOfOtherScope } from "./scopes.ts";
import type { Window } from "./score-windows.ts";
import type { RankedPart, Statement } from "./statement.ts";
import { subjectFit } from "./subject-fit.ts";
import { isOneSentence, sentencesOf } from "./window-text.ts";

/** Least shares of the question's weight on a page that leads, and how far other documents stay behind. */
const LEADING = { titled: 0.24, coverage: 0.24, inner: 0.1, near: 0.1, lead: 0.1 };
/** Least share of the question that a page holds as a whole to lead without its title, and how far before others. */
const WHOLE = { share: 0.75, ahead: 0.2 };
/** So many characters of the question's subject may be missing where no more are held. */
const FEW_MISSING = 2;
/** How far below a page's best window another of its windows may lie. */
const BELOW = 0.4;
/** Sentences quoted beside the first where none is sure. */
const MOST_BESIDE = 2;
/** A window that holds this share of the question answers alone. */
const SURE = 0.6;

/**
 * The window to quote of a page that is about what is asked, by its title or as a whole, and that no other
 * document comes near, where none of its sentences is sure to answer. Nothing where the page speaks of another
 * subject, place or attribute, or has nothing of the kind that is asked for.
 */
export function quotableWindow(ranked: RankedPart): Window | undefined {
  const best = ranked.windows[0];
  if (best === undefined || !leads(best, ranked)) return undefined;
  return ranked.windows.find(
    (window) =>
      window.view.document.id === best.view.document.id &&
      window.score > best.score - BELOW &&
      isQuotable(window, ranked),
  );
}

function leads(best: Window, { place, windows }: RankedPart): boolean {
  const { document } = best.view;
  if (place === null && holdsWhole(best)) return true;
  if (best.titled < LEADING.titled) return false;
  if (place !== null) return place.candidates.some(({ code }) => code === document.region?.code);
  const other = windows.find(({ view }) => view.document.id !== document.id);
  return other === undefined || best.score - other.score >= LEADING.lead;
}

/** Whether a window's document holds most of the question, here and there, and no other nearly as much. */
function holdsWhole({ inDocument, ahead }: Window): boolean {
  return inDocument >= WHOLE.share && ahead >= WHOLE.ahead;
}

function isQuotable(window: Window, ranked: RankedPart): boolean {
  const { part, place } = ranked;
  if (!window.fits || window.coverage < LEADING.coverage || !holdsWord(window, ranked)) return false;
  if (place === null && !holdsPapers(window, ranked)) return false;
  const isSpot = part.asked.kind === "where" || part.asked.kind === "contact" || part.asked.kind === "hours";
  if (!isSpot && window.innerCoverage < LEADING.inner) return false;
  if (wantsFigure(part.asked) && window.near < LEADING.near) return false;
  const { held, missing, isSibling, lacksPredicate } = subjectFit(window, ranked);
  if (isSibling || lacksPredicate) return false;
  // What a sentence lacks of the subject, a page that holds the whole question says elsewhere.
  const isOfPage = place === null && holdsWhole(window);
  if (!isOfPage && missing > FEW_MISSING && held < missing) return false;
  return (
    !lacksActor(part.text, window) &&
    !opposes(part.text, sentencesOf(window)) &&
    !isOfOtherScope(part.text, window) &&
    countsInPlace(window, part, place) &&
    statesAspect(window, part) &&
    holdsAskedThing(window, ranked) &&
    isMeasured(window, ranked)
  );
}

/** Further sentences of the same document that may answer, for a statement that is not sure by itself. */
export function statementsBeside(
  statement: Statement,
  ranked: RankedPart,
  question: UnderstoodQuestion,
): Statement[] {
  const { window, corrects } = statement;
  if (corrects || question.compares || window.innerCoverage >= SURE) return [];
  const quoted = [window];
  for (const other of ranked.windows) {
    if (quoted.length > MOST_BESIDE || other.score < window.score - BELOW) break;
    const isNew = quoted.every((one) => !sharesSentence(one, other));
    const isOfPage = other.view.document.id === window.view.document.id && isOneSentence(other);
    if (isNew && isOfPage && other.fits && statesAspect(other, ranked.part)) quoted.push(other);
  }
  return quoted.slice(1).map((beside) => ({ ...statement, window: beside, isBeside: true }));
}

function sharesSentence(left: Window, right: Window): boolean {
  if (left.view.passage.id !== right.view.passage.id) return false;
  const from = ({ view, first }: Window) => view.clauses[first]?.sentence ?? 0;
  const to = ({ view, last }: Window) => view.clauses[last]?.sentence ?? 0;
  return from(left) <= to(right) && from(right) <= to(left);
}

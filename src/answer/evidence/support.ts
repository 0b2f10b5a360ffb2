import type { QuestionPart } from "../question/understood-question.ts";
import { askedThing, holdsHead, holdsOwner } from "./asked-thing.ts";
import { statesAspect } from "./aspect-fit.ts";
import { holdsCompounds, isBound } from "./bound-figure.ts";
import { countsInPlace } from "./counted-place.ts";
import { wantsFigure } from "./expected-answer.ts";
import { holdsPapers, holdsWord } from "./held-words.ts";
import { isMeasured } from "./measured.ts";
import { opposes } from "./opposes.ts";
import { lacksActor } from "./premise.ts";
import { isOfOtherScope } from "./scopes.ts";
import type { Window } from "./score-windows.ts";
import type { RankedPart } from "./statement.ts";
import { type SubjectFit, subjectFit } from "./subject-fit.ts";
import { sentencesOf } from "./window-text.ts";

/** Least shares of the question's weight that evidence must hold to count as an answer. */
const SUPPORT = {
  coverage: 0.24,
  inner: 0.12,
  withoutPlace: 0.45,
  howTo: 0.55,
  matched: 2,
  oneWord: 0.45,
  near: 0.14,
  nearNamed: 0.08,
  nearWord: 0.24,
  /** Of a document that the question names by its title, less is asked of the sentence itself. */
  titled: 0.5,
  named: 0.38,
  innerNamed: 0.05,
  /** Where the title holds nearly the whole question, an address need not repeat any of it. */
  titledWhole: 0.75,
  /** Of a document of the asked place that is about what is asked, by its title. */
  titledOwn: 0.25,
  coverageOwn: 0.3,
  /** Where no place is named and no other document comes near, for one whose title speaks of what is asked. */
  leading: 0.3,
  titledLeading: 0.2,
  lead: 0.2,
};

/**
 * What stands between a window and the question: nothing, another subject than the asked one, too little in
 * common, or the figure, date or name that is asked for.
 */
export type Support = "supported" | "other_subject" | "too_little" | "lacks_answer";

/** Whether a window answers its part of the question rather than merely resembling it. */
export function isSupported(window: Window, ranked: RankedPart, isCorrection = false): boolean {
  return supportOf(window, ranked, isCorrection) === "supported";
}

/** Why a window does not answer its part of the question, or that it does. */
export function supportOf(window: Window, ranked: RankedPart, isCorrection = false): Support {
  const { part, place } = ranked;
  const fit = subjectFit(window, ranked);
  if (fit.isSibling || (!isCorrection && fit.lacksPredicate)) return "other_subject";
  if (!isCorrection && lacksActor(part.text, window)) return "other_subject";
  if (!isCorrection && opposes(part.text, sentencesOf(window))) return "other_subject";
  if (!isCorrection && isOfOtherScope(part.text, window)) return "other_subject";
  if (isTooLittle(window, ranked, fit) || (!isCorrection && isOfOther(ranked, fit))) return "too_little";
  if (!isCorrection && !countsInPlace(window, part, place)) return "lacks_answer";
  if (!isCorrection && !statesAspect(window, part)) return "lacks_answer";
  if (!isCorrection && !isOfAsked(window, ranked)) return "lacks_answer";
  if (!isCorrection && (!window.fits || isHeading(window, part) || !isMeasured(window, ranked)))
    return "lacks_answer";
  const isNamed = window.titled >= SUPPORT.titled;
  const isOwn = isNamed || isOwnDocument(window, ranked);
  const near = isOwn ? SUPPORT.nearNamed : SUPPORT.near;
  if (!isCorrection && wantsFigure(part.asked) && window.near < near) return "lacks_answer";
  const least = leastCoverage(window, ranked);
  const isPlaced =
    asksForSpot(part.asked.kind) &&
    (window.titled >= SUPPORT.titledWhole || (isOwn && part.asked.kind === "contact"));
  const inner = isPlaced ? 0 : isOwn ? SUPPORT.innerNamed : SUPPORT.inner;
  return window.coverage >= least && window.innerCoverage >= inner ? "supported" : "too_little";
}

/** The share of the question that a window must hold with its surroundings. */
function leastCoverage(window: Window, ranked: RankedPart): number {
  if (ranked.place !== null) return SUPPORT.coverage;
  if (leads(window, ranked)) return SUPPORT.leading;
  return window.titled >= SUPPORT.titled ? SUPPORT.named : SUPPORT.withoutPlace;
}

/** Whether a window's document is that of the very place asked about and its title speaks of what is asked. */
function isOwnDocument({ view, titled }: Window, { place }: Pick<RankedPart, "part" | "place">): boolean {
  const code = view.document.region?.code;
  return (
    titled >= SUPPORT.titledOwn && (place?.candidates.some((candidate) => candidate.code === code) ?? false)
  );
}

/** Whether a window's title speaks of what is asked and no window of another document comes near it. */
function leads({ view, titled, score }: Window, { windows }: RankedPart): boolean {
  if (titled < SUPPORT.titledLeading) return false;
  const other = windows.find((window) => window.view.document.id !== view.document.id);
  return other === undefined || score - other.score >= SUPPORT.lead;
}

function asksForSpot(kind: RankedPart["part"]["asked"]["kind"]): boolean {
  return kind === "where" || kind === "contact" || kind === "hours";
}

/** A figure this near to what is asked, in a window this far above all others, may be told in other words. */
const STRIKING = { near: 0.6, lead: 0.6 };

/**
 * Whether a window's figure is one of the very thing that is asked about. People name things in words of their own,
 * so that one of the two signs may be missing where no other place of the documents comes near.
 */
function isOfAsked(window: Window, ranked: RankedPart): boolean {
  if (!isBound(window, ranked) || !holdsOwner(window, ranked)) return false;
  const missing = [holdsCompounds, holdsHead].filter((holds) => !holds(window, ranked)).length;
  if (missing !== 1) return missing === 0;
  // What is named behind 多少 is the very thing; before it may stand whatever people say of it.
  return !askedThing(ranked.part.text).isBehind && isStriking(window, ranked);
}

function isStriking(window: Window, { windows }: RankedPart): boolean {
  if (window.near < STRIKING.near) return false;
  const other = windows.find((one) => !overlaps(one, window));
  return other === undefined || window.score - other.score >= STRIKING.lead;
}

function overlaps(left: Window, right: Window): boolean {
  const isSamePassage = left.view.passage.id === right.view.passage.id;
  return isSamePassage && left.first <= right.last && right.first <= left.last;
}

const FEWEST_CHARACTERS = 2;
/** A choice where nothing was offered. */
const ONLY_CHOOSES = /^第?[一二三四五六七八九十\d]{1,2}[个项]?[呢吗?？。]*$/;
/** How or where an item is done: only a text about that very item answers. */
const HOW_TO =
  /怎么(?:办理?|申请|申领|领|补办|补领|换|登记|注册|报名)|如何(?:办理|申请|申领|登记|注册)|想办|(?<!还)要办(?!.*吗)|(?:哪里?|哪儿|什么地方)(?:能|可以)?(?:办|申请|申领|补办|补领|登记|注册|报名)/;

/** Subject words of so many characters, none of which is held, name another subject. */
const MISSING = 4;

/** Whether a figure or a name stands beside nothing of the subject it is asked of. */
function isOfOther({ part }: RankedPart, { held, missing }: SubjectFit): boolean {
  return (wantsFigure(part.asked) || part.asked.kind === "who") && missing >= MISSING && held === 0;
}

/** Whether the question says too little, or the window holds too little of it, to be sure of the subject. */
function isTooLittle(window: Window, ranked: RankedPart, fit: SubjectFit): boolean {
  const { part, place } = ranked;
  const asked = [...part.words, ...part.background].map((word) => word.text).join("");
  if (new Set(asked).size < FEWEST_CHARACTERS || ONLY_CHOOSES.test(part.text.trim())) return true;
  const isHowTo = HOW_TO.test(part.text);
  if (isHowTo && (window.coverage < SUPPORT.howTo || !holdsPapers(window, ranked))) return true;
  if (!holdsWord(window, ranked)) return true;
  if (window.matched >= SUPPORT.matched || window.coverage >= SUPPORT.oneWord) return false;
  if (place === null && window.coverage >= SUPPORT.leading && leads(window, ranked)) return false;
  if (isOwnDocument(window, { part, place }) && window.coverage >= SUPPORT.coverageOwn) return false;
  const isSubject = fit.held >= 2 && fit.held >= fit.missing && part.asked.unit !== "";
  return !(place !== null && isSubject && wantsFigure(part.asked) && window.near >= SUPPORT.nearWord);
}

function isHeading({ view, first, last }: Window, part: QuestionPart): boolean {
  const text = view.clauses
    .slice(first, last + 1)
    .map((clause) => clause.folded)
    .join("");
  return view.headings.includes(text.trim()) && !["name", "list", "who"].includes(part.asked.kind);
}

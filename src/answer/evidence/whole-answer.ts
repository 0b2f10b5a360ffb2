import { asksForEnumeration, clauseFigureFit, wantsFigure } from "./expected-answer.ts";
import type { PassageView } from "./passage-view.ts";
import { lengthOf, type Window } from "./score-windows.ts";
import type { Statement } from "./statement.ts";

/** A range of clauses of one passage. */
type Range = Pick<Window, "view" | "first" | "last">;

/** Longest texts, in shown characters: a figure's sentence, and the room an answer has at most. */
const FIGURE_ROOM = 130;
/** What one more sentence may bring an answer to that is complete without it. */
const EASY_ROOM = 110;
/** The same where the window holds less of the question than this share: what it lacks may stand beside it. */
const UNSURE_ROOM = 150;
const SURE_SHARE = 0.5;
/** Begins a sentence that only the one before it makes whole. */
const LEANS_BACK = /^(?:其中|但是?|不过|否则|逾期|此外|同时|上述|前款)/;
/** Share of the question that a range may lose when its beginning is given up for its end. */
const KEPT_SHARE = 0.75;
/** Share of what one item holds of the question that its like hold as well. */
const LIKE_SHARE = 0.8;

/**
 * A statement's window widened to the unit that answers: the whole sentence; what an announcement or a
 * heading announces; the rest of a list that was asked for. Never beyond `room` characters, unless the window
 * itself is longer.
 */
export function wholeAnswer(statement: Statement, room: number): Range {
  return withAntecedent(wholeUnit(statement, room), room);
}

function wholeUnit(statement: Statement, room: number): Range {
  const { part } = statement;
  const isFigure = wantsFigure(part.asked);
  const window = withoutHeadings(statement);
  const sentence = withinSentences(window, isFigure ? Math.min(room, FIGURE_ROOM) : room);
  const whole = isFigure ? sentence : endKept(sentence, statement, room);
  const announced = withAnnounced(whole, room);
  if (announced.last > whole.last) return asksForEnumeration(part) ? itemsFirst(announced, room) : announced;
  if (isFigure) return withLikeItems(whole, statement, room);
  const list = asksForEnumeration(part) ? withList(whole, room) : whole;
  if (list.last > whole.last || list.first < whole.first) return list;
  const isSure = statement.window.innerCoverage >= SURE_SHARE;
  return isSure ? withNext(list, EASY_ROOM) : withRest(list, Math.min(room, UNSURE_ROOM));
}

/** The sentence before one that leans on it, of the same paragraph. */
function withAntecedent(range: Range, room: number): Range {
  const { view, first, last } = range;
  const sentence = sentenceOf(view, first);
  const before = view.roles[sentence - 1];
  if (!LEANS_BACK.test((view.sentences[sentence] ?? "").trim())) return range;
  if (before === undefined || before.isApparatus || before.line !== view.roles[sentence]?.line) return range;
  const start = view.clauses.findIndex((clause) => clause.sentence === sentence - 1);
  return start < 0 || lengthOf(view, start, last) > room ? range : { view, first: start, last };
}

/** The sentences of the same paragraph that follow. */
function withRest(range: Range, room: number): Range {
  return grown(range, room, (now, next) => now.line === next.line && !next.isApparatus);
}

/** Without the headings and questions it begins with, where sentences under them follow. */
function withoutHeadings({ window, part }: Statement): Range {
  const { view, last } = window;
  if (part.asked.kind === "name" || part.asked.kind === "who") return window;
  let { first } = window;
  while (first < last && roleAt(view, first)?.isApparatus) first++;
  return roleAt(view, first)?.isApparatus ? window : { view, first, last };
}

/** A figure for each of several cases: the items beside that say the same of other cases. */
function withLikeItems(range: Range, { terms, part }: Statement, room: number): Range {
  const { view } = range;
  const own = roleAt(view, range.last);
  if (!own || own.mark === "") return range;
  const weightOf = (sentence: number) => heldWeight(view.sentences[sentence] ?? "", terms);
  const isLike = (sentence: number) => {
    const role = view.roles[sentence];
    const clauses = view.clauses.filter((clause) => clause.sentence === sentence);
    return (
      role?.mark !== "" &&
      !view.otherCases.has(sentence) &&
      role?.scope === own.scope &&
      clauses.some((clause) => clauseFigureFit(clause, part.asked, []) > 0) &&
      weightOf(sentence) >= LIKE_SHARE * weightOf(sentenceOf(view, range.last))
    );
  };
  let { first } = range;
  for (;;) {
    const sentence = sentenceOf(view, first - 1);
    const start = view.clauses.findIndex((clause) => clause.sentence === sentence);
    if (first === 0 || !isLike(sentence) || lengthOf(view, start, range.last) > room) break;
    first = start;
  }
  return grown({ ...range, first }, room, (_, next) => isLike(view.roles.indexOf(next)));
}

function heldWeight(text: string, terms: Statement["terms"]): number {
  return terms.reduce(
    (sum, term) => sum + (term.texts.some((one) => text.includes(one)) ? term.weight : 0),
    0,
  );
}

function roleAt(view: PassageView, clause: number) {
  return view.roles[view.clauses[clause]?.sentence ?? -1];
}

function sentenceOf(view: PassageView, clause: number): number {
  return view.clauses[clause]?.sentence ?? -1;
}

/** The window widened within its sentences, rightwards first. */
function withinSentences({ view, first, last }: Range, room: number): Range {
  let [from, to] = [first, last];
  while (sentenceOf(view, to + 1) === sentenceOf(view, last) && lengthOf(view, from, to + 1) <= room) to++;
  while (sentenceOf(view, from - 1) === sentenceOf(view, first) && lengthOf(view, from - 1, to) <= room)
    from--;
  return { view, first: from, last: to };
}

/** A sentence too long for the answer is cut at its beginning where that says little of what was asked. */
function endKept(range: Range, { terms }: Statement, room: number): Range {
  const { view, first } = range;
  const end = lastClauseOf(view, sentenceOf(view, range.last));
  if (end === range.last) return range;
  let from = first;
  while (from < range.last && lengthOf(view, from, end) > room) from++;
  if (lengthOf(view, from, end) > room) return range;
  const weightOf = (start: number, stop: number) => {
    const text = view.clauses
      .slice(start, stop + 1)
      .map((clause) => clause.folded)
      .join("");
    return heldWeight(text, terms);
  };
  return weightOf(from, end) >= KEPT_SHARE * weightOf(first, range.last)
    ? { view, first: from, last: end }
    : range;
}

function lastClauseOf(view: PassageView, sentence: number): number {
  return view.clauses.findLastIndex((clause) => clause.sentence === sentence);
}

/** What follows a heading, a question or 「…：」, as many whole sentences as there is room for. */
function withAnnounced(range: Range, room: number): Range {
  const role = roleAt(range.view, range.last);
  if (!role || !(role.announces || role.isApparatus || isShortRunIn(range))) return range;
  const sentence = sentenceOf(range.view, range.last);
  const isScope = range.view.roles.some(({ scope }) => scope === sentence);
  return grown(range, room, (_, next) => (isScope ? next.scope === sentence : !next.isApparatus));
}

/** Where the items announced don't fit all, they go before what announces them. */
function itemsFirst(range: Range, room: number): Range {
  const { view, first, last } = range;
  const scope = roleAt(view, last)?.scope ?? -1;
  if (scope < 0 || roleAt(view, last + 1)?.scope !== scope) return range;
  if (view.otherCases.has(sentenceOf(view, last + 1))) return range;
  const start = view.clauses.findIndex((clause) => clause.sentence === scope + 1);
  const end = view.clauses.findLastIndex((clause) => view.roles[clause.sentence]?.scope === scope);
  if (start <= first || lengthOf(view, start, end) > room) return range;
  let from = start;
  while (from > first && lengthOf(view, from - 1, end) <= room) from--;
  return { view, first: from, last: end };
}

/** 「第九条 在职人才入户需公示、公布。」 before a longer rest of its paragraph. */
function isShortRunIn({ view, last }: Range): boolean {
  const sentence = sentenceOf(view, last);
  return view.roles.some((role) => role.scope === sentence);
}

/** The other items of a list around an item, from what announces it where that fits as well. */
function withList(range: Range, room: number): Range {
  const { view } = range;
  const scope = roleAt(view, range.last)?.scope ?? -1;
  const isItem = scope >= 0 && view.roles[scope]?.announces === true;
  if (!isItem && !/[;；]\s*$/.test(view.clauses[range.last]?.folded ?? "")) return range;
  const right = grown(range, room, (_, next) => next.scope === scope);
  return grownBack(right, room, scope);
}

/** One more sentence of the same paragraph where both are short. */
function withNext(range: Range, room: number): Range {
  let isAdded = false;
  return grown(range, room, (now, next) => {
    const goes = !isAdded && now.line === next.line && !next.isApparatus;
    isAdded = true;
    return goes;
  });
}

type Role = PassageView["roles"][number];

/** Adds whole sentences behind a range as long as they fit and belong to it. */
function grown(range: Range, room: number, belongs: (now: Role, next: Role) => boolean): Range {
  const { view, first } = range;
  let { last } = range;
  for (;;) {
    const end = lastClauseOf(view, sentenceOf(view, last));
    if (end > last) return { view, first, last };
    const [now, next] = [roleAt(view, last), roleAt(view, last + 1)];
    if (!now || !next || !belongs(now, next) || view.otherCases.has(sentenceOf(view, last + 1)))
      return { view, first, last };
    const stop = lastClauseOf(view, sentenceOf(view, last + 1));
    if (lengthOf(view, first, stop) > room) return { view, first, last };
    last = stop;
  }
}

/** Adds whole sentences before a range, up to what announces it. */
function grownBack(range: Range, room: number, scope: number): Range {
  const { view, last } = range;
  let { first } = range;
  while (first > 0) {
    const sentence = sentenceOf(view, first - 1);
    const belongs =
      (sentence === scope || view.roles[sentence]?.scope === scope) && !view.otherCases.has(sentence);
    const start = view.clauses.findIndex((clause) => clause.sentence === sentence);
    if (scope < 0 || !belongs || lengthOf(view, start, last) > room) break;
    first = start;
  }
  return { view, first, last };
}

import type { Figure } from "../../language/numerals.ts";
import type { UnderstoodQuestion } from "../question/understood-question.ts";
import { bandsOf, holdsValue, MEASURES, statedValues } from "./bands.ts";
import { coversYears, spokenYears } from "./period.ts";
import type { Window } from "./score-windows.ts";

/** Measure words too common for a differing figure to contradict anything. */
const VAGUE_UNITS = new Set(["", "年", "月", "日", "号", "点", "时", "天", "岁", "期"]);
/** Ways of asking that take the figure or the date for granted. */
const TAKES_FOR_GRANTED =
  /为什么|为何|怎么(?!办|样|申|查)|原因|吧|对吗|对吧|是吗|对不对|是不是|真的|没错|难道|听说|说是|从.{1,8}(?:减|降|增|升|扩|缩|精简|调整)/;
const SHORTEST_NOUN = 2;

/** Figures the question states as facts, not those it names things by (一个中心, 四星级). */
function statedFigures(question: UnderstoodQuestion): Figure[] {
  return question.asserted.filter((figure) => !VAGUE_UNITS.has(figure.unit) && Number(figure.value) > 2);
}

/** Whether the question takes its figures or dates for granted rather than asking for them. */
export function takesForGranted(question: UnderstoodQuestion): boolean {
  return TAKES_FOR_GRANTED.test(question.folded);
}

/**
 * Stated figures that the window's passage does not hold. A figure is held when its value stands there as a
 * whole number, with whatever unit.
 */
export function missingFigures(question: UnderstoodQuestion, window: Window): Figure[] {
  const text = window.view.sentences.join("\n") + window.view.headings + window.view.title;
  return statedFigures(question).filter(
    (figure) => !holdsFigure(text, figure) && !choosesRow(question, window, figure),
  );
}

/** Whether a figure tells the rows of the passage apart: it lies in the band of one, and claims nothing. */
function choosesRow({ folded }: UnderstoodQuestion, { view }: Window, { start, end }: Figure): boolean {
  if (view.otherCases.size === 0) return false;
  const stated = folded.slice(start, end);
  return MEASURES.some((measure) =>
    statedValues(stated, measure).some((value) =>
      view.sentences.some((row) => bandsOf(row, measure).some((band) => holdsValue(band, value))),
    ),
  );
}

function holdsFigure(folded: string, figure: Figure): boolean {
  return (
    new RegExp(`(?<![\\d.])${figure.value.replace(".", "\\.")}(?![\\d]|\\.\\d)`).test(folded) ||
    holdsWritten(folded, figure)
  );
}

function holdsWritten(folded: string, { value, unit }: Figure): boolean {
  const digits = "零一二三四五六七八九十";
  const number = Number(value);
  return Number.isInteger(number) && number <= 10 && folded.includes(`${digits.charAt(number)}${unit}`);
}

/**
 * The best window that states another figure for what the question states one for: same unit, and the noun
 * behind the figure (38个改革项目) in the same clause.
 */
export function contradictingWindow(
  question: UnderstoodQuestion,
  missing: readonly Figure[],
  windows: readonly Window[],
): Window | null {
  return (
    windows.find((window) =>
      missing.some((figure) => {
        const noun = nounBehind(question.folded, figure);
        return window.view.clauses
          .slice(window.first, window.last + 1)
          .some(
            (clause) =>
              (noun.length < SHORTEST_NOUN || clause.folded.includes(noun)) &&
              clause.figures.some((other) => other.unit === figure.unit && other.value !== figure.value),
          );
      }),
    ) ?? null
  );
}

function nounBehind(folded: string, figure: Figure): string {
  return /^[\p{Script=Han}]{2,4}/u.exec(folded.slice(figure.end))?.[0]?.slice(0, 2) ?? "";
}

/** Whether a window names years of its own, none of which the question names. */
export function contradictsYears(question: UnderstoodQuestion, window: Window): boolean {
  return question.years.length > 0 && spokenYears(window).length > 0 && !coversYears(window, question.years);
}

const MONTH = /(?<![\d.])(1[0-2]|[1-9])月/g;

/**
 * Whether a question that takes a month for granted, or asks whether it was that one, names another than
 * all that a text states.
 */
export function contradictsMonths(question: UnderstoodQuestion, text: string): boolean {
  if (!takesForGranted(question) && !question.parts.some(({ asked }) => asked.kind === "yes_no"))
    return false;
  const asked = monthsOf(question.folded);
  const stated = monthsOf(text);
  return asked.length > 0 && stated.length > 0 && !asked.some((month) => stated.includes(month));
}

function monthsOf(folded: string): string[] {
  return [...folded.matchAll(MONTH)].map(([, month = ""]) => month);
}

const ACTS = "(?:负责|牵头|托管|主管|主办|承办|管理|考核|管|抓)";
const BODY = "(?:小组|委员会|主任|主席|部长|局长|办公室|书记|区长|县长|市长|镇长|集团|协会|学会|局|委)";
/** Who the question says does it: 归民生体制改革专项小组管, 是区委书记牵头的吧. */
const SAID_ACTOR = new RegExp(
  `(?:归|由|是|让|交给|被)([\\p{Script=Han}]{0,14}?)(${BODY})(?:来|去)?${ACTS}`,
  "u",
);

/**
 * The best window whose passage names another body or office of the sort that the question says does it,
 * and never that one; null where the question names none or the text bears it out.
 */
export function otherActorWindow(question: UnderstoodQuestion, windows: readonly Window[]): Window | null {
  const [, name = "", sort = ""] = SAID_ACTOR.exec(question.folded) ?? [];
  const best = windows[0];
  if (name.length < SHORTEST_NOUN || !best || !takesForGranted(question)) return null;
  const { sentences } = best.view;
  if (sentences.some((sentence) => sentence.includes(name + sort))) return null;
  const stated = sentences.findIndex(
    (sentence) => sentence.includes(sort) && new RegExp(ACTS).test(sentence),
  );
  return windows.find((window) => isIn(window, best, stated)) ?? null;
}

/** Whether the question names who does it, and the window's passage does not: 由人大主任牵头的是哪个项目. */
export function lacksActor(folded: string, { view }: Window): boolean {
  const [, name = "", sort = ""] = SAID_ACTOR.exec(folded) ?? [];
  if (name.length < SHORTEST_NOUN || /[哪谁什几]/.test(name) || TAKES_FOR_GRANTED.test(folded)) return false;
  return !view.sentences.some((sentence) => sentence.includes(name + sort));
}

/** Whether a window of the same passage lies in one sentence. */
function isIn({ view, first, last }: Window, best: Window, sentence: number): boolean {
  if (view.passage.id !== best.view.passage.id || sentence < 0) return false;
  return view.clauses.slice(first, last + 1).every((clause) => clause.sentence === sentence);
}

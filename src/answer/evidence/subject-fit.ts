import { soundsLike } from "../question/find-places.ts";
import type { QuestionPart } from "../question/understood-question.ts";
import { isLight } from "./light-words.ts";
import type { Window } from "./score-windows.ts";
import type { Term } from "./terms.ts";
import { sentencesOf, surroundingsOf } from "./window-text.ts";

/** How well a window speaks of the very subject a part of the question names. */
export interface SubjectFit {
  /** Characters of subject words that the window, its headings or its title hold. */
  held: number;
  /** Characters of subject words that they do not hold. */
  missing: number;
  /** Whether something else of the same sort stands where the subject should: 农业园区 for 工业园区. */
  isSibling: boolean;
  /** Whether what those that are counted did, or what was done to them, is not held: 受党纪处分 of 多少人受党纪处分. */
  lacksPredicate: boolean;
}

interface Asked {
  part: QuestionPart;
  terms: readonly Term[];
}

/** Reads which subject words of a part a window holds; words that name no subject count for nothing. */
export function subjectFit(window: Window, asked: Asked): SubjectFit {
  const text = surroundingsOf(window);
  const around = { sentences: sentencesOf(window), headings: window.view.headings };
  const isHeld = (word: string) =>
    text.includes(word) || officialWords(word, asked).some((official) => text.includes(official));
  const { part } = asked;
  const runs = part.words.map(wordsOf);
  const subject = runs.flat().filter((word) => !isLight(word));
  return {
    held: subject.filter(isHeld).join("").length,
    missing: subject.filter((word) => !isHeld(word)).join("").length,
    lacksPredicate: lacksPredicate(subject, part, isHeld) || lacksPassive(subject, part, isHeld),
    isSibling: runs.some((run) => namesSibling(run, around, isHeld, asked)),
  };
}

/** Measure words of people, who are told apart by what was done to them. */
const PEOPLE = /^[人名位]$/;
const COUNTED = /(?:多少|几)[个家项件户人名位]/;

/** What happened to those that are asked about: 被取缔, 受到效能表彰. */
const PASSIVE = /(?:被|受到|遭到?)([\p{Script=Han}]{2,8})/u;

/** Whether what is said to have happened to what is counted is not held; its verb stands last. */
function lacksPassive(
  subject: readonly string[],
  { text, asked }: QuestionPart,
  isHeld: (word: string) => boolean,
): boolean {
  if (asked.kind !== "count") return false;
  const happened = PASSIVE.exec(text)?.[1]?.split("的")[0] ?? "";
  const verb = subject.findLast((word) => happened.includes(word));
  return verb !== undefined && !isHeld(verb);
}

/** Whether subject words stand behind the noun that is counted, and none of them is held. */
function lacksPredicate(
  subject: readonly string[],
  { text, asked }: QuestionPart,
  isHeld: (word: string) => boolean,
): boolean {
  const counted = COUNTED.exec(text);
  if (!counted || !PEOPLE.test(asked.unit)) return false;
  const behind = text.slice(counted.index + counted[0].length).replace(asked.noun, "");
  const predicate = subject.filter((word) => behind.includes(word));
  return predicate.length > 0 && !predicate.some(isHeld);
}

/** The words that were joined into a run, one by one. */
function wordsOf({ text, breaks = [] }: { text: string; breaks?: number[] }): string[] {
  const bounds = [0, ...breaks, text.length];
  return bounds.slice(1).map((end, index) => text.slice(bounds[index], end));
}

/** The official terms for a word as said; none that the question says itself. */
function officialWords(word: string, { part, terms }: Asked): string[] {
  return terms
    .filter(({ texts: [said = ""] }) => said.length > 1 && word.includes(said))
    .flatMap(({ texts }) => texts.slice(1))
    .filter((official) => !part.text.includes(official));
}

/** General nouns that only their modifier tells apart. */
const SORTED = new Set(["项目", "事项", "业务", "服务", "活动", "任务"]);

/** Whether a word is missing right before one that stands behind another word in the text. */
function namesSibling(
  run: readonly string[],
  around: { sentences: string; headings: string },
  isHeld: (word: string) => boolean,
  asked: Asked,
): boolean {
  return run.some((head, index) => {
    const modifier = run[index - 1];
    if (modifier === undefined || isLight(modifier) || isHeld(modifier)) return false;
    if (isLight(head) && !SORTED.has(head)) return false;
    // A single character before it shows that the words were cut wrongly.
    if (run[index - 2]?.length === 1) return false;
    const heads = [head, ...officialWords(head, asked)];
    const inText = heads.flatMap((word) => modifiersBefore(around.sentences, word));
    const inHeadings = heads.flatMap((word) => modifiersBefore(around.headings, word));
    return (
      inText.length > 0 &&
      (inText.every(isOther) || inHeadings.some(isOther)) &&
      !inText.some((before) => soundsLike(before, modifier))
    );
  });
}

/** The two characters before each place where a word stands. */
function modifiersBefore(text: string, word: string): string[] {
  const before: string[] = [];
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    before.push(text.slice(Math.max(0, at - 2), at));
  }
  return before;
}

/** Two characters right before a word that make it another thing's; no particles, figures or marks. */
const MODIFIED = /^[^\P{Script=Han}的了着和与及或在对将把被由为以等各该本全共已从向给个项家件名类种]{2}$/u;

function isOther(before: string): boolean {
  return MODIFIED.test(before) && !isLight(before);
}

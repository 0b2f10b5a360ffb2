import { findFigures } from "../../language/numerals.ts";
import type { QuestionPart } from "../question/understood-question.ts";
import type { Window } from "./score-windows.ts";
import { sentencesOf } from "./window-text.ts";

const MOST = 4;
const SHORTEST_NAME = 2;
/** A count before a noun is no name: 两家由社会组织运营的超市. */
const COUNTED = /[\d一二两三四五六七八九十][个家项所处座名位]/;

/**
 * Whether a sentence of the window names as many as are asked for by repeating their noun: 工农社区和联盟社区
 * for 哪两个社区.
 */
export function namesByNoun(window: Window, { asked, text }: QuestionPart): boolean {
  const figure = findFigures(text).find(({ value }) => Number(value) > 1);
  const wanted = Number(figure?.value ?? 0);
  if (wanted < 2 || wanted > MOST || asked.noun.length < 2) return false;
  return sentencesOf(window)
    .split("\n")
    .some((sentence) => countNames(sentence, asked.noun) >= wanted);
}

/** Different names that end in a noun: what stands before it back to a mark or a joining word. */
function countNames(sentence: string, noun: string): number {
  const pieces = sentence.split(noun).slice(0, -1);
  const names = pieces
    .map((piece) => piece.split(/[,，、。;；:："]|和|与|及|在/).at(-1) ?? "")
    .filter((name) => name.length >= SHORTEST_NAME && !COUNTED.test(name));
  // 慈善超市 said twice is one kind of them.
  return new Set(names.map((name) => name.slice(-SHORTEST_NAME))).size;
}

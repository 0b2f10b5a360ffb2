import { fold } from "../../../language/fold.ts";

/** A clause in plain form: folded, without white space and marks. */
export interface PlainClause {
  text: string;
  /** Index of the sentence it belongs to; a semicolon or a line end begins a new one. */
  sentence: number;
}

const MARKS = /\[\d{1,3}\]|⟦[^⟧]{0,8}⟧/g;
const THOUSANDS = /(?<=\d),(?=\d{3}(?!\d))/g;
const SENTENCE_END = "。!?;\n…";
const CLAUSE_END = ",:()";

/** Folded, without source marks, thousands separators and, but for line ends, white space. */
export function plainForm(text: string): string {
  return fold(text.replace(MARKS, ""))
    .replace(THOUSANDS, "")
    .replace(/[^\S\n]+/g, "");
}

/**
 * Cuts a text into clauses, in order; 《》 is never cut. A colon ends no clause of a statement
 * (「甲:9家」 speaks of 甲), so `cutsAtColon` is false there.
 */
export function cutClauses(text: string, cutsAtColon: boolean): PlainClause[] {
  const plain = plainForm(text);
  const clauses: PlainClause[] = [];
  let [start, sentence] = [0, 0];
  const push = (end: number) => {
    if (/[\p{L}\p{N}]/u.test(plain.slice(start, end)))
      clauses.push({ text: plain.slice(start, end), sentence });
    start = end + 1;
  };
  for (let at = 0; at < plain.length; at++) {
    const char = plain.charAt(at);
    if (char === "《") at = Math.max(at, titleEnd(plain, at));
    else if (SENTENCE_END.includes(char) && !isInsideToken(plain, at)) {
      push(at);
      sentence++;
    } else if (CLAUSE_END.includes(char) && !isInsideToken(plain, at) && (cutsAtColon || char !== ":"))
      push(at);
  }
  push(plain.length);
  return clauses;
}

/** Index of the 》 that closes a title, or -1 when none does within a title's length. */
function titleEnd(plain: string, open: number): number {
  const close = plain.indexOf("》", open);
  return close - open > 80 || plain.slice(open, close).includes("\n") ? -1 : close;
}

/** A mark between digits or latin letters (9:00, 1,5, a?b) ends nothing. */
function isInsideToken(plain: string, at: number): boolean {
  if (plain.charAt(at) === "\n" || "()".includes(plain.charAt(at))) return false;
  return /[\da-z/]/.test(plain.charAt(at - 1)) && /[\da-z/]/.test(plain.charAt(at + 1));
}

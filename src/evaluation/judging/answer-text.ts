import type { Span } from "../../domain.ts";
import { toSimplified } from "../../language/fold.ts";

/** Length as the contract counts it: code points without white space and [n] marks. */
export function textLength(text: string): number {
  return [...withoutMarks(text).replace(/\s/gu, "")].length;
}

export function withoutMarks(text: string): string {
  return text.replace(/\[\d+\]/g, "");
}

/** Script, width, case and thousands commas made alike. */
export function normalise(text: string): string {
  return toSimplified(text.normalize("NFKC"))
    .replace(/(\d),(?=\d{3}(?!\d))/g, "$1")
    .toLowerCase();
}

/** Letters and digits alone, for comparing annotated words: blanks, punctuation and marks left out. */
export function bareText(text: string): string {
  return normalise(withoutMarks(text)).replace(/[\p{P}\p{Z}\p{C}]/gu, "");
}

/** Whether one of the wordings of `either` (`a||b`) passes. */
export function someWording(either: string, passes: (wording: string) => boolean): boolean {
  return either.split("||").some(passes);
}

/** Whether the key stands in the text, a figure at its edge as a whole one: 9 stands not in 19, nor in 9.5. */
export function holdsToken(text: string, key: string): boolean {
  for (const { start, end } of findAll(text, key)) {
    const runsOnBefore = /^\d/.test(key) && /\d$|\d\.$/.test(text.slice(Math.max(0, start - 2), start));
    const runsOnAfter = /\d$/.test(key) && /^\.?\d/.test(text.slice(end, end + 2));
    if (!runsOnBefore && !runsOnAfter) return true;
  }
  return false;
}

/** Every place where the part stands; none for an empty part. */
export function findAll(text: string, part: string): Span[] {
  const spans: Span[] = [];
  if (part === "") return spans;
  for (let start = text.indexOf(part); start >= 0; start = text.indexOf(part, start + 1)) {
    spans.push({ start, end: start + part.length });
  }
  return spans;
}

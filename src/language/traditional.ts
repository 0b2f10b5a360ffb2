import { toSimplified } from "./fold.ts";
import { PLAIN, USUAL, WORDS } from "./traditional.generated.ts";

const LONGEST_WORD = 3;
const usual = new Map([...PLAIN].map((character, index) => [character, USUAL.charAt(index)]));
const words = readWords();

function readWords(): ReadonlyMap<string, string> {
  const pieces = WORDS.split(" ");
  const table = new Map<string, string>();
  for (let at = 0; at + 1 < pieces.length; at += 2) table.set(pieces[at] ?? "", pieces[at + 1] ?? "");
  return table;
}

/** Whether a text is written in traditional script: it has characters that simplified script writes otherwise. */
export function isTraditional(text: string): boolean {
  return toSimplified(text) !== text;
}

/**
 * Simplified to traditional script, word by word where a character has several forms (头发 頭髮, 发展 發展). The length
 * never changes.
 */
export function toTraditional(text: string): string {
  let out = "";
  for (let at = 0; at < text.length; ) {
    const word = wordAt(text, at);
    out += word ?? usual.get(text.charAt(at)) ?? text.charAt(at);
    at += word?.length ?? 1;
  }
  return out;
}

function wordAt(text: string, at: number): string | undefined {
  for (let length = LONGEST_WORD; length > 1; length--) {
    const word = words.get(text.slice(at, at + length));
    if (word !== undefined) return word;
  }
  return undefined;
}

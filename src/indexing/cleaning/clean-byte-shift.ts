import type { Span } from "../../domain.ts";
import { applyEdits, type Draft, type Edit } from "./draft.ts";
import { createGbkEncoder, type EncodeCharacter } from "./gbk-encoder.ts";

/**
 * A GBK text that lost the first byte of a mark shows 「?」 in its place and pairs every byte behind it
 * wrongly, until an ASCII byte is taken as second half: 「。《指引》的出臺」 becomes 「?！吨敢…雠_」.
 */
const SIGN = /\?(?=[！。掇丁叮肮][^\n?]{3})/g;
const LOST_BYTE = 0xa1;
const LONGEST_SHIFT = 400;
/** Fewest pairs of bytes that are evidence. */
const LEAST_PAIRS = 5;
/** Share of everyday characters that a text shifted back has at least, and a shifted one at most. */
const CLEAR_SHARE = 0.7;
const SHIFTED_SHARE = 0.75;
/** Lead bytes of the first level of GB 2312, the characters of everyday text. */
const FIRST_LEVEL = { first: 0xb0, last: 0xd7 };

/** Repairs byte-shifted stretches whose bytes are all there; the rest stays (see `findShifted`). */
export function repairByteShift(draft: Draft): { draft: Draft; repaired: number } {
  const signs = Array.from(draft.text.matchAll(SIGN), (match) => match.index);
  if (signs.length === 0) return { draft, repaired: 0 };
  const encode = createGbkEncoder();
  const edits: Edit[] = [];
  let repaired = 0;
  for (const at of signs) {
    if (at < (edits.at(-1)?.end ?? 0)) continue;
    const stretch = readStretch(draft.text, at, encode);
    if (!looksShifted(stretch.bytes)) continue;
    const back = shiftBack(stretch);
    if (back === null) continue;
    repaired++;
    edits.push(...back);
  }
  return { draft: applyEdits(draft, edits), repaired };
}

/** Stretches of a shown text that are still shifted, by the rare character and the 「_」 at their end. */
export function findShifted(shown: string): Span[] {
  return Array.from(shown.matchAll(/\?[！。掇丁叮肮][^\n?_]{3,200}[^\x20-\x7e]_/g), (match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
}

/** What follows the sign, as bytes, up to the ASCII byte that would complete a pair. */
interface Stretch {
  start: number;
  end: number;
  bytes: number[];
  isComplete: boolean;
}

function readStretch(text: string, start: number, encode: EncodeCharacter): Stretch {
  const bytes: number[] = [];
  const limit = Math.min(text.length, start + LONGEST_SHIFT);
  for (let i = start + 1; i < limit; i++) {
    const encoded = text.charAt(i) === "\n" ? null : encode(text.charAt(i));
    if (encoded === null) return { start, end: i, bytes, isComplete: false };
    bytes.push(...encoded);
    if (encoded.length === 1 && bytes.length % 2 === 1) return { start, end: i + 1, bytes, isComplete: true };
  }
  return { start, end: limit, bytes, isComplete: false };
}

function looksShifted(bytes: number[]): boolean {
  return bytes.length >= LEAST_PAIRS * 2 && everydayShare(bytes) < SHIFTED_SHARE;
}

function shiftBack({ start, end, bytes, isComplete }: Stretch): Edit[] | null {
  const shifted = [LOST_BYTE, ...bytes];
  const text = new TextDecoder("gb18030").decode(Uint8Array.from(shifted));
  const isClear = everydayShare(shifted) >= Math.max(CLEAR_SHARE, everydayShare(bytes));
  if (!isComplete || !isClear || !isBalanced(text) || text.length !== end - start - 1) return null;
  return [
    { start, end: end - 1, text },
    { start: end - 1, end, text: "", keepsEnd: true },
  ];
}

/** Where a character in between was lost, a pair of marks has lost its partner. */
function isBalanced(text: string): boolean {
  return ["《》", "“”", "（）"].every(([open = "", close = ""]) => {
    return text.split(open).length === text.split(close).length;
  });
}

/** Share of the pairs of bytes that are everyday characters or marks. */
function everydayShare(bytes: number[]): number {
  let everyday = 0;
  for (let i = 0; i + 1 < bytes.length; i += 2) {
    const lead = bytes[i] ?? 0;
    if (lead === 0xa1 || lead === 0xa3 || (lead >= FIRST_LEVEL.first && lead <= FIRST_LEVEL.last)) everyday++;
  }
  return everyday / Math.max(1, Math.floor(bytes.length / 2));
}

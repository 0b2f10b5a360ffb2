import { applyEdits, type Draft, type Edit } from "./draft.ts";
import { createGbkEncoder, type EncodeCharacter } from "./gbk-encoder.ts";

/**
 * A GBK text that lost the first byte of a mark shows 「?」 in its place and pairs every byte behind it
 * wrongly, until an ASCII byte is taken as second half: 「。《指引》的出臺」 becomes 「?！吨敢…雠_」.
 */
const SIGN = /\?(?=[！。掇丁叮肮][^\n?]{3})/g;
const LOST_BYTE = 0xa1;
const LONGEST_SHIFT = 400;
/** Characters of everyday text: the first level of GB 2312 by its bytes, and marks. */
const FIRST_LEVEL = { first: 0xb0, last: 0xd7 };

/** Repairs byte-shifted stretches whose bytes are all there; what can't be repaired stays and is reported. */
export function repairByteShift(draft: Draft): { draft: Draft; repaired: number; damaged: number } {
  const signs = Array.from(draft.text.matchAll(SIGN), (match) => match.index);
  if (signs.length === 0) return { draft, repaired: 0, damaged: 0 };
  const encode = createGbkEncoder();
  const edits: Edit[] = [];
  let damaged = 0;
  for (const at of signs) {
    if (at < (edits.at(-1)?.end ?? 0)) continue;
    const repaired = shiftBack(draft.text, at, encode);
    if (repaired === null) damaged++;
    else edits.push(...repaired);
  }
  return { draft: applyEdits(draft, edits), repaired: signs.length - damaged, damaged };
}

function shiftBack(text: string, at: number, encode: EncodeCharacter): Edit[] | null {
  const bytes = [LOST_BYTE];
  for (let i = at + 1; i < Math.min(text.length, at + LONGEST_SHIFT); i++) {
    const encoded = text.charAt(i) === "\n" ? null : encode(text.charAt(i));
    if (encoded === null) return null;
    bytes.push(...encoded);
    // An ASCII byte that completes a pair ends the shift.
    if (encoded.length === 1 && bytes.length % 2 === 0) return replaceShifted(at, i + 1, bytes);
  }
  return null;
}

function replaceShifted(start: number, end: number, bytes: number[]): Edit[] | null {
  const text = new TextDecoder("gb18030").decode(Uint8Array.from(bytes));
  if (!isEveryday(bytes) || !isBalanced(text) || text.length !== end - start - 1) return null;
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

/** Shifted back, nearly every pair of bytes is an everyday character; shifted, few are. */
function isEveryday(bytes: number[]): boolean {
  let everyday = 0;
  for (let i = 0; i < bytes.length; i += 2) {
    const lead = bytes[i] ?? 0;
    const isMark = lead === 0xa1 || lead === 0xa3;
    if (isMark || (lead >= FIRST_LEVEL.first && lead <= FIRST_LEVEL.last)) everyday++;
  }
  return everyday >= (bytes.length / 2) * 0.7;
}

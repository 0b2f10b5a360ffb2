import type { TextLine } from "./build-lines.ts";

const LATIN = /[!-~\u00c0-\u024f]/;
const LONGEST_CODE = 40;
const LETTER = /[A-Za-z\u00c0-\u024f]/;
/** Of a word that has no spaces within: an address of the web or of mail. */
const ADDRESS = /(?:https?:|www\.|@|\/)[!-~]*$/i;
/** Measures of different writers differ by about this much, as a share of the size. */
const TOLERANCE = 0.12;
/** Begins an item of a list or a numbered part. */
const ITEM_MARK =
  /^(?:[（(][一二三四五六七八九十百\d]{1,4}[）)]|[一二三四五六七八九十百]{1,4}[、.．]|\d{1,3}(?:[、．）)]|\.(?!\d))|[①-⑳⑴-⒇]|[●•■□◆★☆▪·※]\s?\S|第[一二三四五六七八九十百零\d]{1,6}[条章节编款]|附件\d{0,2}[：:]|[【〖][\p{Script=Han}、/（）]{2,20}[】〗]|步骤[一二三四五六七八九十\d]|注[：:\d])/u;
/** 「第三条规定的条件」 is spoken of in mid-sentence. */
const SPOKEN_OF =
  /^第[一二三四五六七八九十百零\d]{1,6}[条章节编款](?:第|规定|的|所|至|和|、|或|及|或者|之|中|，|款|项|、)/;

/** Whether a line begins an item or a numbered part of the text. */
export function beginsItem(text: string): boolean {
  return ITEM_MARK.test(text) && !SPOKEN_OF.test(text);
}

/** Whether `before` had to end where it does: what begins the next line would not have fitted into `room`. */
export function isFull(before: TextLine, next: TextLine, room: number): boolean {
  return next.leadWidth > room - before.size * TOLERANCE;
}

/**
 * Two lines of one paragraph as one: without a space between Chinese characters and within a word that was cut,
 * with one between Latin words. `room` is the width that `before` left free.
 */
export function joinText(text: string, before: TextLine, next: TextLine, room: number): string {
  const last = text.at(-1) ?? "";
  const first = next.text[0] ?? "";
  if (last === "\u00ad") return text.slice(0, -1) + next.text;
  if (!LATIN.test(last) || !LATIN.test(first))
    return text + (before.endsInSpace && isWord(last, first) ? " " : "") + next.text;
  if (last === "-" && LETTER.test(text.at(-2) ?? "") && /[a-z]/.test(first))
    return text.slice(0, -1) + next.text;
  return text + (isCutWord(text, before, next, room) ? "" : " ") + next.text;
}

/** A space at a line's end counts where it stands beside a Latin letter or digit; elsewhere it is decoration. */
function isWord(last: string, first: string): boolean {
  return LATIN.test(last) || LATIN.test(first);
}

function isCutWord(text: string, before: TextLine, next: TextLine, room: number): boolean {
  if (before.endsInSpace) return false;
  if (ADDRESS.test(text)) return true;
  const last = text.at(-1) ?? "";
  const first = next.text[0] ?? "";
  if (/[-/_=&?(]/.test(last) || (/\d[.,:]$/.test(text) && /\d/.test(first))) return true;
  const fitsOne = next.firstWidth <= room - before.size * TOLERANCE;
  if (fitsOne) return false;
  if (isCode(text, next.text)) return true;
  return !LETTER.test(last) || !LETTER.test(first) ? !/[,.;:!?]/.test(last) : false;
}

/** Whether the word that a line end may have cut is a number or a code, which has no place for a space. */
function isCode(text: string, next: string): boolean {
  const end = /[!-~]*$/.exec(text.slice(-LONGEST_CODE))?.[0] ?? "";
  const start = /^[!-~]*/.exec(next)?.[0] ?? "";
  return /\d/.test(end + start) && /^[\w-]+$/.test(end + start);
}

import type { Span } from "../../domain.ts";
import { applyEdits, type Draft, type Edit } from "./draft.ts";
import { createGbkEncoder, type EncodeCharacter } from "./gbk-encoder.ts";

/** Undoes one way of reading text in the wrong encoding: the text that a run of characters was, or null. */
interface Repair {
  name: string;
  /** Whether the text shows signs of this damage; decides before anything is tried. */
  isLikely(text: string): boolean;
  /** Runs of characters that may be damaged. */
  runs: RegExp;
  /** The encoding the text was wrongly read in. */
  createEncoder(): EncodeCharacter;
  /** The encoding it really was in. */
  encoding: "utf-8" | "gb18030";
}

/** Repaired characters, each with the damaged unit it begins at. */
interface RepairedText {
  text: string;
  starts: number[];
  /** Where the repaired part of the run ends. */
  end: number;
}

const WINDOWS_1252 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";
const HAN = /\p{Script=Han}/gu;
/** Characters that UTF-8 text shows most often when it is read as GBK. */
const UTF8_AS_GBK = /[鐨勬槸涓浜嗗湪鏈夊拰鍜瀵鍔鍙銆锛鍏鍒鏂绠鐞鎵璇佷绛鈥]/g;
const LEAST_SIGNS = 3;

const REPAIRS: Repair[] = [
  {
    name: "UTF-8 读作西文",
    isLikely: (text) => countMatches(text, /[\u00c3-\u00ef][\u0080-\u00bf\u0152-\u2122]/g) >= LEAST_SIGNS,
    runs: /[\u0080-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u2122\u20ac]{2,}/g,
    createEncoder: () => toWindows1252,
    encoding: "utf-8",
  },
  {
    name: "GBK 读作西文",
    isLikely: (text) => countMatches(text, /[\u00a1-\u00fe]{4,}/g) >= LEAST_SIGNS,
    runs: /[\u00a1-\u00fe]{4,}/g,
    createEncoder: () => toWindows1252,
    encoding: "gb18030",
  },
  {
    name: "UTF-8 读作 GBK",
    isLikely: (text) =>
      countMatches(text.slice(0, 20_000), UTF8_AS_GBK) >= Math.min(text.length, 20_000) * 0.08 + 2,
    runs: /[\u0080-\ufffc]{2,}/g,
    createEncoder: createGbkEncoder,
    encoding: "utf-8",
  },
];

/**
 * Repairs text that was read in a wrong encoding, where no byte was lost: UTF-8 or GBK read as Western text,
 * UTF-8 read as GBK. Each repaired character maps to the damaged ones it was made from.
 */
export function repairEncoding(draft: Draft): { draft: Draft; repaired: string | null } {
  for (const { name, isLikely, runs, createEncoder, encoding } of REPAIRS) {
    if (!isLikely(draft.text)) continue;
    const encode = createEncoder();
    const edits: Edit[] = [];
    for (const match of draft.text.matchAll(runs)) {
      const repaired = decodeRun(match[0], encode, encoding);
      if (repaired !== null) edits.push(...toEdits(match.index, repaired));
    }
    if (edits.length > 0) return { draft: applyEdits(draft, edits), repaired: name };
  }
  return { draft, repaired: null };
}

function countMatches(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

function toWindows1252(character: string): readonly number[] | null {
  const high = WINDOWS_1252.indexOf(character);
  if (high >= 0) return [0x80 + high];
  const code = character.charCodeAt(0);
  return code < 256 ? [code] : null;
}

/** Decodes the bytes of a run strictly; the result must be Chinese. */
function decodeRun(run: string, encode: EncodeCharacter, encoding: "utf-8" | "gb18030"): RepairedText | null {
  const bytes: number[] = [];
  const origins: number[] = [];
  for (let i = 0; i < run.length; i++) {
    const encoded = encode(run.charAt(i));
    if (encoded === null) return null;
    for (const byte of encoded) {
      bytes.push(byte);
      origins.push(i);
    }
  }
  const decoded = decodeLongest(Uint8Array.from(bytes), encoding);
  if (decoded === null || countMatches(decoded.text, HAN) < decoded.text.length * 0.5) return null;
  const end = decoded.length < bytes.length ? (origins[decoded.length] ?? run.length) : run.length;
  return { text: decoded.text, starts: startsOf(decoded.text, bytes, origins, encoding), end };
}

/** A line's last character may have lost a byte: what stands before it is decoded without it. */
function decodeLongest(bytes: Uint8Array, encoding: string): { text: string; length: number } | null {
  for (let length = bytes.length; length >= Math.max(4, bytes.length - 2); length--) {
    const text = decodeStrictly(bytes.subarray(0, length), encoding);
    if (text !== null) return { text, length };
  }
  return null;
}

function decodeStrictly(bytes: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null; // The run is no such text: it stays as it is.
  }
}

/** For each repaired unit, the damaged unit in which its first byte lies. */
function startsOf(text: string, bytes: number[], origins: number[], encoding: "utf-8" | "gb18030"): number[] {
  const starts: number[] = [];
  let at = 0;
  for (const character of text) {
    for (let unit = 0; unit < character.length; unit++) starts.push(origins[at] ?? 0);
    at += encoding === "utf-8" ? utf8Length(bytes[at] ?? 0) : (bytes[at] ?? 0) < 0x80 ? 1 : 2;
  }
  return starts;
}

function utf8Length(lead: number): number {
  if (lead < 0x80) return 1;
  return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

/** Edits that put each repaired unit in the place of the damaged ones it was made from. */
function toEdits(at: number, { text, starts, end: length }: RepairedText): Edit[] {
  const edits: Edit[] = [];
  let done = 0;
  for (let i = 0; i < text.length; i++) {
    const start = Math.max(done, starts[i] ?? done);
    if (start >= length) break;
    const end = Math.max(start + 1, i + 1 < text.length ? (starts[i + 1] ?? length) : length);
    edits.push(...replaceUnit({ start: at + start, end: at + Math.min(end, length) }, text.charAt(i)));
    done = end;
  }
  return edits;
}

function replaceUnit({ start, end }: Span, text: string): Edit[] {
  const first = { start, end: start + 1, text };
  return end === start + 1 ? [first] : [first, { start: start + 1, end, text: "", keepsEnd: true }];
}

import { SIMPLIFIED, TRADITIONAL } from "./script-map.generated.ts";

const FULL_WIDTH_FIRST = 0xff01;
const FULL_WIDTH_LAST = 0xff5e;
const FULL_WIDTH_OFFSET = 0xfee0;
const IDEOGRAPHIC_SPACE = 0x3000;
const NO_BREAK_SPACE = 0x00a0;
const KANGXI_FIRST = 0x2f00;
const KANGXI_LAST = 0x2fd5;

/** Marks that differ between hands but not in meaning, beside the full-width forms. */
const PUNCTUATION: Record<string, string> = {
  "“": '"',
  "”": '"',
  "„": '"',
  "「": '"',
  "」": '"',
  "『": '"',
  "』": '"',
  "‘": "'",
  "’": "'",
  "﹝": "〔",
  "﹞": "〕",
  "–": "-",
  "‐": "-",
  "‑": "-",
  "−": "-",
  "·": "·",
  "•": "·",
  "・": "·",
};

const scriptTable = buildTable((table) => {
  for (let i = 0; i < TRADITIONAL.length; i++) table[TRADITIONAL.charCodeAt(i)] = SIMPLIFIED.charCodeAt(i);
});

const foldTable = buildTable((table) => {
  for (let i = 0; i < TRADITIONAL.length; i++) table[TRADITIONAL.charCodeAt(i)] = SIMPLIFIED.charCodeAt(i);
  for (let code = KANGXI_FIRST; code <= KANGXI_LAST; code++) {
    const plain = String.fromCharCode(code).normalize("NFKC");
    if (plain.length === 1) table[code] = table[plain.charCodeAt(0)] ?? code;
  }
  for (let code = FULL_WIDTH_FIRST; code <= FULL_WIDTH_LAST; code++) table[code] = code - FULL_WIDTH_OFFSET;
  table[IDEOGRAPHIC_SPACE] = 32;
  table[NO_BREAK_SPACE] = 32;
  for (const [from, to] of Object.entries(PUNCTUATION)) table[from.charCodeAt(0)] = to.charCodeAt(0);
  for (let code = 65; code <= 90; code++) table[code] = code + 32;
  for (let code = FULL_WIDTH_FIRST; code <= FULL_WIDTH_LAST; code++) {
    const plain = code - FULL_WIDTH_OFFSET;
    table[code] = table[plain] ?? plain;
  }
});

function buildTable(fill: (table: Uint16Array) => void): Uint16Array {
  const table = new Uint16Array(65536);
  for (let code = 0; code < table.length; code++) table[code] = code;
  fill(table);
  return table;
}

function mapWith(table: Uint16Array, text: string): string {
  let out = "";
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const mapped = table[code] ?? code;
    if (mapped === code) continue;
    out += text.slice(from, i) + String.fromCharCode(mapped);
    from = i + 1;
  }
  return from === 0 ? text : out + text.slice(from);
}

/** Traditional to simplified script, character by character. The length never changes. */
export function toSimplified(text: string): string {
  return mapWith(scriptTable, text);
}

/**
 * The form in which texts are compared: simplified script, half-width, lower case, one kind of quotation
 * mark. The length never changes, so an offset into the folded text is one into the text.
 */
export function fold(text: string): string {
  return mapWith(foldTable, text);
}

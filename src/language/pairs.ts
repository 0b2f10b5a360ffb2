/** Longest text, in UTF-16 units, that a pair of marks may hold together. */
const LONGEST_PAIR = 300;
/** A quotation longer than this is a text of its own, with sentences of its own. */
const LONGEST_QUOTE = 120;
/** A closing mark looks for its partner among so many open marks; farther away it is a stray one. */
const OPEN_LOOKED_AT = 4;

const CLOSER_OF: Readonly<Record<string, string>> = {
  "《": "》",
  "“": "”",
  "（": "）",
  "(": ")",
  "「": "」",
  "『": "』",
  "〔": "〕",
  "【": "】",
};
const MARKS = /[《》“”（）()「」『』〔〕【】]/g;

interface Pair {
  open: number;
  close: number;
}

/**
 * The outermost closed pairs of marks in a range: position of the opening mark → of the closing one. A mark
 * without its partner holds nothing together; a second “ closes the first where the source mixed them up.
 */
export function findClosedPairs(text: string, start: number, end: number): Map<number, number> {
  const pairs: Pair[] = [];
  const open: { at: number; closer: string }[] = [];
  // In the range alone: a search that ran on to the next mark of the text would be quadratic in its lines.
  for (const { index, 0: mark } of text.slice(start, end).matchAll(MARKS)) {
    const at = start + index;
    const closer = CLOSER_OF[mark];
    const closesQuote = mark === "“" && open.at(-1)?.closer === "”";
    if (closer !== undefined && !closesQuote) open.push({ at, closer });
    else closePair(open, closesQuote ? "”" : mark, at, pairs);
  }
  return outermost(pairs);
}

function closePair(open: { at: number; closer: string }[], closer: string, at: number, pairs: Pair[]): void {
  for (let i = open.length - 1; i >= Math.max(0, open.length - OPEN_LOOKED_AT); i--) {
    const partner = open[i];
    if (partner?.closer !== closer) continue;
    open.length = i;
    const longest = closer === "”" ? LONGEST_QUOTE : LONGEST_PAIR;
    if (at - partner.at <= longest) pairs.push({ open: partner.at, close: at });
    return;
  }
}

/** Pairs come in the order in which they close: from the end, what closes inside the last kept one is inner. */
function outermost(pairs: Pair[]): Map<number, number> {
  const outer: Pair[] = [];
  for (let i = pairs.length - 1; i >= 0; i--) {
    const pair = pairs[i];
    if (pair !== undefined && pair.close < (outer.at(-1)?.open ?? Number.POSITIVE_INFINITY)) outer.push(pair);
  }
  return new Map(outer.reverse().map(({ open, close }) => [open, close]));
}

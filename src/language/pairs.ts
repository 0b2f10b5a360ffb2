/** Longest text, in UTF-16 units, that a pair of marks may hold together. */
const LONGEST_PAIR = 300;

const CLOSER_OF: Record<string, string> = {
  "《": "》",
  "“": "”",
  "（": "）",
  "(": ")",
  "「": "」",
  "『": "』",
  "〔": "〕",
  "【": "】",
};

/**
 * The outermost closed pairs of marks in a range: position of the opening mark → of the closing one. A mark
 * without its partner holds nothing together; a second “ closes the first where the source mixed them up.
 */
export function findClosedPairs(text: string, start: number, end: number): Map<number, number> {
  const closed = new Map<number, number>();
  const open: { at: number; closer: string }[] = [];
  for (let at = start; at < end; at++) {
    const mark = text.charAt(at);
    const closer = CLOSER_OF[mark];
    if (closer !== undefined && !closesQuote(open, mark)) open.push({ at, closer });
    else if (isCloser(mark)) closePair(open, mark, at, closed);
  }
  return outermost(closed);
}

const CLOSERS = new Set([...Object.values(CLOSER_OF), "“"]);

function isCloser(mark: string): boolean {
  return CLOSERS.has(mark);
}

function closesQuote(open: { closer: string }[], mark: string): boolean {
  return mark === "“" && open.at(-1)?.closer === "”";
}

function closePair(
  open: { at: number; closer: string }[],
  mark: string,
  at: number,
  closed: Map<number, number>,
): void {
  const wanted = mark === "“" ? "”" : mark;
  // Only the innermost few marks are looked at: a closing mark far from its partner is a stray one.
  for (let i = open.length - 1; i >= Math.max(0, open.length - 4); i--) {
    const pair = open[i];
    if (pair?.closer !== wanted) continue;
    open.length = i;
    if (at - pair.at <= LONGEST_PAIR) closed.set(pair.at, at);
    return;
  }
}

function outermost(closed: Map<number, number>): Map<number, number> {
  const result = new Map<number, number>();
  let reached = -1;
  for (const [from, to] of [...closed].sort((a, b) => a[0] - b[0])) {
    if (from <= reached) continue;
    result.set(from, to);
    reached = to;
  }
  return result;
}

/** A mark of a list before a value: 「1.6月报名」 has one, 「1.6元」 has none. */
const MARK =
  /^(?:[-*+•●◆■▪·][ \t]*(?=\S)|[\d０-９]{1,2}(?:[.、．)）](?!\d)|\.(?=\d{1,2}月))[ \t]*|[（(](?:[\d０-９]{1,2}|[一二三四五六七八九十]{1,3})[）)][ \t]*|[\u2460-\u2473][ \t]*)/;
/** A number of a list within a line: behind its beginning, a space or the end of a clause. */
const NUMBER = /(?<=^|[\s；;。，,：:])(?:(\d{1,2})(?:[.、．)）](?!\d)|\.(?=\d{1,2}月))|[（(](\d{1,2})[）)])/g;

/** A value without the mark of the list it stands in, and without Markdown's bold. */
export function withoutMark(line: string): string {
  const bare = line.replace(/\*\*/g, "");
  const rest = bare.replace(MARK, "").trim();
  return rest === "" ? bare.trim() : rest;
}

/**
 * The values that the lines of a cell are: one per line, and of a line that numbers its values 1. 2. 3. one per
 * number. The order is kept and nothing is left out but what `clean` takes off: the marks of the list.
 */
export function splitValues(
  lines: readonly string[],
  clean: (value: string) => string = withoutMark,
): string[] {
  let count = 0;
  return lines
    .flatMap((line) => {
      const split = splitNumbered(line, count);
      count = split.count;
      return split.values;
    })
    .map(clean)
    .filter((value) => value !== "");
}

/** Cuts a line where its numbers go on from `count`, that of the line before, or begin with 1. */
function splitNumbered(line: string, count: number): { values: string[]; count: number } {
  const cuts: number[] = [];
  let last = count;
  for (const match of line.matchAll(NUMBER)) {
    const number = Number(match[1] ?? match[2]);
    const begins = cuts.length === 0 && number === 1;
    if (number !== last + 1 && !begins) continue;
    cuts.push(match.index);
    last = number;
  }
  const isList = cuts.length > 1 || cuts[0] === 0;
  if (!isList) return { values: [line], count };
  const starts = cuts[0] === 0 ? cuts : [0, ...cuts];
  return { values: starts.map((start, at) => line.slice(start, starts[at + 1]).trim()), count: last };
}

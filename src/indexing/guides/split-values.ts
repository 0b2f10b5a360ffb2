/** A mark of a list before a value. */
const MARK =
  /^(?:[-*+•●◆■▪·][ \t]*(?=\S)|\d{1,2}[.、．)）](?!\d)[ \t]*|[（(]\d{1,2}[）)][ \t]*|[\u2460-\u2473][ \t]*)/;
/** A number of a list within a line: behind its beginning, a space or the end of a clause. */
const NUMBER = /(?<=^|[\s；;。，,：:])(?:(\d{1,2})[.、．)）](?!\d)|[（(](\d{1,2})[）)])/g;

/** A value without the mark of the list it stands in, and without Markdown's bold. */
export function withoutMark(line: string): string {
  const bare = line.replace(/\*\*/g, "");
  const rest = bare.replace(MARK, "").trim();
  return rest === "" ? bare.trim() : rest;
}

/**
 * The values that the lines of a cell are: one per line, and of a line that numbers its values 1. 2. 3. one per
 * number. The order is kept and nothing is left out but the numbers.
 */
export function splitValues(lines: readonly string[]): string[] {
  return lines
    .flatMap(splitNumbered)
    .map(withoutMark)
    .filter((value) => value !== "");
}

function splitNumbered(line: string): string[] {
  const cuts: number[] = [];
  for (const match of line.matchAll(NUMBER)) {
    if (Number(match[1] ?? match[2]) === cuts.length + 1) cuts.push(match.index);
  }
  if (cuts.length < 2) return [line];
  const starts = cuts[0] === 0 ? cuts : [0, ...cuts];
  return starts.map((start, at) => line.slice(start, starts[at + 1]).trim());
}

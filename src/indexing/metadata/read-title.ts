import type { Finding, OffsetRun, Span } from "../../domain.ts";
import { storedSpan } from "../../language/offset-map.ts";
import { splitClauses, splitSentences } from "../../language/sentences.ts";
import { type Line, splitLines } from "../cleaning/lines.ts";
import { isHeadingStart } from "../splitting/heading-marks.ts";

/** Words that end the title of an official document. */
const OFFICIAL_TITLE =
  /(?:通知|意见|办法|规定|条例|细则|方案|指南|公告|通告|决定|决议|规划|批复|函|纲要|章程|规程|目录|清单|报告|通报|解读)(?:[（(][^（()）]{1,12}[）)])?$/;
const ORGAN = /(?:政府|办公室|办公厅|委员会|局|厅|部|院|中心|党委|管委会|公司)$/;
const ENDS_LINE = /[。！？!?；;：:，,、]$/;
const LONGEST_TITLE = 80;
const LONGEST_DERIVED = 40;
const LINES_LOOKED_AT = 8;

/** A title as read out of a text. */
export interface TitleReading {
  finding: Finding;
  /** Whether the text has a title of its own; otherwise its first words stand for one. */
  isOwn: boolean;
}

/** The title of a shown text, with the place it was read from; null for an empty text. */
export function readTitle(
  shown: string,
  offsets: OffsetRun[],
  levels: Map<number, number>,
): TitleReading | null {
  const lines = firstLines(shown);
  const own = officialTitle(lines) ?? topHeading(lines, levels) ?? plainFirstLine(lines);
  const span = own ?? firstClause(shown, lines);
  if (span === null) return null;
  const text = shown.slice(span.start, span.end).replace(/[。！？!?；;：:，,、\s]+$/, "");
  const stored = storedSpan(offsets, { start: span.start, end: span.start + text.length });
  const value = text.replaceAll("\n", "");
  const finding = { field: "title", value, from: `text:${stored.start}-${stored.end}` };
  return { finding, isOwn: own !== null };
}

function firstLines(shown: string): Line[] {
  return splitLines(shown.slice(0, 4000))
    .filter((line) => line.text !== "")
    .slice(0, LINES_LOOKED_AT);
}

/** 「××市人民政府 / 关于…的通知」: the organ's name may stand on the line above. */
function officialTitle(lines: Line[]): Span | null {
  for (const [i, line] of lines.entries()) {
    if (!isTitleLike(line.text)) {
      if (i > 2) return null;
      continue;
    }
    if (!OFFICIAL_TITLE.test(line.text)) continue;
    const above = lines[i - 1];
    const joined = above !== undefined && line.text.startsWith("关于") && ORGAN.test(above.text);
    return { start: joined ? above.from : line.from, end: line.to };
  }
  return null;
}

function isTitleLike(text: string): boolean {
  return (
    text.length <= LONGEST_TITLE && !ENDS_LINE.test(text) && !/[。；\t]/.test(text) && !isHeadingStart(text)
  );
}

function topHeading(lines: Line[], levels: Map<number, number>): Span | null {
  const line = lines.find((candidate) => (levels.get(candidate.start) ?? 9) === 1);
  return line === undefined ? null : { start: line.from, end: line.to };
}

function plainFirstLine(lines: Line[]): Span | null {
  const first = lines[0];
  if (first === undefined || lines.length < 2 || !isTitleLike(first.text)) return null;
  return { start: first.from, end: first.to };
}

/** Without a title line: the first sentence, or as many of its clauses as fit. */
function firstClause(shown: string, lines: Line[]): Span | null {
  const line = lines[0];
  if (line === undefined) return null;
  const head = shown.slice(line.from, Math.min(line.to, line.from + 400));
  const sentence = splitSentences(head)[0];
  if (sentence === undefined) return null;
  let end = 0;
  for (const clause of splitClauses(head.slice(0, sentence.end))) {
    if (clause.end > LONGEST_DERIVED) break;
    end = clause.end;
  }
  if (end === 0) end = Math.min(sentence.end, LONGEST_DERIVED);
  return { start: line.from, end: line.from + end };
}

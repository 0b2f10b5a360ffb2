import { isHeadingStart } from "../splitting/heading-marks.ts";
import type { Line } from "./lines.ts";

const ENDS_SENTENCE = /[。！？!?；;：:…”」』》）)\]】]$/;
const ENDS_OPEN = /[，,、（(《“「—]$/;
const BEGINS_ITEM = /^(?:[-*+•●◆■▪★☆#>|]|[一二三四五六七八九十]是|附件|附表|附：|备注|注[:：])/;
/** Fewest lines, and share of them that break inside a sentence, of a text that was wrapped at a width. */
const LEAST_LINES = 4;
const BROKEN_SHARE = 0.45;
const PARAGRAPH_INDENT = 2;
const NARROWEST = 12;
const WIDEST = 90;

/**
 * Which lines continue the line before them: indexes into `lines`. A text out of a PDF breaks its lines at
 * one width; elsewhere only a line that ends with a comma or an opening mark goes on in the next.
 */
export function findWraps(lines: Line[]): Set<number> {
  const width = wrapWidth(lines);
  const indents = indentsParagraphs(lines);
  const wraps = new Set<number>();
  let inIndented = false;
  for (let i = 1; i < lines.length; i++) {
    const before = lines[i - 1];
    const line = lines[i];
    if (before === undefined || line === undefined) continue;
    if (!wraps.has(i - 1)) inIndented = indents && before.indent >= PARAGRAPH_INDENT;
    if (!mayContinue(line)) continue;
    if (continuesOpen(before, line) || continuesWidth(before, line, width)) wraps.add(i);
    else if (inIndented && continuesParagraph(before, line)) wraps.add(i);
  }
  return wraps;
}

/** Whether paragraphs begin with an indent and their further lines do not, as a text out of a PDF shows it. */
function indentsParagraphs(lines: Line[]): boolean {
  const indented = lines.filter((line) => line.indent >= PARAGRAPH_INDENT).length;
  return indented >= 2 && indented <= lines.length * 0.7;
}

function continuesParagraph(before: Line, line: Line): boolean {
  const isBroken = !ENDS_SENTENCE.test(before.text) && before.text.length >= NARROWEST;
  return isBroken && line.indent < PARAGRAPH_INDENT && line.start - before.end === 1;
}

function mayContinue(line: Line): boolean {
  return !line.text.includes("\t") && !isHeadingStart(line.text) && !BEGINS_ITEM.test(line.text);
}

function continuesOpen(before: Line, line: Line): boolean {
  return ENDS_OPEN.test(before.text) && line.indent < PARAGRAPH_INDENT && !before.text.includes("\t");
}

function continuesWidth(before: Line, line: Line, width: number): boolean {
  if (width === 0 || before.text.includes("\t") || ENDS_SENTENCE.test(before.text)) return false;
  return (
    before.indent + before.text.length >= width - 3 &&
    line.indent < PARAGRAPH_INDENT &&
    line.start - before.end <= 2
  );
}

/** The width at which lines were broken, or 0. */
function wrapWidth(lines: Line[]): number {
  if (lines.length < LEAST_LINES) return 0;
  const lengths = lines.map((line) => line.indent + line.text.length).sort((a, b) => a - b);
  const width = lengths[Math.floor(lengths.length * 0.75)] ?? 0;
  if (width < NARROWEST || width > WIDEST || (lengths.at(-1) ?? 0) > width * 1.35 + 4) return 0;
  const full = lines.filter((line) => line.indent + line.text.length >= width - 3);
  const broken = full.filter((line) => !ENDS_SENTENCE.test(line.text));
  return full.length >= LEAST_LINES - 1 && broken.length >= full.length * BROKEN_SHARE ? width : 0;
}

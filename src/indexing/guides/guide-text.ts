import type { Span } from "../../domain.ts";
import type { ParsedBlock, ParsedFile } from "../../parsing/parsed-file.ts";
import type { ComposedText } from "../formats/compose-text.ts";
import type { SourceDocument } from "../loader.ts";
import { declareGuide, isGuide } from "./guide-document.ts";
import { type GuideLine, linesOfOffice, withoutRepeats } from "./guide-line.ts";
import { makeProcedure } from "./parse-procedure.ts";
import { readFields } from "./read-fields.ts";
import { isOfContents, readHeading } from "./read-heading.ts";
import { LONGEST_LABEL } from "./read-label.ts";

/** A guide in the text of an office file: what a document needs beside its id. */
export type GuideSource = Omit<SourceDocument, "id">;

/** Words that end the title of a guide. */
const GUIDE_TITLE =
  /(?:办事|服务|办理|申请|申报|审批)?(?:指南|指引|一次性告知(?:书|单)?|一次告知单|告知单|明白卡)$/;
/** What of it is no part of the item's name: 居住证办理指南 is about 居住证办理. */
const GUIDE_SUFFIX = /(?:办事|服务)?(?:指南|指引|一次性告知(?:书|单)?|一次告知单|告知单|明白卡)$/;
/** Words that end the title of a document that is about services, but no guide. */
const POLICY_TITLE =
  /(?:通知|意见|办法|规定|条例|细则|方案|公告|通告|决定|决议|规划|批复|函|纲要|章程|规程|报告|通报|解读|清单|目录|名录|汇编|总结)(?:[（(][^（()）]{1,12}[）)])?$/;
const LONGEST_TITLE = 60;
const LONGEST_NAME = 200;
/** A title stands among this many first lines. */
const MOST_ABOVE = 6;
/** Least share of the text that stands in fields the schema knows. */
const LEAST_COVERED = 0.4;

/**
 * The guides that an office file holds as text, in its order; empty for any other text. A file of several
 * guides is cut where the next one is named, or at its sheets when each is one. `fileName` names a guide that
 * nothing else names.
 */
export function readGuideTexts(parsed: ParsedFile, composed: ComposedText, fileName: string): GuideSource[] {
  const lines = linesOfOffice(parsed, composed);
  const title = titleAbove(lines);
  const isOfMany = lines.filter(isGuideTitle).length > 1;
  if (title !== null && !isOfMany && POLICY_TITLE.test(title.text) && !GUIDE_TITLE.test(title.text))
    return [];
  const names = composed.lines.map(({ block }) => sheetName(parsed.blocks[block]));
  const read = (starts: readonly number[]) =>
    starts.map((start, at) =>
      readGuide(lines.slice(start, starts[at + 1]), composed, names[start] ?? nameOfItem(fileName)),
    );
  const sheets = read(findSheets(parsed, composed));
  if (sheets.length > 1 && sheets.every((guide) => guide !== null)) return sheets;
  const guides = read(findStarts(lines));
  // The first of several parts may be a cover.
  if (guides.some((guide, at) => guide === null && (at > 0 || guides.length === 1))) return [];
  return guides.flatMap((guide) => guide ?? []);
}

/** Where the sheets of a workbook begin; empty for other files. */
function findSheets({ blocks }: ParsedFile, { lines }: ComposedText): number[] {
  if (!blocks.every((block) => block.type === "table" && block.name !== null)) return [];
  return lines.flatMap(({ block }, at) => (block === lines[at - 1]?.block ? [] : [at]));
}

/** The item that a sheet's own name says; null for a name that programs give. */
function sheetName(block: ParsedBlock | undefined): string | null {
  const name = block?.type === "table" ? (block.name ?? "") : "";
  return name === "" || /^(?:sheet|工作表|表)\s?\d*$|^(?:办事|服务)?指南\d*$/i.test(name)
    ? null
    : nameOfItem(name);
}

/** The line above the first label that can be a title: a heading by its style before a plain line, as a running head. */
function titleAbove(lines: readonly GuideLine[]): GuideLine | null {
  const labelAt = lines.findIndex((line) => !isLone(line) || (readHeading(line)?.labels.length ?? 0) > 0);
  const candidates = lines
    .slice(0, Math.min(labelAt < 0 ? MOST_ABOVE : labelAt, MOST_ABOVE))
    .filter(({ text }) => text.length <= LONGEST_TITLE && !/[。；;：:]/.test(text));
  // A cover breaks 「采伐许可 / 办事指南」 in two.
  const name = candidates.find((_, at) => /^(?:办事|服务)?指南$/.test(candidates[at + 1]?.text ?? ""));
  return candidates.find(({ level }) => level === 1) ?? name ?? candidates[0] ?? null;
}

/** Where guides begin: at the top, or at each line that names an item when several do. */
function findStarts(lines: readonly GuideLine[]): number[] {
  const titled = lines.flatMap((line, at) => (isGuideTitle(line) ? [at] : []));
  if (titled.length > 1) return titled[0] === 0 ? titled : [0, ...titled];
  const named = lines.flatMap((line, at) => (namesItem(line) ? [at] : []));
  if (named.length < 2) return [0];
  return [0, ...named.slice(1)];
}

/** A paragraph, or a cell merged over a whole row. */
function isLone({ row, text }: GuideLine): boolean {
  return row === null || !text.includes("\t");
}

function isGuideTitle(line: GuideLine): boolean {
  const { text } = line;
  return (
    isLone(line) &&
    text.length <= LONGEST_TITLE &&
    /(?:办事|服务|办理)指南$/.test(text) &&
    !/[。；：:]/.test(text)
  );
}

function namesItem(line: GuideLine): boolean {
  const label = line.row === null ? readHeading(line)?.labels[0] : undefined;
  const first = line.row?.cells[0]?.lines.join("") ?? "";
  return label?.key === "name" || /^(?:事项|业务办理项)名称$/.test(first.slice(0, LONGEST_LABEL));
}

/** One guide out of its lines; null when they hold none. */
function readGuide(
  lines: readonly GuideLine[],
  composed: ComposedText,
  otherName: string,
): GuideSource | null {
  const [first, last] = [lines[0], lines.at(-1)];
  if (first === undefined || last === undefined) return null;
  const span = { start: first.start, end: last.end };
  const moved = lines.map((line) => moveLine(line, span.start));
  const fields = readFields(moved);
  if (!isGuide(new Set(fields.map(({ key }) => key))) || !isCovered(moved, fields)) return null;
  const name = fields.find(({ key }) => key === "name") ?? null;
  const title = titleOf(moved, name) ?? { text: otherName, from: "file" };
  if (title.text === "") return null;
  const procedure = makeProcedure({ name: title.text, aliases: [], audience: [] }, fields);
  return { ...sliceText(composed, span), procedure, ...declareGuide(procedure, title) };
}

/** Whether the fields that the schema knows hold enough of the text, and no more of others stand beside them. */
function isCovered(
  lines: readonly GuideLine[],
  fields: readonly { key: string; start: number; end: number }[],
): boolean {
  const known = fields.filter(({ key }) => key !== "other");
  if (fields.length - known.length > known.length) return false;
  const total = lines.reduce((sum, line) => sum + lengthOf(line), 0);
  const ranges = new Map(known.map(({ start, end }) => [start, end - start]));
  const covered = [...ranges.values()].reduce((sum, length) => sum + length, 0);
  const labels = known.length * 5;
  return covered + labels >= total * LEAST_COVERED;
}

/** The length of a line; what a merged cell repeats in the columns it covers counts once. */
function lengthOf(line: GuideLine): number {
  if (isOfContents(line)) return 0;
  const { row, start, end } = line;
  if (row === null) return end - start;
  return withoutRepeats(row.cells).reduce((sum, cell) => sum + cell.end - cell.start + 1, 0);
}

/** The item's name: as the guide names it, else its heading without 办事指南. */
function titleOf(
  lines: readonly GuideLine[],
  name: { values: string[]; start: number; end: number } | null,
): { text: string; from: string; heading?: string } | null {
  const above = titleAbove(lines);
  const heading = above === null ? {} : { heading: above.text };
  const own = name?.values[0];
  if (own !== undefined && name !== null) {
    return { text: nameOfItem(own), from: `text:${name.start}-${name.end}`, ...heading };
  }
  if (above === null) return null;
  const text = nameOfItem(above.text);
  return text === "" ? null : { text, from: `text:${above.start}-${above.end}`, ...heading };
}

/** 《居民身份证换领》办事指南 → 居民身份证换领. */
function nameOfItem(title: string): string {
  const bare = title
    .slice(0, LONGEST_NAME)
    .replace(
      /^(?:第?[一二三四五六七八九十\d]{1,3}[、.．章节]|[（(][一二三四五六七八九十\d]{1,3}[）)])\s*/,
      "",
    )
    .replace(/[。；;]{1,9}$/, "")
    .replace(GUIDE_SUFFIX, "")
    .trim();
  const inner = /^[《“"「]([^《》“”"「」]+)[》”"」]$/.exec(bare)?.[1] ?? bare;
  return inner.replace(/[-—–_：:\s]{1,9}$/, "").trim();
}

function moveLine(line: GuideLine, by: number): GuideLine {
  if (by === 0) return line;
  const move = <Moved extends Span>(span: Moved): Moved => ({
    ...span,
    start: span.start - by,
    end: span.end - by,
  });
  const row = line.row === null ? null : { ...line.row, cells: line.row.cells.map(move) };
  return { ...move(line), row };
}

/** A part of the composed text with its pages and headings, counted from its beginning. */
function sliceText(
  composed: ComposedText,
  { start, end }: Span,
): Pick<SourceDocument, "text" | "pages" | "headingLevels"> {
  const within = composed.pages.filter((page) => page.start > start && page.start < end);
  const open = composed.pages.filter((page) => page.start <= start).at(-1);
  return {
    text: composed.text.slice(start, end),
    pages: [...(open ? [{ ...open, start }] : []), ...within].map((page) => ({
      ...page,
      start: page.start - start,
    })),
    headingLevels: composed.headingLevels
      .filter((heading) => heading.start >= start && heading.start < end)
      .map((heading) => ({ ...heading, start: heading.start - start })),
  };
}

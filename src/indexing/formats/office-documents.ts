import { WenbanError } from "../../errors.ts";
import type { ParsedFile } from "../../parsing/parsed-file.ts";
import { readGuideTable } from "../guides/guide-table.ts";
import { type GuideSource, readGuideTexts } from "../guides/guide-text.ts";
import type { SourceDocument, SourceFile } from "../loader.ts";
import { groupTables } from "../registers/group-tables.ts";
import { readRegister } from "../registers/read-register.ts";
import { type ComposedText, composeText } from "./compose-text.ts";
import { documentIdOf } from "./document-id.ts";
import { keepMarks } from "./office-marks.ts";

/** Less text than this beside guides or lists is a title or a remark of theirs, no document of its own. */
const SHORTEST_REST = 100;
const LONGEST_SUFFIX = 80;
const NO_TEXT = "ingest.no_text";

/**
 * The documents of an office file, whatever its format: lists held as rows, service guides, one of a row of a
 * table or in its text, and texts. When unsure it is a text. The first document has the file's id unless it is
 * one of many guides; these have `file/<code or name>`.
 * @throws WenbanError `ingest.no_text` for a file without words that is not blank
 */
export function readOfficeDocuments(file: SourceFile, parsed: ParsedFile): SourceDocument[] {
  const id = documentIdOf(file.path);
  const { guides, rest } = takeGuideTables(parsed);
  const documents = nameGuides(id, guides, true);
  const others = groupTables(rest).flatMap((part) => readPart(id, part, documents.length > 0));
  const [first, ...more] = withOwnIds(keepMarks(parsed, [...documents, ...others]));
  if (first === undefined) return [blank(id, parsed)];
  return [{ ...first, warnings: [...parsed.warnings, ...first.warnings] }, ...more];
}

/** Splits off the tables with one guide a row. */
function takeGuideTables(parsed: ParsedFile): { guides: GuideSource[]; rest: ParsedFile } {
  const guides: GuideSource[] = [];
  const blocks = parsed.blocks.filter((block) => {
    const read = block.type === "table" ? readGuideTable(block) : null;
    guides.push(...(read ?? []));
    return read === null;
  });
  return { guides, rest: { blocks, warnings: [] } };
}

/** The documents of what is no table of guides: guides as text, a list, or a text. */
function readPart(id: string, part: ParsedFile, isBesideGuides: boolean): SourceDocument[] {
  const composed = composeText(part);
  if (composed.text === "" || (isBesideGuides && composed.text.length < SHORTEST_REST)) return [];
  const guides = nameGuides(id, readGuideTexts(part, composed, fileNameOf(id)), false);
  return guides.length > 0 ? guides : [readList(id, part, composed) ?? textOf(id, composed)];
}

function fileNameOf(id: string): string {
  return id.slice(id.lastIndexOf("/") + 1);
}

function readList(id: string, part: ParsedFile, composed: ComposedText): SourceDocument | null {
  const read = readRegister(part, composed, { fileName: fileNameOf(id) });
  if (read === null) return null;
  const { register, title, publisher, refused, warnings } = read;
  const refusals = refused.slice(0, 20).map(({ sheet, row, code, message }) => ({
    code,
    message: `${sheet === null ? "" : `${sheet} `}第 ${row} 行未收入清单：${message}`,
  }));
  return {
    ...textOf(id, composed),
    declared: { kind: "register", title, ...(publisher === null ? {} : { publisher }) },
    declaredFrom: { kind: "table", title: "table", ...(publisher === null ? {} : { publisher: "table" }) },
    register,
    warnings: [...warnings, ...refusals],
  };
}

/** Guides of one file with their ids: the file's for a single one in its text, else one of their own. */
function nameGuides(id: string, guides: readonly GuideSource[], isTable: boolean): SourceDocument[] {
  if (guides.length === 1 && !isTable) return guides.map((guide) => ({ ...guide, id }));
  return guides.map((guide) => {
    const own = guide.procedure?.code ?? guide.procedure?.name ?? "";
    return { ...guide, id: `${id}/${own.replace(/[\p{Cc}\s\\/#?%]+/gu, "_").slice(0, LONGEST_SUFFIX)}` };
  });
}

/** Two documents of a file never share an id: the later one is counted. */
function withOwnIds(documents: readonly SourceDocument[]): SourceDocument[] {
  const taken = new Set<string>();
  const counts = new Map<string, number>();
  return documents.map((document) => {
    let { id } = document;
    let count = counts.get(id) ?? 1;
    while (taken.has(id)) id = `${document.id}~${++count}`;
    counts.set(document.id, count);
    taken.add(id);
    return { ...document, id };
  });
}

function textOf(id: string, composed: ComposedText): SourceDocument {
  const { text, pages, headingLevels } = composed;
  return { id, text, declared: {}, declaredFrom: {}, procedure: null, pages, headingLevels, warnings: [] };
}

/** A file that its parser called blank is a document without words: there was nothing to read in it. */
function blank(id: string, { warnings }: ParsedFile): SourceDocument {
  if (!warnings.some(({ code }) => code === NO_TEXT)) throw noText();
  return { ...textOf(id, { text: "", lines: [], pages: [], headingLevels: [] }), warnings };
}

function noText(): WenbanError {
  return new WenbanError("unprocessable", NO_TEXT, "文件里没有可以收录的文字。", {
    hint: "扫描件或图片需要先识别文字；空表格请填写后再收录。",
  });
}

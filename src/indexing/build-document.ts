import { createHash } from "node:crypto";
import type { Day, Document, Passage, Region, Register, Visibility } from "../domain.ts";
import { shownSpan } from "../language/offset-map.ts";
import { blotPersonalData } from "../language/personal-data.ts";
import type { RegionTable } from "../language/regions.ts";
import { refuseDamaged } from "./cleaning/check-damage.ts";
import { type CleanText, cleanText } from "./cleaning/clean.ts";
import { withHeadingLevels } from "./cleaning/declared-levels.ts";
import { checkProcedure } from "./guides/check-procedure.ts";
import type { SourceDocument } from "./loader.ts";
import { blotMetadata } from "./metadata/blot-metadata.ts";
import { classifiedDocument, readMarks } from "./metadata/document-marks.ts";
import { readMetadata } from "./metadata/read-metadata.ts";
import { readTextTableMarks } from "./metadata/table-marks.ts";
import { withhold } from "./metadata/withhold.ts";
import { blotRegister, nameCells } from "./registers/shown-rows.ts";
import { splitPassages } from "./splitting/split-passages.ts";

/** What is taken for granted of a document that does not say it itself. */
export interface DocumentDefaults {
  visibility?: Visibility;
  region?: Region;
  publisher?: string;
}

export interface BuildContext {
  defaults: DocumentDefaults;
  regions: RegionTable;
  today: Day;
}

export interface Report {
  code: string;
  message: string;
}

export interface BuiltDocument {
  document: Document;
  passages: Passage[];
  /** Things an operator should know: withheld passages, repaired damage, unknown places. Never a value. */
  reports: Report[];
}

/**
 * Cleans, reads and splits a loaded document. Parts that hold personal numbers or speak to a machine enter no
 * passage; they stay in the stored text.
 * @throws WenbanError `ingest.classified` for a document marked 秘密, 机密 or 绝密, `ingest.damaged_text` for
 *   one whose words are lost.
 */
export function buildDocument(source: SourceDocument, context: BuildContext): BuiltDocument {
  const { id, text, register: list = null } = source;
  const clean = cleanSource(source);
  const metadata = readMetadata(source, list ? aboveRows(clean, list) : clean, context);
  const mark = checkMarks(metadata.facts.title, source);
  const asked = source.declared.visibility ?? context.defaults.visibility ?? "public";
  const visibility = mark === null ? asked : "internal";
  const withheld = withhold(clean.shown, visibility);
  const told = blotMetadata({ ...metadata, procedure: source.procedure }, text);
  const rows = list && blotRegister(list, { ...clean, text }, withheld.spans);
  const facts = {
    id,
    kind: source.declared.kind ?? (list ? "register" : "policy"),
    text,
    ...told.facts,
    visibility,
    procedure: told.procedure,
    register: rows?.register ?? null,
    pages: source.pages ?? [],
  };
  const { offsets, declaredLevels } = clean;
  const { shown } = withheld;
  const passages = splitPassages({
    documentId: id,
    title: facts.title,
    shown,
    offsets,
    declaredLevels,
    withheld: withheld.spans,
    rows: rows?.rows ?? [],
  });
  const parts = [clean.warnings, metadata.reports, told.reports, reportMark(mark, asked)];
  const reports = [...parts, reportGuide(source), withheld.reports, rows?.reports ?? []].flat();
  return {
    document: { ...facts, shown, offsets, findings: told.findings, hash: hashOf(facts) },
    passages,
    reports: [...source.warnings, ...reports, ...(passages.length === 0 ? [NO_TEXT] : [])].map(blotReport),
  };
}

const NO_TEXT = { code: "ingest.no_text", message: "没有可以检索的文字。" };

function blotReport({ code, message }: Report): Report {
  return { code, message: blotPersonalData(message) };
}

/** @throws WenbanError `ingest.damaged_text` */
function cleanSource(source: SourceDocument) {
  const { text, procedure, register: list = null } = source;
  const cleaned = cleanText(text, {
    hasFurniture: procedure === null && list === null,
    ...(list && { cellNames: nameCells(text, list) }),
  });
  const clean = withHeadingLevels(cleaned, source);
  refuseDamaged(clean.shown);
  return clean;
}

/**
 * The mark that keeps a document inside, on its edges or in the columns of a table; null when there is none.
 * @throws WenbanError `ingest.classified`
 */
function checkMarks(title: string, { text }: SourceDocument): string | null {
  const marks = [readMarks(title, text), readTextTableMarks(text)];
  const classified = marks.find((mark) => mark.classified !== null)?.classified ?? null;
  if (classified !== null) throw classifiedDocument(classified);
  return marks.find(({ internal }) => internal !== null)?.internal ?? null;
}

/** What a list says of itself stands above its rows; days in them are the entries'. */
function aboveRows(clean: CleanText, { rows: [first] }: Register): CleanText {
  if (first === undefined) return clean;
  const { start } = shownSpan(clean.offsets, first);
  const above = clean.shown.slice(0, clean.shown.lastIndexOf("\n", start) + 1);
  return above === "" ? clean : { ...clean, shown: above };
}

/** What a guide lacks or contradicts, in one line. */
function reportGuide({ procedure, declared }: SourceDocument): Report[] {
  const faults = procedure === null ? [] : checkProcedure(procedure, declared);
  if (procedure === null || faults.length === 0) return [];
  const message = `指南《${procedure.name}》：${faults.map((fault) => fault.message).join("")}`;
  return [{ code: "ingest.guide_check", message }];
}

function reportMark(mark: string | null, asked: Visibility): Report[] {
  if (mark === null || asked === "internal") return [];
  return [{ code: "ingest.internal_mark", message: `文件标有「${mark}」，只供工作人员查阅，不对外公开。` }];
}

function hashOf(facts: object): string {
  return createHash("sha256").update(JSON.stringify(facts)).digest("hex");
}

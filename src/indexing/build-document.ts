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
  const list = source.register ?? null;
  const cleaned = cleanText(source.text, {
    hasFurniture: source.procedure === null && list === null,
    ...(list && { cellNames: nameCells(source.text, list) }),
  });
  const clean = withHeadingLevels(cleaned, source);
  refuseDamaged(clean.shown);
  const metadata = readMetadata(source, list ? aboveRows(clean, list) : clean, context);
  const marks = readMarks(metadata.facts.title, source.text);
  if (marks.classified !== null) throw classifiedDocument(marks.classified);
  const asked = source.declared.visibility ?? context.defaults.visibility ?? "public";
  const visibility = marks.internal === null ? asked : "internal";
  const withheld = withhold(clean.shown, visibility);
  const { text, id } = source;
  const told = blotMetadata({ ...metadata, procedure: source.procedure }, text);
  const rows = list && blotRegister(list, { ...clean, text }, withheld.spans);
  const kind = source.declared.kind ?? (list ? "register" : "policy");
  const facts = {
    id,
    kind,
    text,
    ...told.facts,
    visibility,
    procedure: told.procedure,
    register: rows?.register ?? null,
    pages: source.pages ?? [],
  };
  const { title } = facts;
  const { offsets, declaredLevels } = clean;
  const shown = withheld.shown;
  const passages = splitPassages({
    documentId: id,
    title,
    shown,
    offsets,
    declaredLevels,
    withheld: withheld.spans,
    rows: rows?.rows ?? [],
  });
  return {
    document: { ...facts, shown, offsets, findings: told.findings, hash: hashOf(facts) },
    passages,
    reports: [
      ...source.warnings,
      ...clean.warnings,
      ...metadata.reports,
      ...told.reports,
      ...reportMark(marks.internal, asked),
      ...reportGuide(source),
      ...withheld.reports,
      ...(rows?.reports ?? []),
      ...(passages.length === 0 ? [{ code: "ingest.no_text", message: "没有可以检索的文字。" }] : []),
    ].map(({ code, message }) => ({ code, message: blotPersonalData(message) })),
  };
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

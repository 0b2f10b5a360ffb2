import { createHash } from "node:crypto";
import type { Day, Document, Passage, Region, Visibility } from "../domain.ts";
import type { RegionTable } from "../language/regions.ts";
import { cleanText } from "./clean.ts";
import type { SourceDocument } from "./loader.ts";
import { readMetadata } from "./read-metadata.ts";
import { splitPassages } from "./split-passages.ts";

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
 * Cleans, reads and splits a loaded document.
 * @throws WenbanError `ingest.classified` for a document marked 秘密, 机密 or 绝密.
 */
export function buildDocument(source: SourceDocument, context: BuildContext): BuiltDocument {
  const clean = cleanText(source.text);
  const metadata = readMetadata(source, clean, context);
  const facts = {
    id: source.id,
    kind: source.declared.kind ?? "policy",
    text: source.text,
    ...metadata.facts,
    visibility: source.declared.visibility ?? context.defaults.visibility ?? "public",
    procedure: source.procedure,
    findings: metadata.findings,
  };
  const document: Document = {
    ...facts,
    shown: clean.shown,
    offsets: clean.offsets,
    hash: hashOf(facts),
  };
  const passages = splitPassages({ documentId: source.id, title: document.title, ...clean });
  return { document, passages, reports: [...source.warnings, ...clean.warnings, ...metadata.reports] };
}

function hashOf(facts: object): string {
  return createHash("sha256").update(JSON.stringify(facts)).digest("hex");
}

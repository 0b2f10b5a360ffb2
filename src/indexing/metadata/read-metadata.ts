import type { Day, Document, Finding, Region } from "../../domain.ts";
import type { RegionTable } from "../../language/regions.ts";
import type { CleanText } from "../cleaning/clean.ts";
import type { DeclaredMetadata, SourceDocument } from "../loader.ts";
import { isInstruction } from "./find-instructions.ts";
import { readPeriod } from "./read-period.ts";
import { readPublication } from "./read-publication.ts";
import { readRegion } from "./read-region.ts";
import { readTitle } from "./read-title.ts";
import { readValidity } from "./read-validity.ts";

/** The facts of a document that are read from its file and its text. */
export type MetadataFacts = Pick<
  Document,
  | "title"
  | "url"
  | "publisher"
  | "region"
  | "publishedAt"
  | "effectiveFrom"
  | "effectiveTo"
  | "supersededBy"
  | "originalTitle"
  | "sample"
  | "checkedAt"
  | "reviewBy"
>;

export interface Metadata {
  facts: MetadataFacts;
  /** Where each fact was found. */
  findings: Finding[];
  reports: { code: string; message: string }[];
}

export interface MetadataContext {
  defaults: { region?: Region; publisher?: string };
  regions: RegionTable;
  today: Day;
}

/**
 * Title, publisher, place and dates: what the file declares first, then what the text says, then the
 * defaults. What is nowhere said stays null.
 */
export function readMetadata(source: SourceDocument, clean: CleanText, context: MetadataContext): Metadata {
  const { declared } = source;
  const findings = declaredFindings(source);
  const reports: Metadata["reports"] = [];
  const found = (finding: Finding | null): string | null => {
    if (finding !== null) findings.push(finding);
    return finding?.value ?? null;
  };
  const declaredTitle = trustedTitle(declared.title, reports);
  const read =
    declaredTitle === undefined ? readTitle(clean.shown, clean.offsets, clean.declaredLevels) : null;
  const title = declaredTitle ?? found(read?.finding ?? null) ?? source.id;
  const ownTitle = declaredTitle ?? (read?.isOwn ? read.finding.value : null);
  const publication = readPublication(clean, title);
  const publisher = declared.publisher ?? found(publication.publisher) ?? defaultPublisher(context, findings);
  const site = declared.siteName ?? null;
  const region = readRegion({
    title: ownTitle,
    publisher,
    site,
    clean,
    declared: declared.region,
    ...context,
  });
  findings.push(...region.findings);
  reports.push(...region.reports);
  const publishedAt = declared.publishedAt ?? found(publication.date);
  const { shown, offsets } = clean;
  const validity = readValidity({ title, shown, offsets, publishedAt, today: context.today });
  found(validity.repeals);
  // Guides and rules apply until they are changed; a year in them is no period.
  if (source.procedure === null && validity.effectiveFrom === null)
    found(readPeriod(ownTitle ?? "", shown, publishedAt));
  const facts: MetadataFacts = {
    title,
    url: declared.url ?? null,
    publisher,
    region: region.region,
    publishedAt,
    effectiveFrom: declared.effectiveFrom ?? found(validity.effectiveFrom),
    effectiveTo: declared.effectiveTo ?? found(validity.effectiveTo),
    supersededBy: declared.supersededBy ?? found(validity.supersededBy),
    originalTitle: declared.originalTitle ?? null,
    sample: declared.sample ?? false,
    checkedAt: declared.checkedAt ?? null,
    reviewBy: declared.reviewBy ?? null,
  };
  return { facts, findings, reports };
}

/** A title is shown, and handed to a model: one that speaks to a machine is not taken. */
function trustedTitle(title: string | undefined, reports: Metadata["reports"]): string | undefined {
  if (title === undefined || !isInstruction(title)) return title;
  reports.push({ code: "ingest.instruction_like", message: "标题像是写给机器的指令，未采用。" });
  return undefined;
}

function defaultPublisher(context: MetadataContext, findings: Finding[]): string | null {
  const value = context.defaults.publisher;
  if (value === undefined) return null;
  findings.push({ field: "publisher", value, from: "default" });
  return value;
}

function declaredFindings(source: SourceDocument): Finding[] {
  return Object.entries(source.declared).flatMap(([field, value]) => {
    const from = source.declaredFrom[field as keyof DeclaredMetadata];
    return value === undefined ? [] : [{ field, value: String(value), from: from ?? "file" }];
  });
}

import { hash } from "node:crypto";
import type { Document, Passage } from "../../domain.ts";
import type { WenbanError } from "../../errors.ts";
import type { DocumentHead, DocumentRecord, Problem, SourceRecord } from "../document-store.ts";
import { documentIdOf } from "../formats/document-id.ts";
import type { SourceDocument } from "../loader.ts";
import { type BegunFile, type FileInTurn, type Settled, settle } from "./begin-file.ts";
import { blotId } from "./document-ids.ts";
import { isLoss } from "./index-report.ts";
import { findHead, flushWhenFull, type IndexRun, pauseOrStop, write } from "./index-run.ts";
import type { ListedFile } from "./list-files.ts";

const DUPLICATE = "index.duplicate_id";

/** Whether a file's records bring their own ids; every other file is one document with an id from its path. */
export function isRecordFile(path: string): boolean {
  return /\.(?:jsonl|ndjson|json)$/i.test(path);
}

/** A file on its way into the index. */
interface Reading {
  file: ListedFile;
  /** Id for a file that is one document. */
  id: string;
  /** What the index holds of this file so far, by document id. */
  held: Map<string, DocumentHead>;
  /** Ids that the file gave this time, whether or not they could be taken. */
  named: Set<string>;
  documents: number;
  problems: Problem[];
  warnings: Problem[];
}

/**
 * Brings what the index holds of one file up to date. Whatever is wrong with the file is reported, and what
 * the index held of it stays; but a file that is marked as secret now is taken out.
 * @throws only what the store throws
 */
export async function readDocuments(run: IndexRun, { file, id, begun }: FileInTurn): Promise<void> {
  const reading: Reading = {
    file,
    id,
    held: await heldBy(run, file),
    named: new Set(),
    documents: 0,
    problems: [],
    warnings: [],
  };
  await readInto(run, reading, begun);
  run.skipped.push(...reading.problems);
  run.warnings.push(...reading.warnings);
}

async function readInto(run: IndexRun, reading: Reading, begun: Settled<BegunFile>): Promise<void> {
  if (begun.error) return rejectFile(run, reading, begun.error);
  run.atPoint("read");
  const { fingerprint, known, load } = begun.value;
  if (known?.fingerprint === fingerprint && (await canKeep(run, reading, known))) {
    return keepAll(run, reading, known);
  }
  const loaded = await load();
  if (loaded.error) return rejectFile(run, reading, loaded.error);
  run.atPoint("parsed");
  return takeIn(run, reading, loaded.value, fingerprint);
}

async function heldBy(run: IndexRun, file: ListedFile): Promise<Map<string, DocumentHead>> {
  const held = new Map<string, DocumentHead>();
  const heads = run.store.documents.list(run.generation.number, { origin: file.path });
  for await (const head of heads) held.set(head.id, head);
  return held;
}

/** An unchanged file is read again when the index does not hold, whole, exactly what it gave last time. */
async function canKeep(run: IndexRun, reading: Reading, known: SourceRecord): Promise<boolean> {
  const ids = [...reading.held.keys()];
  if (known.documents !== ids.length || known.problems.some(({ code }) => code === DUPLICATE)) return false;
  if (ids.some((id) => run.given.has(id))) return false;
  for (const id of ids) {
    if (!(await isSound(run, id))) return false;
  }
  return true;
}

async function isSound(run: IndexRun, id: string): Promise<boolean> {
  return (await run.store.documents.get(run.generation.number, [id])).has(id);
}

async function keepAll(run: IndexRun, reading: Reading, known: SourceRecord): Promise<void> {
  for (const head of reading.held.values()) {
    run.given.set(head.id, reading.file.shown);
    await count(run, head, true);
  }
  reading.problems.push(...known.problems);
  reading.warnings.push(...known.warnings);
}

async function takeIn(
  run: IndexRun,
  reading: Reading,
  sources: readonly SourceDocument[],
  fingerprint: string,
): Promise<void> {
  // Documents of many records take several batches: none may be there without the source it came from.
  if (sources.length > 1) write(run, { write: "upsert_source", source: sourceRecord(reading, "unfinished") });
  for (const [at, source] of sources.entries()) {
    await pauseOrStop(run);
    const named = withAssignedId(source, reading);
    const id = blotId(named.id, (other) => run.given.has(other));
    if (id !== named.id && isRecordFile(reading.file.relative)) reading.warnings.push(blottedId(reading, at));
    await addDocument(run, reading, { ...named, id });
    await flushWhenFull(run);
  }
  removeStale(run, reading);
  write(run, { write: "upsert_source", source: sourceRecord(reading, fingerprint) });
}

/** A file's document is called as `assignDocumentIds` says; records keep the ids they bring. */
function withAssignedId(source: SourceDocument, { file, id }: Reading): SourceDocument {
  const natural = documentIdOf(file.relative);
  if (isRecordFile(file.relative) || !source.id.startsWith(natural)) return wellFormed(source, source.id);
  return wellFormed(source, id + source.id.slice(natural.length));
}

function blottedId({ file }: Reading, at: number): Problem {
  const reason = `第 ${at + 1} 条记录的编号里有个人号码，编号已遮盖。An id holds a personal number.`;
  return { path: file.shown, code: "ingest.personal_data", reason };
}

function wellFormed(source: SourceDocument, id: string): SourceDocument {
  return { ...source, id: id.toWellFormed(), text: source.text.toWellFormed() };
}

function sourceRecord(reading: Reading, fingerprint: string): SourceRecord {
  const { file, documents, problems, warnings } = reading;
  return { path: file.path, fingerprint, documents, problems: [...problems], warnings: [...warnings] };
}

async function addDocument(run: IndexRun, reading: Reading, source: SourceDocument): Promise<void> {
  const { file } = reading;
  const giver = run.given.get(source.id);
  if (giver !== undefined) {
    const reason = `文档编号 ${source.id} 已由 ${giver} 使用。The id is taken by another document of this run.`;
    reading.problems.push({ path: file.shown, code: DUPLICATE, reason });
    return;
  }
  run.given.set(source.id, file.shown);
  reading.named.add(source.id);
  const held = reading.held.get(source.id) ?? (await findHead(run.store, run.generation.number, source.id));
  const built = await settle(buildRecord(run, reading, source));
  if (built.error) return rejectDocument(run, reading, held, built.error);
  await keepOrWrite(run, built.value, held);
  reading.documents++;
}

async function buildRecord(run: IndexRun, reading: Reading, source: SourceDocument): Promise<DocumentRecord> {
  const { buildDocument, defaults, regions, today } = run.reading;
  const { document, passages, reports } = buildDocument(source, { defaults, regions, today });
  const path = reading.file.shown;
  for (const { code, message } of reports) {
    (isLoss(code) ? reading.problems : reading.warnings).push({ path, code, reason: message });
  }
  const fingerprint = fingerprintOfBuilt(document, passages);
  return { document, passages, origin: reading.file.path, fingerprint };
}

/** Equal for equal documents: `document.hash` is over the stored text and the metadata. */
function fingerprintOfBuilt(
  { hash: version, shown, offsets }: Document,
  passages: readonly Passage[],
): string {
  const cuts = passages.map((one) => [
    one.ordinal,
    one.start,
    one.end,
    one.shownStart,
    one.shownEnd,
    one.headings,
  ]);
  return hash("sha256", JSON.stringify([version, shown, offsets, cuts]));
}

async function keepOrWrite(run: IndexRun, record: DocumentRecord, held: DocumentHead | null): Promise<void> {
  const isSame = held?.fingerprint === record.fingerprint;
  const isHere = isSame && held.origin === record.origin && (await isSound(run, record.document.id));
  if (!isHere) write(run, { write: "upsert", record });
  await count(run, held, isSame);
}

/** A document that the interrupted part of this run wrote counts as what it is compared with the base. */
async function count(run: IndexRun, held: DocumentHead | null, isSame: boolean): Promise<void> {
  const { base, generation, counts } = run;
  if (!held) counts.added++;
  else if (held.since < generation.number) counts[isSame ? "unchanged" : "updated"]++;
  else counts[base && (await findHead(run.store, base.number, held.id)) ? "updated" : "added"]++;
}

/** Of a file that is one document: what it was called before. Of records: what is no longer among them. */
function removeStale(run: IndexRun, reading: Reading): void {
  if (isRecordFile(reading.file.relative) && !run.prune) return;
  for (const id of reading.held.keys()) {
    if (!reading.named.has(id) && !run.given.has(id)) write(run, { write: "delete", id });
  }
}

function rejectDocument(
  run: IndexRun,
  reading: Reading,
  held: DocumentHead | null,
  error: WenbanError,
): void {
  if (held && error.code === "ingest.classified") write(run, { write: "delete", id: held.id });
  reading.problems.push(problemOf(reading, error));
}

function rejectFile(run: IndexRun, reading: Reading, error: WenbanError): void {
  for (const id of reading.held.keys()) {
    if (run.given.has(id)) continue;
    if (error.code === "ingest.classified") write(run, { write: "delete", id });
    else run.given.set(id, reading.file.shown);
  }
  reading.problems.push(problemOf(reading, error));
}

function problemOf({ file }: Reading, error: WenbanError): Problem {
  return { path: file.shown, code: error.code, reason: error.message };
}

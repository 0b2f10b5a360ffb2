import type { Document } from "../../domain.ts";
import type {
  DocumentFilter,
  DocumentHead,
  DocumentRecord,
  DocumentStore,
  DocumentWrite,
  Generation,
  GenerationLog,
  IndexStore,
  SourceLedger,
  SourceRecord,
} from "../document-store.ts";
import { generationClosed, generationTaken } from "../generations/generation-errors.ts";
import { decodeRecord, encodeRecord } from "../record-codec.ts";

/** One version of a row: the generations from `from` up to, not including, `to` see it. */
interface Version<Row> {
  row: Row;
  from: number;
  to: number | null;
}

/** Rows by key, each with its versions, oldest first. */
type Versions<Row> = Map<string, Version<Row>[]>;

interface Tables {
  documents: Versions<DocumentRecord>;
  sources: Versions<SourceRecord>;
  generations: Map<number, Generation>;
}

/** Keeps everything in memory: the snapshot a Worker serves from, and tests. */
export function createMemoryStore(): IndexStore {
  const tables: Tables = { documents: new Map(), sources: new Map(), generations: new Map() };
  return {
    documents: createDocumentStore(tables),
    sources: createSourceLedger(tables.sources),
    generations: createGenerationLog(tables),
    close: async () => {},
  };
}

function createDocumentStore(tables: Tables): DocumentStore {
  const batch = async (generation: number, writes: readonly DocumentWrite[]) => {
    if (tables.generations.get(generation)?.publishedAt !== null) throw generationClosed(generation);
    const checked = writes.map(copyWrite); // throws before anything is changed
    for (const write of checked) applyWrite(tables, generation, write);
  };
  return {
    batch,
    upsert: (generation, records) =>
      batch(
        generation,
        records.map((record) => ({ write: "upsert", record })),
      ),
    delete: (generation, ids) =>
      batch(
        generation,
        ids.map((id) => ({ write: "delete", id })),
      ),
    get: async (generation, ids) => {
      const seen = ids.map((id) => findVersion(tables.documents.get(id), generation)?.row);
      const found = seen.filter((record) => record !== undefined);
      return new Map(found.map((record) => [record.document.id, record]));
    },
    list: (generation, filter = {}) => listHeads(tables.documents, generation, filter),
  };
}

/** What goes in passes the codec, so that callers can't change it afterwards and every store refuses the same. */
function copyWrite(write: DocumentWrite): DocumentWrite {
  if (write.write === "upsert") return { write: "upsert", record: decodeRecord(encodeRecord(write.record)) };
  return structuredClone(write);
}

function applyWrite(tables: Tables, generation: number, write: DocumentWrite): void {
  const { documents, sources } = tables;
  if (write.write === "upsert") replace(documents, write.record.document.id, generation, write.record);
  else if (write.write === "delete") replace(documents, write.id, generation);
  else if (write.write === "upsert_source") replace(sources, write.source.path, generation, write.source);
  else replace(sources, write.path, generation);
}

/** Takes a row out of a generation, and puts another in its place when one is given. */
function replace<Row>(rows: Versions<Row>, key: string, generation: number, row?: Row): void {
  const earlier = (rows.get(key) ?? []).filter((version) => version.from !== generation);
  const ended = earlier.map((version) => ({ ...version, to: version.to ?? generation }));
  const versions = row === undefined ? ended : [...ended, { row, from: generation, to: null }];
  if (versions.length > 0) rows.set(key, versions);
  else rows.delete(key);
}

function findVersion<Row>(
  versions: Version<Row>[] | undefined,
  generation: number,
): Version<Row> | undefined {
  return versions?.find(({ from, to }) => from <= generation && (to === null || to > generation));
}

async function* listHeads(
  documents: Versions<DocumentRecord>,
  generation: number,
  filter: DocumentFilter,
): AsyncGenerator<DocumentHead> {
  const ids = filter.ids && new Set(filter.ids);
  for (const id of [...documents.keys()].sort()) {
    const version = findVersion(documents.get(id), generation);
    if (!version || (ids && !ids.has(id)) || !matches(version.row, filter)) continue;
    yield headOf(version.row, version.from);
  }
}

function matches({ document, origin }: DocumentRecord, filter: DocumentFilter): boolean {
  const equals = (wanted: string | undefined, value: string) => wanted === undefined || wanted === value;
  const { kind, visibility }: Document = document;
  return equals(filter.kind, kind) && equals(filter.visibility, visibility) && equals(filter.origin, origin);
}

function headOf({ document, passages, origin, fingerprint }: DocumentRecord, since: number): DocumentHead {
  const { id, kind, visibility } = document;
  return { id, kind, visibility, origin, fingerprint, passages: passages.length, since };
}

function createSourceLedger(sources: Versions<SourceRecord>): SourceLedger {
  return {
    get: async (generation, path) => findVersion(sources.get(path), generation)?.row ?? null,
    list: async (generation, under) => {
      const below = under.endsWith("/") ? under : `${under}/`;
      const paths = [...sources.keys()].filter((path) => path === under || path.startsWith(below));
      return paths.filter((path) => findVersion(sources.get(path), generation)).sort();
    },
  };
}

function createGenerationLog(tables: Tables): GenerationLog {
  const { generations } = tables;
  return {
    list: async () => [...generations.values()].sort((a, b) => a.number - b.number),
    begin: async (generation) => {
      const taken = [...generations.values()].some(
        ({ number, name }) => number === generation.number || name === generation.name,
      );
      if (taken) throw generationTaken(generation.number);
      generations.set(generation.number, { ...generation, publishedAt: null, documents: 0, passages: 0 });
    },
    publish: async (number, publishedAt) => {
      const generation = generations.get(number);
      if (generation?.publishedAt !== null) throw generationClosed(number);
      generations.set(number, { ...generation, publishedAt, ...countTotals(tables.documents, number) });
    },
    discard: async (number) => {
      if (generations.get(number)?.publishedAt !== null) return;
      undo(tables.documents, number);
      undo(tables.sources, number);
      generations.delete(number);
    },
    sweep: async (oldest) => {
      forget(tables.documents, oldest);
      forget(tables.sources, oldest);
      for (const { number, publishedAt } of generations.values()) {
        if (number < oldest && publishedAt !== null) generations.delete(number);
      }
    },
  };
}

function countTotals(
  documents: Versions<DocumentRecord>,
  generation: number,
): Pick<Generation, "documents" | "passages"> {
  const seen = [...documents.values()].map((versions) => findVersion(versions, generation)?.row);
  const found = seen.filter((record) => record !== undefined);
  return {
    documents: found.length,
    passages: found.reduce((sum, record) => sum + record.passages.length, 0),
  };
}

function undo<Row>(rows: Versions<Row>, generation: number): void {
  keepOnly(rows, (version) => {
    if (version.from === generation) return null;
    return version.to === generation ? { ...version, to: null } : version;
  });
}

function forget<Row>(rows: Versions<Row>, oldest: number): void {
  keepOnly(rows, (version) => (version.to !== null && version.to <= oldest ? null : version));
}

function keepOnly<Row>(rows: Versions<Row>, keep: (version: Version<Row>) => Version<Row> | null): void {
  for (const [key, versions] of rows) {
    const kept = versions.map(keep).filter((version) => version !== null);
    if (kept.length > 0) rows.set(key, kept);
    else rows.delete(key);
  }
}

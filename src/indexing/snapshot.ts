import type { Document, Passage } from "../domain.ts";
import type { Lexicon, LexiconEntry } from "../language/lexicon.ts";
import type { RegionData } from "../language/regions-data.ts";
import type { SynonymGroup } from "../language/thesaurus.ts";
import type { Corpus } from "../retrieval/corpus.ts";
import type { IndexEntry } from "../retrieval/lexical-index.ts";
import { createTypedArrayIndex } from "../retrieval/stores/typed-array-index.ts";
import { createCorpus } from "./create-corpus.ts";
import { indexEntries } from "./run/index-entries.ts";
import { createMemoryStore } from "./stores/memory.ts";

/** One generation of public documents with all that answering needs, for runtimes without files. */
export interface Snapshot {
  generation: string;
  documents: { document: Document; passages: Passage[] }[];
  regions: RegionData;
  lexicon: (LexiconEntry | SynonymGroup)[];
  /** Text of the approved answers, `knowledge/standard-answers.yaml`. */
  standards: string;
  /** Text of `prompts/<name>.md` by name. */
  prompts: Record<string, string>;
  /** The built widget: texts by their path below `/widget/`. */
  widget: Record<string, string>;
}

/** Under this member a set stands in the text as a list. */
const SET = "$set";

export function serialiseSnapshot(snapshot: Snapshot): string {
  return JSON.stringify(snapshot, (_name, value: unknown) =>
    value instanceof Set ? { [SET]: [...value] } : value,
  );
}

/** Reads what `serialiseSnapshot` wrote. The text is part of the program and is not checked again. */
export function parseSnapshot(text: string): Snapshot {
  return JSON.parse(text, (_name, value: unknown) =>
    typeof value === "object" && value !== null && SET in value ? new Set(value[SET] as string[]) : value,
  );
}

/** A corpus over a snapshot: documents in memory, the lexical index made of them, no vectors. */
export async function createSnapshotCorpus(snapshot: Snapshot, lexicon: Lexicon): Promise<Corpus> {
  const store = createMemoryStore();
  const generation = { number: 1, name: snapshot.generation };
  await store.generations.begin({ ...generation, request: "snapshot", embedder: null });
  const records = snapshot.documents.map((record) => ({ ...record, origin: "", fingerprint: "" }));
  await store.documents.upsert(generation.number, records);
  const lexical = createTypedArrayIndex();
  const entries: IndexEntry[] = [];
  for await (const entry of indexEntries(store, generation.number)) entries.push(entry);
  await lexical.upsert(entries);
  return createCorpus({
    generation,
    documents: store.documents,
    lexicon,
    indexes: {
      public: { lexical, vectors: null },
      internal: { lexical: createTypedArrayIndex(), vectors: null },
    },
  });
}

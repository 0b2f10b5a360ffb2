import type { Audience, Document, DocumentKind, Passage } from "../domain.ts";
import type { WenbanError } from "../errors.ts";
import type { Corpus } from "../retrieval/corpus.ts";
import { createItemMatcher, type ItemShelf, type ItemWords } from "../retrieval/items/item-matcher.ts";
import {
  createFrequencies,
  createRegionCodes,
  createRetrieve,
  type IndexSets,
} from "../retrieval/retrieve.ts";
import { createDocumentCache, type DocumentCache } from "./document-cache.ts";
import type { DocumentFilter, DocumentRecord, DocumentStore, Generation } from "./document-store.ts";
import { documentIdOf } from "./record-codec.ts";

export interface CorpusParts {
  generation: Pick<Generation, "number" | "name">;
  documents: DocumentStore;
  /** The indexes of the same generation. */
  indexes: IndexSets;
  lexicon?: ItemWords;
  /** Told when the vector leg of a search failed; the search went on without. */
  onVectorFailure?: (error: WenbanError) => void;
}

/** Lists up to this long are kept for the next question. */
const KEPT_LIST = 500;
const FETCH = 50;

/** One generation as retrieval and answering read it, over any store and any indexes. */
export function createCorpus(parts: CorpusParts): Corpus {
  const { generation, documents, indexes, lexicon } = parts;
  const cache = createDocumentCache((ids) => documents.get(generation.number, ids));
  const see = async (id: string, audience: Audience) => {
    const record = (await cache.get([id])).get(id);
    return record && maySee(audience, record.document) ? record : null;
  };
  const list = createList(documents, generation.number);
  const items = createItemShelves(list, lexicon ?? { expand: () => [] });
  const retrieve = createRetrieve({
    indexes,
    fetchPassages: (ids) => fetchPassages(cache, ids),
    ...(lexicon ? { lexicon, items } : {}),
    ...(parts.onVectorFailure ? { onVectorFailure: parts.onVectorFailure } : {}),
  });
  return {
    generation: generation.name,
    frequencies: createFrequencies(indexes),
    retrieve: async (request) => {
      const found = await retrieve(request);
      // The indexes are apart already; this is the second lock on the same door.
      return found.filter(({ document }) => maySee(request.audience, document));
    },
    matchItems: async (question, audience) => (await items(audience)).match(question),
    document: async (id, audience) => (await see(id, audience))?.document ?? null,
    passages: async (id, audience) => (await see(id, audience))?.passages ?? [],
    list,
    regionCodes: createRegionCodes(indexes),
  };
}

/** The guides of each audience by their items, made ready with the first question. */
function createItemShelves(
  list: Corpus["list"],
  lexicon: ItemWords,
): (audience: Audience) => Promise<ItemShelf> {
  const matcher = createItemMatcher(lexicon);
  const kept = new Map<Audience, Promise<ItemShelf>>();
  return (audience) => {
    const known = kept.get(audience);
    if (known) return known;
    const shelf = list(audience, "procedure").then((guides) =>
      matcher.shelve(
        guides.map(({ id, title, procedure }) => ({
          id,
          names: [title, procedure?.name ?? "", ...(procedure?.aliases ?? [])].filter(
            (name) => name.length > 1,
          ),
        })),
      ),
    );
    kept.set(audience, shelf);
    // A failed reading is tried again with the next question.
    shelf.catch(() => kept.delete(audience));
    return shelf;
  };
}

function maySee(audience: Audience, { visibility }: Document): boolean {
  return audience === "staff" || visibility === "public";
}

async function fetchPassages(
  cache: DocumentCache,
  ids: readonly string[],
): Promise<Map<string, { passage: Passage; document: Document }>> {
  const records = await cache.get(ids.map(documentIdOf));
  const found = new Map<string, { passage: Passage; document: Document }>();
  for (const id of ids) {
    const record = records.get(documentIdOf(id));
    const passage = record && findPassage(record, id);
    if (passage) found.set(id, { passage, document: record.document });
  }
  return found;
}

/** Ordinals are positions unless passages were withheld. */
function findPassage({ passages }: DocumentRecord, id: string): Passage | undefined {
  const likely = passages[Number(id.slice(id.lastIndexOf("#") + 1))];
  return likely?.id === id ? likely : passages.find((passage) => passage.id === id);
}

/** Short lists, such as that of the service guides, are asked for with every question and kept. */
function createList(documents: DocumentStore, generation: number): Corpus["list"] {
  const kept = new Map<string, Document[]>();
  return async (audience, kind) => {
    const key = `${audience} ${kind ?? ""}`;
    const list = kept.get(key) ?? (await readList(documents, generation, audience, kind));
    if (list.length <= KEPT_LIST) kept.set(key, list);
    return [...list];
  };
}

async function readList(
  documents: DocumentStore,
  generation: number,
  audience: Audience,
  kind: DocumentKind | undefined,
): Promise<Document[]> {
  const filter: DocumentFilter = {
    ...(kind === undefined ? {} : { kind }),
    ...(audience === "staff" ? {} : { visibility: "public" }),
  };
  const ids: string[] = [];
  for await (const { id } of documents.list(generation, filter)) ids.push(id);
  const list: Document[] = [];
  for (let at = 0; at < ids.length; at += FETCH) {
    const records = await documents.get(generation, ids.slice(at, at + FETCH));
    for (const { document } of records.values()) list.push(document);
  }
  return list.filter((document) => maySee(audience, document));
}

import { Document } from "@langchain/core/documents";
import { BaseRetriever } from "@langchain/core/retrievers";
import type { VectorStoreInterface } from "@langchain/core/vectorstores";
import type { Audience } from "../domain.ts";
import type { Corpus, RetrievedPassage, SearchFilter } from "./corpus.ts";
import { type Covers, checkLimit, compileFilter, coversByPrefix } from "./search-filter.ts";
import { checkVector, type VectorEntry, type VectorHit, type VectorStore } from "./vector-store.ts";

/** What a chain sees of a passage, beside its text. */
export interface PassageMetadata {
  documentId: string;
  title: string;
  headings: string[];
  publisher: string | null;
  publishedAt: string | null;
  url: string | null;
  /** Range in the document's stored text, for a verbatim quote. */
  start: number;
  end: number;
  score: number;
}

export interface WenbanRetrieverOptions {
  retrieve: Corpus["retrieve"];
  /** Passages for one question. Default 8. */
  limit?: number;
  /** Whose documents may be seen. Default public. */
  audience?: Audience;
  filter?: SearchFilter;
}

/** Our retrieval as a LangChain retriever: pipes into any chain. */
export class WenbanRetriever extends BaseRetriever<PassageMetadata> {
  static override lc_name(): string {
    return "WenbanRetriever";
  }
  override lc_namespace = ["wenban", "retrieval"];
  readonly #options: WenbanRetrieverOptions;

  constructor(options: WenbanRetrieverOptions) {
    super({});
    this.#options = options;
  }

  override async _getRelevantDocuments(query: string): Promise<Document<PassageMetadata>[]> {
    const { retrieve, limit = 8, audience = "public", filter } = this.#options;
    const found = await retrieve({ query, limit, audience, ...(filter && { filter }) });
    return found.map(toLangChain);
  }
}

function toLangChain({ passage, document, score }: RetrievedPassage): Document<PassageMetadata> {
  const { title, publisher, publishedAt, url } = document;
  const { documentId, headings, start, end } = passage;
  return new Document({
    id: passage.id,
    pageContent: passage.shown,
    metadata: { documentId, title, headings, publisher, publishedAt, url, start, end, score },
  });
}

/** What differs between LangChain's stores. */
export interface LangChainStoreOptions {
  dimensions: number;
  /** The store's score as a cosine: `(distance) => 1 - distance` where it gives a distance. */
  toCosine: (score: number) => number;
  /** Whether the store deletes by `{ ids }`; where it doesn't, what is deleted stays in it, unseen. */
  deletes?: boolean;
  covers?: Covers;
}

type LangChainStore = Pick<VectorStoreInterface, "addVectors" | "similaritySearchVectorWithScore" | "delete">;

/** A passage as the bridge keeps it; `key` is its id in the LangChain store, new with every change. */
interface Held {
  key: string;
  entry: Omit<VectorEntry, "vector">;
}

/**
 * Any LangChain vector store behind our port. LangChain's stores agree neither on ids nor on filters nor on
 * deletion, so ids and filter fields are kept here, hits are filtered here, and the store is asked for more
 * until there are enough. The fields are as durable as this object: fill it anew after a restart.
 */
export function createLangChainVectorStore(
  store: LangChainStore,
  { dimensions, toCosine, deletes = false, covers = coversByPrefix }: LangChainStoreOptions,
): VectorStore {
  const byPassage = new Map<string, Held>();
  const byKey = new Map<string, Held>();
  let added = 0;

  async function remove(held: readonly Held[]): Promise<void> {
    for (const { key, entry } of held) {
      byKey.delete(key);
      byPassage.delete(entry.passageId);
    }
    if (deletes && held.length > 0) await store.delete({ ids: held.map(({ key }) => key) });
  }

  return {
    dimensions,

    async upsert(entries) {
      for (const { vector } of entries) checkVector(vector, dimensions);
      const latest = [...new Map(entries.map((entry) => [entry.passageId, entry])).values()];
      await remove(latest.flatMap(({ passageId }) => byPassage.get(passageId) ?? []));
      const held = latest.map((entry): Held => ({ key: `wenban-${added++}`, entry }));
      const documents = held.map(
        ({ key }) => new Document({ id: key, pageContent: "", metadata: { wenbanKey: key } }),
      );
      await store.addVectors(
        latest.map(({ vector }) => toUnit(vector)),
        documents,
        { ids: held.map(({ key }) => key) },
      );
      for (const one of held) {
        byKey.set(one.key, one);
        byPassage.set(one.entry.passageId, one);
      }
    },

    async delete(documentId) {
      await remove([...byPassage.values()].filter(({ entry }) => entry.documentId === documentId));
    },

    async search(vector, { limit, filter }) {
      checkLimit(limit);
      const accepts = compileFilter(filter, covers);
      checkVector(vector, dimensions);
      const available = accepts
        ? [...byKey.values()].filter(({ entry }) => accepts(entry)).length
        : byKey.size;
      const wanted = Math.min(limit, available);
      for (let asked = Math.max(limit, 10); wanted > 0; asked *= 4) {
        const all = asked >= (deletes ? byKey.size : added);
        const count = Math.min(asked, deletes ? byKey.size : added);
        const found = await store.similaritySearchVectorWithScore(toUnit(vector), count, undefined);
        const hits = found.flatMap(
          ([document, score]) => toHit(byKey, document.metadata, toCosine(score)) ?? [],
        );
        const allowed = hits.filter(
          ({ passageId }) => !accepts || accepts(byPassage.get(passageId)?.entry as Held["entry"]),
        );
        if (all || allowed.length >= wanted) return allowed.sort((a, b) => b.score - a.score).slice(0, limit);
      }
      return [];
    },
  };
}

function toHit(
  byKey: ReadonlyMap<string, Held>,
  metadata: Record<string, unknown>,
  cosine: number,
): VectorHit | null {
  const held = byKey.get(String(metadata.wenbanKey));
  if (!held) return null;
  const { passageId, documentId } = held.entry;
  return { passageId, documentId, score: Math.max(-1, Math.min(1, cosine)) };
}

/** At length 1, as some stores compare inner products. */
function toUnit(vector: ArrayLike<number>): number[] {
  const values = Array.from(vector);
  const length = Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0));
  return values.map((value) => value / length);
}

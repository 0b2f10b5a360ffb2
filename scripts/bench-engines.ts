/** The engines that the benchmarks put side by side, under one small interface. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import MiniSearch from "minisearch";
import type { Document, Passage } from "../src/domain.ts";
import { lsaEmbedderSource } from "../src/llm/providers/lsa-embedder.ts";
import { stripQuestionWords, termsOf } from "../src/retrieval/analyse.ts";
import { buildIndexFiles, openIndexFiles } from "../src/retrieval/index-files.ts";
import type { IndexEntry } from "../src/retrieval/lexical-index.ts";
import { createRetrieve, type QueryExpander } from "../src/retrieval/retrieve.ts";

export interface BenchPassage {
  id: string;
  /** The document, where it is not the passage itself. */
  documentId?: string;
  title?: string;
  headings?: string[];
  text: string;
}

export interface BenchEngine {
  /** Document ids in descending score. */
  search(query: string, limit: number): Promise<string[]>;
  /** Milliseconds to open what was built, where that is a step of its own. */
  openMs?: number;
  close(): Promise<void>;
}

export type BuildEngine = (passages: readonly BenchPassage[]) => Promise<BenchEngine>;

function toEntry({ id, documentId, title, headings, text }: BenchPassage): IndexEntry {
  return {
    passageId: id,
    documentId: documentId ?? id,
    visibility: "public",
    kind: "policy",
    regionCode: null,
    title: title ?? "",
    headings: headings ?? [],
    body: text,
    aliases: [],
  };
}

/** Our own retrieval from files on disk, with or without vectors. */
export function buildOurs(vectors: boolean, lexicon?: QueryExpander): BuildEngine {
  return async (passages) => {
    const directory = await mkdtemp(join(tmpdir(), "wenban-bench-"));
    await buildIndexFiles({
      directory,
      passages: passages.map(toEntry),
      embedder: vectors ? lsaEmbedderSource : null,
    });
    const began = performance.now();
    const indexes = await openIndexFiles(directory);
    const openMs = performance.now() - began;
    const documentOf = new Map(passages.map(({ id, documentId }) => [id, documentId ?? id]));
    const retrieve = createRetrieve({
      indexes,
      ...(lexicon && { lexicon }),
      fetchPassages: async (ids) =>
        new Map(
          ids.map((id) => [
            id,
            { passage: { id } as Passage, document: { id: documentOf.get(id) ?? id } as Document },
          ]),
        ),
    });
    return {
      openMs,
      search: async (query, limit) =>
        (await retrieve({ query, limit, audience: "public" })).map(({ document }) => document.id),
      close: () => rm(directory, { recursive: true }),
    };
  };
}

/** The vector leg of ours alone, which no product path uses. */
export const buildVectorsAlone: BuildEngine = async (passages) => {
  const directory = await mkdtemp(join(tmpdir(), "wenban-bench-"));
  await buildIndexFiles({ directory, passages: passages.map(toEntry), embedder: lsaEmbedderSource });
  const { vectors } = (await openIndexFiles(directory)).public;
  if (!vectors) throw new Error("too few passages for vectors");
  return {
    search: async (query, limit) => {
      const vector = await vectors.embedder.embedQuery(query);
      if (vector.every((value) => value === 0)) return [];
      return (await vectors.store.search(vector, { limit })).map((hit) => hit.documentId);
    },
    close: () => rm(directory, { recursive: true }),
  };
};

/** Character pairs and words: what both other engines are given, as it serves them best. */
function pairsOf(text: string): string[] {
  return termsOf(text).filter((term) => term.length > 1);
}

export const buildMiniSearch: BuildEngine = async (passages) => {
  const index = new MiniSearch<BenchPassage>({ fields: ["title", "text"], tokenize: pairsOf });
  index.addAll([...passages]);
  const documentOf = new Map(passages.map(({ id, documentId }) => [id, documentId ?? id]));
  return {
    search: async (query, limit) =>
      index
        .search(stripQuestionWords(query))
        .slice(0, limit)
        .map((hit) => documentOf.get(hit.id) ?? hit.id),
    close: async () => {},
  };
};

export const buildFts5: BuildEngine = async (passages) => {
  const directory = await mkdtemp(join(tmpdir(), "wenban-bench-"));
  const database = new DatabaseSync(join(directory, "fts.sqlite"));
  database.exec("CREATE VIRTUAL TABLE passages USING fts5(id UNINDEXED, text)");
  const insert = database.prepare("INSERT INTO passages VALUES (?, ?)");
  database.exec("BEGIN");
  for (const { id, documentId, title, text } of passages) {
    insert.run(documentId ?? id, pairsOf(`${title ?? ""}\n${text}`).join(" "));
  }
  database.exec("COMMIT");
  const select = database.prepare(
    "SELECT id FROM passages WHERE passages MATCH ? ORDER BY bm25(passages) LIMIT ?",
  );
  return {
    search: async (query, limit) => {
      const terms = [...new Set(pairsOf(stripQuestionWords(query)))].map((term) => `"${term}"`);
      return terms.length === 0 ? [] : select.all(terms.join(" OR "), limit).map((row) => String(row.id));
    },
    close: async () => {
      database.close();
      await rm(directory, { recursive: true });
    },
  };
};

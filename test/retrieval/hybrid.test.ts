import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Document, Passage } from "../../src/domain.ts";
import { createOpenAiEmbedder, createOpenAiEmbedderSource } from "../../src/llm/providers/openai-embedder.ts";
import { buildIndexFiles, type OpenedIndex, openIndexFiles } from "../../src/retrieval/index-files.ts";
import { createRetrieve } from "../../src/retrieval/retrieve.ts";
import { type EmbeddingServer, startEmbeddingServer } from "../support/embedding-server.ts";
import {
  CONCEPTS,
  officialQuestions,
  type Paraphrase,
  paraphrasedPassages,
  paraphrasedQuestions,
} from "../support/paraphrases.ts";
import { scratchDirectory } from "../support/scratch.ts";

const directory = join(scratchDirectory(), "hybrid");
const passages = paraphrasedPassages();
let server: EmbeddingServer;
let index: OpenedIndex;

const settings = () => ({ baseUrl: server.baseUrl, apiKey: "local", model: "synonyms" });

beforeAll(async () => {
  server = await startEmbeddingServer(CONCEPTS);
  mkdirSync(directory);
  await buildIndexFiles({ directory, passages, embedder: createOpenAiEmbedderSource(settings()) });
  index = await openIndexFiles(directory, {
    resolveEmbedder: (_, dimensions) => createOpenAiEmbedder(settings(), dimensions),
  });
});
afterAll(() => server.close());

const fetchPassages = async (ids: string[]) =>
  new Map(
    passages
      .filter((entry) => ids.includes(entry.passageId))
      .map((entry) => [
        entry.passageId,
        { passage: { id: entry.passageId } as Passage, document: { id: entry.documentId } as Document },
      ]),
  );

/** Mean reciprocal rank of the right documents among the first ten, with and without the vector leg. */
async function measure(questions: readonly Paraphrase[]): Promise<{ hybrid: number; lexical: number }> {
  const { generation, manifest, warnings, ...sets } = index;
  const without = {
    public: { ...sets.public, vectors: null },
    internal: { ...sets.internal, vectors: null },
  };
  const mrr = async (indexes: typeof sets) => {
    const retrieve = createRetrieve({ indexes, fetchPassages });
    let sum = 0;
    for (const { question, documentId } of questions) {
      const found = await retrieve({ query: question, limit: 10, audience: "public" });
      const rank = found.findIndex((one) => one.document.id === documentId);
      sum += rank < 0 ? 0 : 1 / (rank + 1);
    }
    return sum / questions.length;
  };
  expect([generation, manifest.public.passages, warnings]).toEqual(["hybrid", passages.length, []]);
  return { hybrid: await mrr(sets), lexical: await mrr(without) };
}

describe("the hybrid with an embedder that knows synonyms", () => {
  it("has a collection in which words alone mislead", () => {
    expect(passages.length).toBeGreaterThanOrEqual(60);
    const bodyOf = new Map(passages.map((entry) => [entry.documentId, entry.body]));
    for (const { question, documentId } of paraphrasedQuestions()) {
      const words = question.replaceAll(/[，？]/g, "");
      const shared = [...words].filter((character) => bodyOf.get(documentId)?.includes(character));
      expect([question, shared]).toEqual([question, []]);
    }
  });

  it("keeps the measured weight in the manifest", () => {
    const { vectors } = index.manifest.public;
    expect(vectors).toMatchObject({ model: "openai:synonyms", count: passages.length });
    expect(vectors?.weight).toBeGreaterThan(0);
  });

  it("beats the lexical leg by five points and more on paraphrased questions", async () => {
    const { hybrid, lexical } = await measure(paraphrasedQuestions());
    process.stdout.write(
      `paraphrased (weight ${index.manifest.public.vectors?.weight}): MRR@10 hybrid ${hybrid.toFixed(3)}, lexical ${lexical.toFixed(3)}\n`,
    );
    expect(hybrid).toBeGreaterThanOrEqual(lexical + 0.05);
  });

  it("is not below its lexical leg on questions in the documents' own words", async () => {
    const { hybrid, lexical } = await measure(officialQuestions());
    expect(lexical).toBeGreaterThan(0.9);
    expect(hybrid).toBeGreaterThanOrEqual(lexical);
  });

  it("goes on by words alone, and says so, when the service is down", async () => {
    const codes: string[] = [];
    const down = createOpenAiEmbedder(
      { ...settings(), baseUrl: "http://127.0.0.1:9/v1" },
      index.manifest.public.vectors?.dimensions ?? 0,
    );
    const leg = index.public.vectors;
    if (!leg) throw new Error("no vector leg");
    const indexes = { ...index, public: { ...index.public, vectors: { ...leg, embedder: down } } };
    const retrieve = createRetrieve({
      indexes,
      fetchPassages,
      onVectorFailure: ({ code }) => codes.push(code),
    });
    const found = await retrieve({ query: "普通护照到期换发", limit: 3, audience: "public" });
    expect(found[0]?.document.id).toBe("guide-7-1");
    expect(codes).toEqual(["llm.unreachable"]);
  });
});

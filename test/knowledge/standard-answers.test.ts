import { beforeAll, describe, expect, it } from "vitest";
import { findQuotes } from "../../src/answer/standard/find-quotes.ts";
import { readStandardAnswers } from "../../src/answer/standard/read-standard-answers.ts";
import { readShippedStandards } from "../../src/node-standards.ts";
import type { Corpus } from "../../src/retrieval/corpus.ts";
import { readKnowledge } from "../support/shipped-knowledge.ts";
import { createTestCorpus, regions } from "../support/test-corpus.ts";

const { entries, problems } = readStandardAnswers(await readShippedStandards(), regions);
let corpus: Corpus;
beforeAll(async () => {
  const ids = new Set(entries.flatMap(({ sources }) => sources.map(({ documentId }) => documentId)));
  const files = [...ids].map((id) => {
    return { path: `${id}.md`, bytes: new TextEncoder().encode(readKnowledge(`procedures/${id}.md`)) };
  });
  corpus = await createTestCorpus(files);
});

describe("the shipped approved answers", () => {
  it("are all right", () => {
    expect(problems).toEqual([]);
    expect(entries.length).toBeGreaterThan(3);
  });

  it.each(entries.filter(({ sources }) => sources.length > 0))(
    "$id quotes what stands in its document",
    async (entry) => {
      expect(await findQuotes(entry, corpus, "public")).not.toBeNull();
    },
  );
});

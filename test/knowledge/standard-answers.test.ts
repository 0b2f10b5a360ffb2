import { beforeAll, describe, expect, it } from "vitest";
import { findQuotes } from "../../src/answer/standard/find-quotes.ts";
import { questionKey } from "../../src/answer/standard/question-key.ts";
import { readStandardAnswers } from "../../src/answer/standard/read-standard-answers.ts";
import { fold } from "../../src/language/fold.ts";
import { readShippedStandards } from "../../src/node-standards.ts";
import type { Corpus } from "../../src/retrieval/corpus.ts";
import { readKnowledge } from "../support/shipped-knowledge.ts";
import { createTestCorpus, lexicon, regions } from "../support/test-corpus.ts";

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

  const keyOf = (question: string) => questionKey(fold(question), lexicon);
  const forms = entries.flatMap(({ questions }) => questions);

  it.each(forms)("%s is no form any more with a negation put in", (form) => {
    const own = keyOf(form);
    for (const word of ["不", "没", "未", "非"]) {
      const changed = [...form].map((_, at, all) => [...all.slice(0, at), word, ...all.slice(at)].join(""));
      expect(changed.filter((one) => keyOf(one) === own)).toEqual([]);
    }
  });

  it.each(forms)("%s is no form any more with one of its characters exchanged", (form) => {
    const own = keyOf(form);
    const kept = [...form].flatMap((character, at, all) =>
      keyOf([...all.slice(0, at), "鑫", ...all.slice(at + 1)].join("")) === own ? [character] : [],
    );
    expect(kept).toEqual([]);
  });
});

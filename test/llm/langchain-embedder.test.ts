import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Embeddings } from "@langchain/core/embeddings";
import { FakeEmbeddings, SyntheticEmbeddings } from "@langchain/core/utils/testing";
import { describe, expect, it } from "vitest";
import { createLangChainEmbedderSource, fromLangChain } from "../../src/llm/langchain.ts";
import { buildIndexFiles, openIndexFiles } from "../../src/retrieval/index-files.ts";
import { describeEmbedder } from "../contracts/embedder.contract.ts";
import { indexTexts } from "../support/index-texts.ts";
import { scratchDirectory } from "../support/scratch.ts";

const scratch = scratchDirectory();

/** How often each of 24 groups of characters occurs. */
class CharacterEmbeddings extends Embeddings {
  override async embedQuery(text: string): Promise<number[]> {
    const vector = new Array<number>(24).fill(0);
    for (let i = 0; i < text.length; i++)
      vector[text.charCodeAt(i) % 24] = (vector[text.charCodeAt(i) % 24] ?? 0) + 1;
    return vector;
  }
  override async embedDocuments(texts: string[]): Promise<number[][]> {
    return Promise.all(texts.map((text) => this.embedQuery(text)));
  }
}

describeEmbedder("LangChain bridge", () => fromLangChain(new CharacterEmbeddings({}), "characters", 24));

describe("a LangChain embedding behind our port", () => {
  it("makes an index and searches it", async () => {
    const directory = join(scratch, "characters");
    mkdirSync(directory);
    const embeddings = new CharacterEmbeddings({});
    const source = createLangChainEmbedderSource(embeddings, "characters");
    const entries = indexTexts(90);
    const manifest = await buildIndexFiles({ directory, passages: entries, embedder: source });
    expect(manifest.public.vectors).toMatchObject({ model: "langchain:characters", dimensions: 24 });
    const opened = await openIndexFiles(directory, {
      resolveEmbedder: (_, dimensions) => fromLangChain(embeddings, "characters", dimensions),
    });
    const leg = opened.public.vectors;
    const entry = entries.find(({ visibility }) => visibility === "public");
    if (!leg || !entry) throw new Error("no vectors");
    const vector = await leg.embedder.embedQuery([entry.title, entry.body].join("\n"));
    expect((await leg.store.search(vector, { limit: 1 }))[0]?.passageId).toBe(entry.passageId);
  });

  it("has nothing to prepare for no texts", async () => {
    expect(await createLangChainEmbedderSource(new FakeEmbeddings(), "fake").prepare([])).toBeNull();
  });

  it("refuses an embedding that knows nothing of Chinese", async () => {
    const source = createLangChainEmbedderSource(new SyntheticEmbeddings(), "latin");
    await expect(source.prepare(["身份证"])).rejects.toMatchObject({ code: "embed.bad_reply" });
  });

  it.each([
    ["too short", [1, 2]],
    ["not finite", [1, Number.NaN, 3]],
  ])("refuses a vector that is %s", async (_, vector) => {
    const odd = { embedDocuments: async () => [vector], embedQuery: async () => vector };
    const embedder = fromLangChain(odd, "odd", 3);
    await expect(embedder.embedQuery("甲")).rejects.toMatchObject({ code: "embed.bad_reply" });
    await expect(embedder.embedDocuments(["甲", "乙"])).rejects.toMatchObject({ code: "embed.bad_reply" });
  });
});

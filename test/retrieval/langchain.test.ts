import { StringOutputParser } from "@langchain/core/output_parsers";
import { ChatPromptTemplate } from "@langchain/core/prompts";
import { RunnablePassthrough, RunnableSequence } from "@langchain/core/runnables";
import { FakeListChatModel } from "@langchain/core/utils/testing";
import { beforeAll, describe, expect, it } from "vitest";
import type { Document, Passage } from "../../src/domain.ts";
import { trainLsaEmbedder } from "../../src/llm/providers/lsa-embedder.ts";
import { createLangChainVectorStore, WenbanRetriever } from "../../src/retrieval/langchain.ts";
import { createRetrieve } from "../../src/retrieval/retrieve.ts";
import { loadHnswlib } from "../../src/retrieval/stores/hnswlib-native.ts";
import { createTypedArrayIndex } from "../../src/retrieval/stores/typed-array-index.ts";
import { describeVectorStore } from "../contracts/vector-store.contract.ts";
import { indexTexts } from "../support/index-texts.ts";

const hasAddOn = (await loadHnswlib()) !== null;
const entries = indexTexts(60);

describe("WenbanRetriever", () => {
  let retriever: WenbanRetriever;

  beforeAll(async () => {
    const [open, closed] = [createTypedArrayIndex(), createTypedArrayIndex()];
    await open.upsert(entries.filter((entry) => entry.visibility === "public"));
    await closed.upsert(entries.filter((entry) => entry.visibility === "internal"));
    const retrieve = createRetrieve({
      indexes: { public: { lexical: open, vectors: null }, internal: { lexical: closed, vectors: null } },
      fetchPassages: async (ids) =>
        new Map(
          entries
            .filter((entry) => ids.includes(entry.passageId))
            .map(({ passageId, documentId, body, title, headings }) => [
              passageId,
              {
                passage: {
                  id: passageId,
                  documentId,
                  headings,
                  start: 3,
                  end: 9,
                  shown: body,
                } as unknown as Passage,
                document: {
                  id: documentId,
                  title,
                  publisher: "市局",
                  publishedAt: null,
                  url: null,
                } as Document,
              },
            ]),
        ),
    });
    retriever = new WenbanRetriever({ retrieve, limit: 3 });
  });

  it("gives documents with what a citation needs", async () => {
    const found = await retriever.invoke("护照换发怎么办");
    expect(found).toHaveLength(3);
    expect(found[0]?.pageContent).toContain("护照换发");
    expect(found[0]?.metadata).toMatchObject({ publisher: "市局", start: 3, end: 9, score: 1 });
    expect(found[0]?.id).toMatch(/^d\d+#\d$/);
  });

  it("works inside a chain: question, passages, prompt, model, text", async () => {
    const seen: string[] = [];
    const chain = RunnableSequence.from([
      {
        passages: retriever.pipe((found) => found.map((one) => one.pageContent).join("\n")),
        question: new RunnablePassthrough<string>(),
      },
      ChatPromptTemplate.fromTemplate("依据：{passages}\n问题：{question}"),
      (prompt: { toString(): string }) => {
        seen.push(prompt.toString());
        return prompt;
      },
      new FakeListChatModel({ responses: ["十五个工作日内办结。"] }),
      new StringOutputParser(),
    ]);
    expect(await chain.invoke("居住证申领多久办结")).toBe("十五个工作日内办结。");
    expect(seen[0]).toContain("居住证申领第");
    expect(seen[0]).toContain("问题：居住证申领多久办结");
  });
});

describe.skipIf(!hasAddOn)("LangChain's HNSWLib store", async () => {
  if (!hasAddOn) return;
  const { HNSWLib } = await import("@langchain/community/vectorstores/hnswlib");

  describeVectorStore("LangChain HNSWLib behind our port", {
    create: (dimensions) => {
      const unused = { embedDocuments: async () => [], embedQuery: async () => [] };
      const store = new HNSWLib(unused, { space: "cosine", numDimensions: dimensions });
      return createLangChainVectorStore(store, { dimensions, toCosine: (distance) => 1 - distance });
    },
    skip: [],
  });

  it("takes our embedder as its embeddings", async () => {
    const texts = entries.map((entry) => entry.body);
    const embedder = trainLsaEmbedder(texts);
    if (!embedder) throw new Error("nothing learnt");
    const store = await HNSWLib.fromTexts(
      texts,
      texts.map((_, at) => ({ at })),
      embedder,
    );
    const [found] = await store.similaritySearch(texts[10] as string, 1);
    expect(found?.metadata).toEqual({ at: 10 });
  });
});

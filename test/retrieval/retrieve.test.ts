import { beforeEach, describe, expect, it } from "vitest";
import type { Document, Passage } from "../../src/domain.ts";
import type { Embedder } from "../../src/llm/embedder.ts";
import type { IndexEntry } from "../../src/retrieval/lexical-index.ts";
import { createFrequencies, createRetrieve, type RetrieveParts } from "../../src/retrieval/retrieve.ts";
import { createExactStore } from "../../src/retrieval/stores/exact-store.ts";
import { createTypedArrayIndex } from "../../src/retrieval/stores/typed-array-index.ts";
import { indexEntry } from "../support/index-entries.ts";

const PUBLIC = [
  indexEntry("card#0", "身份证丢失补领，到派出所办理。"),
  indexEntry("card#1", "身份证丢失补领，收费四十元。"),
  indexEntry("card#2", "身份证丢失补领，二十日办结。"),
  indexEntry("fund#0", "住房公积金提取用于租房。"),
  indexEntry("other#0", "身份证到期换领。"),
];
const INTERNAL = [indexEntry("memo#0", "内部口径：身份证丢失补领的受理标准。", { visibility: "internal" })];

/** Passage and document as a store would hand them over; only the ids matter here. */
function held(entry: IndexEntry): { passage: Passage; document: Document } {
  const passage = { id: entry.passageId, documentId: entry.documentId, shown: entry.body } as Passage;
  return { passage, document: { id: entry.documentId, visibility: entry.visibility } as Document };
}

describe("retrieve", () => {
  let parts: RetrieveParts;
  let asked: string[];

  beforeEach(async () => {
    const [open, closed] = [createTypedArrayIndex(), createTypedArrayIndex()];
    await open.upsert(PUBLIC);
    await closed.upsert(INTERNAL);
    asked = [];
    const all = new Map([...PUBLIC, ...INTERNAL].map((entry) => [entry.passageId, held(entry)]));
    parts = {
      indexes: { public: { lexical: open, vectors: null }, internal: { lexical: closed, vectors: null } },
      fetchPassages: async (ids) => {
        asked.push(...ids);
        return new Map([...all].filter(([id]) => ids.includes(id)));
      },
    };
  });

  const ask = async (query: string, audience: "public" | "staff" = "public", limit = 10) =>
    createRetrieve(parts)({ query, limit, audience });

  it("orders by a score whose best is 1", async () => {
    const found = await ask("身份证丢失补领");
    expect(found[0]?.score).toBe(1);
    expect(found.map((one) => one.score)).toEqual(found.map((one) => one.score).sort((a, b) => b - a));
    expect(found[0]?.lexical).toBeGreaterThan(0);
    expect(found[0]?.cosine).toBeNull();
  });

  it("shows internal passages to staff only, and does not even fetch them for the public", async () => {
    expect((await ask("身份证受理标准")).map((one) => one.document.id)).not.toContain("memo");
    expect(asked).not.toContain("memo#0");
    expect((await ask("身份证受理标准", "staff"))[0]?.document.id).toBe("memo");
  });

  it("lets another document pass before many passages of one", async () => {
    const order = (await ask("身份证丢失补领")).map((one) => one.passage.id);
    expect(order).toHaveLength(4);
    expect(order[0]).toMatch(/^card/);
  });

  it("gives no more than asked", async () => {
    expect(await ask("身份证丢失补领", "public", 2)).toHaveLength(2);
  });

  it("leaves out passages that are gone from the store", async () => {
    const inner = parts.fetchPassages;
    parts.fetchPassages = async (ids) => inner(ids.filter((id) => id !== "fund#0"));
    expect(await ask("公积金提取租房")).toEqual([]);
  });

  it("finds by the official word for what was said", async () => {
    expect((await ask("窝补"))[0]?.passage.id).not.toBe("fund#0");
    parts.lexicon = { expand: () => [{ said: "窝补", official: "住房公积金" }] };
    expect((await ask("窝补"))[0]?.passage.id).toBe("fund#0");
  });

  it("finds nothing for a question without words", async () => {
    expect(await ask("？？？")).toEqual([]);
  });

  it("refuses a filter it can't apply", async () => {
    await expect(
      createRetrieve(parts)({ query: "身份证", limit: 5, audience: "public", filter: { regions: ["杭州"] } }),
    ).rejects.toMatchObject({ code: "retrieval.invalid_filter" });
  });

  it("tells how common terms are among what the audience may see", async () => {
    const frequencies = createFrequencies(parts.indexes);
    expect(await frequencies(["补领", "公积", "口径"], "public")).toEqual([
      { passages: 3, of: 5 },
      { passages: 1, of: 5 },
      { passages: 0, of: 5 },
    ]);
    expect(await frequencies(["补领", "口径"], "staff")).toEqual([
      { passages: 4, of: 6 },
      { passages: 1, of: 6 },
    ]);
  });

  describe("with vectors", () => {
    /** Knows the one thing that no passage says: that 窝 means 住房. */
    const embedder: Embedder & { asked: number } = {
      model: "one-word",
      dimensions: 2,
      asked: 0,
      embedDocuments: async (texts) => texts.map((text) => [text.includes("住房") ? 1 : 0, 0.1]),
      async embedQuery(text) {
        this.asked++;
        return text.includes("窝") ? [1, 0.1] : [0, 0];
      },
    };

    beforeEach(async () => {
      const legOf = async (entries: readonly IndexEntry[]) => {
        const store = createExactStore(2);
        const vectors = await embedder.embedDocuments(entries.map((entry) => entry.body));
        await store.upsert(entries.map((entry, i) => ({ ...entry, vector: vectors[i] ?? [] })));
        return { store, embedder, weight: 0.5 };
      };
      parts.indexes.public.vectors = await legOf(PUBLIC);
      parts.indexes.internal.vectors = await legOf(INTERNAL);
      embedder.asked = 0;
    });

    it("finds what no word of the question says", async () => {
      const [best] = await ask("窝");
      expect(best?.passage.id).toBe("fund#0");
      expect(best?.cosine).toBeCloseTo(1, 5);
      expect(best?.lexical).toBe(0);
    });

    it("shows internal passages to staff only", async () => {
      expect((await ask("窝")).map((one) => one.passage.id)).not.toContain("memo#0");
      expect((await ask("窝", "staff")).map((one) => one.passage.id)).toContain("memo#0");
    });

    it("embeds a question once for both sets", async () => {
      await ask("窝", "staff");
      expect(embedder.asked).toBe(1);
    });

    it("goes by words alone when the embedder knows none of them", async () => {
      const found = await ask("身份证丢失补领");
      expect(found.length).toBeGreaterThan(0);
      expect(found.every((one) => one.cosine === null)).toBe(true);
    });

    it("goes by words alone, and tells, when the vectors fail", async () => {
      const codes: string[] = [];
      parts.onVectorFailure = ({ code }) => codes.push(code);
      const leg = parts.indexes.public.vectors;
      if (!leg) throw new Error("no leg");
      parts.indexes.public.vectors = { ...leg, store: createExactStore(3) };
      expect((await ask("窝 公积金"))[0]?.passage.id).toBe("fund#0");
      expect(codes).toEqual(["vectors.wrong_dimension"]);
    });
  });
});

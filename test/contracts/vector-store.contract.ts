import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import type { SearchFilter } from "../../src/retrieval/corpus.ts";
import type { VectorEntry, VectorStore } from "../../src/retrieval/vector-store.ts";

/** A test that an implementation can't pass, and why. Counted in the test output as skipped. */
export interface Deviation {
  test: string;
  reason: string;
}

export interface VectorStoreSuite {
  create(dimensions: number): Promise<VectorStore> | VectorStore;
  skip?: readonly Deviation[];
}

const DIMENSIONS = 4;

function entry(passageId: string, vector: number[], more: Partial<VectorEntry> = {}): VectorEntry {
  const documentId = passageId.split("#")[0] ?? passageId;
  return { passageId, documentId, kind: "policy", regionCode: null, vector, ...more };
}

const ENTRIES = [
  entry("east#0", [1, 0, 0, 0], { regionCode: "330100" }),
  entry("east#1", [0.9, 0.1, 0, 0], { regionCode: "330100", kind: "procedure" }),
  entry("north#0", [0, 1, 0, 0], { regionCode: "330000" }),
  entry("west#0", [-1, 0, 0, 0]),
  entry("up#0", [0, 0, 3, 0], { regionCode: "360100" }),
];

/** What every vector store must do. */
export function describeVectorStore(name: string, { create, skip = [] }: VectorStoreSuite): void {
  const known = new Set<string>();
  const check = (title: string, run: () => Promise<void>) => {
    known.add(title);
    const deviation = skip.find((one) => one.test === title);
    if (deviation) it.skip(`${title} — ${deviation.reason}`, run);
    else it(title, run);
  };

  describe(`vector store: ${name}`, () => {
    let store: VectorStore;
    const near = async (vector: number[], filter?: SearchFilter, limit = 10) =>
      (await store.search(vector, filter ? { limit, filter } : { limit })).map((hit) => hit.passageId);

    beforeEach(async () => {
      store = await create(DIMENSIONS);
      await store.upsert(ENTRIES);
    });

    check("orders by cosine, which is the score", async () => {
      const hits = await store.search([1, 0, 0, 0], { limit: 10 });
      expect(hits.map((hit) => hit.passageId).slice(0, 2)).toEqual(["east#0", "east#1"]);
      expect(hits.at(-1)?.passageId).toBe("west#0");
      expect(hits[0]?.score).toBeCloseTo(1, 5);
      expect(hits[1]?.score).toBeCloseTo(0.9 / Math.hypot(0.9, 0.1), 5);
      expect(hits.at(-1)?.score).toBeCloseTo(-1, 5);
      expect(hits[0]?.documentId).toBe("east");
    });

    check("compares directions, not lengths", async () => {
      const [hit] = await store.search([0, 0, 0.001, 0], { limit: 1 });
      expect(hit?.passageId).toBe("up#0");
      expect(hit?.score).toBeCloseTo(1, 5);
    });

    check("gives as many as asked, and all when there are fewer", async () => {
      expect(await near([1, 0, 0, 0], undefined, 2)).toHaveLength(2);
      expect(await near([1, 0, 0, 0], undefined, 50)).toHaveLength(5);
    });

    check("finds nothing in an empty store", async () => {
      const empty = await create(DIMENSIONS);
      expect(await empty.search([1, 0, 0, 0], { limit: 5 })).toEqual([]);
    });

    check("replaces a passage of the same id", async () => {
      await store.upsert([entry("east#0", [0, 0, 0, 1], { kind: "register" })]);
      expect((await near([0, 0, 0, 1]))[0]).toBe("east#0");
      expect((await near([1, 0, 0, 0]))[0]).toBe("east#1");
      expect(await near([0, 0, 0, 1], { kinds: ["register"] })).toEqual(["east#0"]);
    });

    check("deletes all passages of a document, and nothing for an unknown id", async () => {
      await store.delete("nobody");
      await store.delete("east");
      expect((await near([1, 0, 0, 0])).sort()).toEqual(["north#0", "up#0", "west#0"]);
    });

    check("takes a deleted passage back", async () => {
      await store.delete("east");
      await store.upsert([entry("east#0", [0.5, 0.5, 0, 0])]);
      expect(await near([0.5, 0.5, 0, 0], undefined, 1)).toEqual(["east#0"]);
    });

    check("narrows by place", async () => {
      expect((await near([1, 0, 0, 0], { regions: ["330106"] })).sort()).toEqual([
        "east#0",
        "east#1",
        "north#0",
        "west#0",
      ]);
      expect((await near([1, 0, 0, 0], { regions: ["360000"] })).sort()).toEqual(["west#0"]);
    });

    check("narrows by kind and document, together and alone", async () => {
      expect(await near([1, 0, 0, 0], { kinds: ["procedure"] })).toEqual(["east#1"]);
      expect(await near([0, 1, 0, 0], { documentIds: ["east", "up"], kinds: ["policy"] })).toHaveLength(2);
      expect(await near([0, 1, 0, 0], { documentIds: ["nobody"] })).toEqual([]);
    });

    check("narrows nothing by an empty filter", async () => {
      expect(await near([1, 0, 0, 0], {})).toHaveLength(5);
    });

    check("refuses a filter it can't apply", async () => {
      for (const filter of [
        { regions: ["杭州"] },
        { kinds: ["leaflet"] },
        { documentIds: [] },
        { region: 1 },
      ]) {
        await expect(store.search([1, 0, 0, 0], { limit: 5, filter: filter as never })).rejects.toMatchObject(
          { code: "retrieval.invalid_filter" },
        );
      }
    });

    check("refuses a limit below 1", async () => {
      for (const limit of [0, -3, 1.5, Number.NaN]) {
        await expect(store.search([1, 0, 0, 0], { limit })).rejects.toMatchObject({
          code: "retrieval.invalid_limit",
        });
      }
    });

    check("refuses a query it can't compare", async () => {
      await expect(store.search([1, 0, 0], { limit: 1 })).rejects.toMatchObject({
        code: "vectors.wrong_dimension",
      });
      for (const odd of [Number.NaN, Number.POSITIVE_INFINITY]) {
        await expect(store.search([1, odd, 0, 0], { limit: 1 })).rejects.toMatchObject({
          code: "vectors.not_finite",
        });
      }
      await expect(store.search([0, 0, 0, 0], { limit: 1 })).rejects.toMatchObject({
        code: "vectors.not_finite",
      });
    });

    check("refuses a batch with a bad vector, and keeps nothing of it", async () => {
      const good = entry("new#0", [0, 0, 0, 1]);
      for (const bad of [[1, 0, 0], [Number.NaN, 0, 0, 0], [0, 0, 0, 0], []]) {
        await expect(store.upsert([good, entry("new#1", bad)])).rejects.toMatchObject({
          code: expect.stringMatching(/^vectors\./),
        });
      }
      expect(await near([0, 0, 0, 1])).not.toContain("new#0");
    });

    check("grows far beyond its first size", async () => {
      const many = Array.from({ length: 3_000 }, (_, i) =>
        entry(`many#${i}`, [Math.cos(i), Math.sin(i), Math.cos(i * 0.37), 0.01 * (i % 90)]),
      );
      for (let from = 0; from < many.length; from += 500) await store.upsert(many.slice(from, from + 500));
      const probe = many[1_234] as VectorEntry;
      expect(await near(Array.from(probe.vector), undefined, 1)).toEqual(["many#1234"]);
      expect(await near([1, 0, 0, 0], { documentIds: ["up"] })).toEqual(["up#0"]);
      expect(await near([0, 0, 1, 0], { documentIds: ["many"] }, 7)).toHaveLength(7);
    });

    check("never gives anything but scores in [-1, 1], each passage once, best first", async () => {
      const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });
      const vector = fc.array(number, { minLength: DIMENSIONS, maxLength: DIMENSIONS });
      const usable = vector.filter((one) => one.some((value) => Math.abs(value) > 1e-3));
      await fc.assert(
        fc.asyncProperty(
          fc.array(usable, { minLength: 1, maxLength: 30 }),
          usable,
          async (vectors, query) => {
            const filled = await create(DIMENSIONS);
            await filled.upsert(vectors.map((one, i) => entry(`v#${i}`, one)));
            const hits = await filled.search(query, { limit: 30 });
            expect(new Set(hits.map((hit) => hit.passageId)).size).toBe(vectors.length);
            const scores = hits.map((hit) => hit.score);
            expect(scores.every((score) => score >= -1 && score <= 1)).toBe(true);
            expect(scores).toEqual([...scores].sort((a, b) => b - a));
          },
        ),
        { numRuns: 40 },
      );
    });

    it("skips only tests that exist", () => {
      expect(skip.map((one) => one.test).filter((test) => !known.has(test))).toEqual([]);
    });
  });
}

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createExactStore, openExactStore } from "../../src/retrieval/stores/exact-store.ts";
import { loadHnswlib } from "../../src/retrieval/stores/hnswlib-native.ts";
import { createHnswlibStore, openHnswlibStore } from "../../src/retrieval/stores/hnswlib-store.ts";
import type { VectorEntry } from "../../src/retrieval/vector-store.ts";
import { describeVectorStore } from "../contracts/vector-store.contract.ts";

const NativeIndex = await loadHnswlib();

/** Seeded vectors around a few directions, as texts about a few subjects have. */
function clustered(count: number, dimensions: number): VectorEntry[] {
  let state = 7;
  const next = () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647 - 0.5;
  };
  const centres = Array.from({ length: 12 }, () => Array.from({ length: dimensions }, next));
  return Array.from({ length: count }, (_, i) => ({
    passageId: `p${i}`,
    documentId: `d${i % 50}`,
    kind: i % 10 === 0 ? "procedure" : "policy",
    regionCode: null,
    vector: (centres[i % 12] as number[]).map((value) => value + 0.4 * next()),
  }));
}

describeVectorStore("exact", { create: (dimensions) => createExactStore(dimensions) });

describe("exact store", () => {
  it("opens what it wrote without what was deleted, and can be changed then", async () => {
    const store = createExactStore(8);
    await store.upsert(clustered(300, 8));
    await store.delete("d7");
    const opened = openExactStore(store.serialise());
    expect([opened.size, opened.rows]).toEqual([294, 294]);
    const query = Array.from({ length: 8 }, (_, i) => i - 3);
    expect(await opened.search(query, { limit: 20 })).toEqual(await store.search(query, { limit: 20 }));
    await opened.upsert(clustered(301, 8).slice(300));
    expect(opened.size).toBe(295);
  });
});

describe.skipIf(!NativeIndex)("with the hnswlib add-on", () => {
  if (!NativeIndex) return;
  describeVectorStore("hnswlib", { create: (dimensions) => createHnswlibStore(NativeIndex, dimensions) });

  it("finds nearly all that the exact store finds, filtered or not", async () => {
    const entries = clustered(4_000, 32);
    const store = createHnswlibStore(NativeIndex, 32);
    await store.upsert(entries);
    expect(store.tune()).toBeGreaterThanOrEqual(0.9);
    let [found, wanted] = [0, 0];
    for (const { vector } of entries.slice(0, 60)) {
      for (const filter of [{}, { kinds: ["policy" as const] }]) {
        const truth = await store.exact.search(vector, { limit: 10, filter });
        const hits = new Set((await store.search(vector, { limit: 10, filter })).map((hit) => hit.passageId));
        wanted += truth.length;
        found += truth.filter((hit) => hits.has(hit.passageId)).length;
      }
    }
    expect(found / wanted).toBeGreaterThan(0.95);
  });

  it("still gives all it was asked for when most passages are deleted", async () => {
    const store = createHnswlibStore(NativeIndex, 16);
    await store.upsert(clustered(2_600, 16));
    for (let d = 2; d < 50; d++) await store.delete(`d${d}`);
    const hits = await store.search(clustered(1, 16)[0]?.vector ?? [], { limit: 40 });
    expect(hits).toHaveLength(40);
    expect(hits.every((hit) => ["d0", "d1"].includes(hit.documentId))).toBe(true);
  });

  it("opens a graph that it wrote", async () => {
    const directory = await mkdtemp(join(tmpdir(), "wenban-graph-"));
    const path = join(directory, "graph");
    const store = createHnswlibStore(NativeIndex, 16);
    await store.upsert(clustered(500, 16));
    store.writeGraph(path);
    const opened = openHnswlibStore(
      NativeIndex,
      path,
      openExactStore(store.exact.serialise()),
      store.breadth,
    );
    const query = clustered(3, 16)[2]?.vector ?? [];
    expect(await opened.search(query, { limit: 10 })).toEqual(await store.search(query, { limit: 10 }));
    await rm(directory, { recursive: true });
  });

  it("does not write a graph whose rows the vectors' file would number anew", async () => {
    const store = createHnswlibStore(NativeIndex, 16);
    await store.upsert(clustered(100, 16));
    await store.delete("d3");
    expect(() => store.writeGraph("/nowhere")).toThrow(expect.objectContaining({ code: "vectors.has_gaps" }));
  });
});

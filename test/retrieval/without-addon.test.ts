import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { lsaEmbedderSource } from "../../src/llm/providers/lsa-embedder.ts";
import { buildIndexFiles, openIndexFiles } from "../../src/retrieval/index-files.ts";
import { indexTexts } from "../support/index-texts.ts";
import { scratchDirectory } from "../support/scratch.ts";

const native = vi.hoisted(() => ({ isMissing: true }));

/** The loader of the add-on, which a test can make find nothing, as where it could not be built. */
vi.mock(import("../../src/retrieval/stores/hnswlib-native.ts"), async (original) => {
  const { loadHnswlib } = await original();
  return { loadHnswlib: async () => (native.isMissing ? null : loadHnswlib()) };
});

const scratch = scratchDirectory();

async function buildIn(name: string): Promise<string> {
  const directory = join(scratch, name);
  mkdirSync(directory);
  await buildIndexFiles({ directory, passages: indexTexts(200), embedder: lsaEmbedderSource });
  return directory;
}

/** Scores of the nearest passages; equal ones come in any order. */
async function nearest(directory: string): Promise<string[]> {
  const leg = (await openIndexFiles(directory)).public.vectors;
  if (!leg) throw new Error("no vectors");
  const hits = await leg.store.search(await leg.embedder.embedQuery("护照换发"), { limit: 10 });
  return hits.map((hit) => hit.score.toFixed(4));
}

describe("without the hnswlib add-on", () => {
  afterEach(() => {
    native.isMissing = true;
  });

  it("builds and searches vectors by comparing every one", async () => {
    const directory = await buildIn("exact");
    expect(readdirSync(directory).filter((name) => name.endsWith(".hnsw"))).toEqual([]);
    const opened = await openIndexFiles(directory);
    expect(opened.warnings).toEqual([]);
    expect(opened.manifest.public.vectors?.breadth).toBeNull();
    expect(await nearest(directory)).toHaveLength(10);
  });

  it("opens an index that was built with it, says so, and finds the same", async ({ skip }) => {
    native.isMissing = false;
    const directory = await buildIn("graph");
    const { breadth } = (await openIndexFiles(directory)).manifest.public.vectors ?? {};
    if (breadth === null) skip("the add-on is not installed here");
    const withGraph = await nearest(directory);
    native.isMissing = true;
    expect((await openIndexFiles(directory)).warnings).toContainEqual({
      code: "index.graph_unavailable",
      subject: "public.vectors.hnsw",
    });
    expect(await nearest(directory)).toEqual(withGraph);
  });
});

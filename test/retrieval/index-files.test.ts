import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { Embedder, EmbedderSource } from "../../src/llm/embedder.ts";
import { lsaEmbedderSource } from "../../src/llm/providers/lsa-embedder.ts";
import { analyseQuestion } from "../../src/retrieval/analyse.ts";
import { buildIndexFiles, openIndexFiles } from "../../src/retrieval/index-files.ts";
import { loadHnswlib } from "../../src/retrieval/stores/hnswlib-native.ts";
import { indexTexts } from "../support/index-texts.ts";
import { scratchDirectory } from "../support/scratch.ts";

const hasAddOn = (await loadHnswlib()) !== null;
const scratch = scratchDirectory();
const built = join(scratch, "7-built");
const QUESTION = "身份证补领怎么办";

/** An empty folder of that name. */
function folder(name: string): string {
  const path = join(scratch, name);
  rmSync(path, { recursive: true, force: true });
  mkdirSync(path);
  return path;
}

/** A copy of the built index that a test may damage. */
function copy(name: string): string {
  const path = folder(name);
  cpSync(built, path, { recursive: true });
  return path;
}

async function find(directory: string): Promise<{ lexical: string[]; vectors: string[] | null }> {
  const { public: open } = await openIndexFiles(directory);
  const words = await open.lexical.search(analyseQuestion(QUESTION), { limit: 10 });
  const leg = open.vectors;
  const near = leg && (await leg.store.search(await leg.embedder.embedQuery(QUESTION), { limit: 10 }));
  const ids = (hits: { passageId: string }[]) => hits.map((hit) => hit.passageId);
  return { lexical: ids(words), vectors: near && ids(near) };
}

beforeAll(async () => {
  mkdirSync(built);
  await buildIndexFiles({ directory: built, passages: indexTexts(400), embedder: lsaEmbedderSource });
});

describe("index files", () => {
  it("say in the manifest what they are", async () => {
    const { manifest, warnings, generation } = await openIndexFiles(built);
    expect(generation).toBe("7-built");
    expect(warnings).toEqual([]);
    expect(manifest.public.passages + manifest.internal.passages).toBe(400);
    expect(manifest.public.vectors).toMatchObject({ metric: "cosine", count: manifest.public.passages });
    expect(manifest.files.map((file) => file.name).sort()).toEqual(
      readdirSync(built).filter((name) => name !== "manifest.json" && !name.endsWith(".checked")),
    );
  });

  it("keep public and internal passages apart in files, terms and vectors", async () => {
    const { public: open, internal } = await openIndexFiles(built);
    const all = { limit: 400 };
    const hits = await open.lexical.search(analyseQuestion(QUESTION), all);
    expect(hits.every((hit) => Number(hit.documentId.slice(1)) % 7 !== 0)).toBe(true);
    const inside = await internal.lexical.search(analyseQuestion(QUESTION), all);
    expect(inside.length).toBeGreaterThan(0);
    expect(inside.every((hit) => Number(hit.documentId.slice(1)) % 7 === 0)).toBe(true);
    const bytes = readFileSync(join(built, "public.lexical.bin")).toString("latin1");
    expect(inside.some((hit) => bytes.includes(`"${hit.passageId}"`))).toBe(false);
  });

  it("are the same for the same passages", async () => {
    const again = folder("again");
    await buildIndexFiles({ directory: again, passages: indexTexts(400), embedder: lsaEmbedderSource });
    const names = ["public.lexical.bin", "internal.lexical.bin", "public.vectors.bin", "public.model.bin"];
    for (const name of names) {
      expect(readFileSync(join(again, name)).equals(readFileSync(join(built, name)))).toBe(true);
    }
  });

  it("can be built without vectors, and of nothing", async () => {
    const plain = folder("plain");
    const manifest = await buildIndexFiles({ directory: plain, passages: indexTexts(50), embedder: null });
    expect(manifest.public.vectors).toBeNull();
    expect((await find(plain)).vectors).toBeNull();
    const empty = folder("empty");
    await buildIndexFiles({ directory: empty, passages: [], embedder: lsaEmbedderSource });
    expect(await find(empty)).toEqual({ lexical: [], vectors: null });
  });

  it("stop at a signal, leaving no manifest", async () => {
    const stopped = folder("stopped");
    await expect(
      buildIndexFiles({
        directory: stopped,
        passages: indexTexts(400),
        embedder: lsaEmbedderSource,
        signal: AbortSignal.abort(),
      }),
    ).rejects.toThrow();
    await expect(openIndexFiles(stopped)).rejects.toMatchObject({ code: "index.missing" });
  });

  it("report progress up to the last passage", async () => {
    const seen: string[] = [];
    await buildIndexFiles({
      directory: folder("progress"),
      passages: indexTexts(300),
      embedder: lsaEmbedderSource,
      onProgress: ({ phase, done, total }) => seen.push(`${phase} ${done}/${total}`),
    });
    expect(seen).toContain("reading 300/300");
    expect(seen.at(-1)).toBe("embedding 300/300");
  });
});

describe("damaged index files", () => {
  const files = () => readdirSync(built).filter((name) => !name.endsWith(".checked"));

  it("are found out before they are used, whatever was cut, flipped or swapped", async () => {
    const whole = await find(built);
    const directory = copy("damaged");
    const damage = fc.record({
      file: fc.constantFrom(...files()),
      other: fc.constantFrom(...files()),
      way: fc.constantFrom("cut", "flip", "flip early", "swap", "remove", "append", "zero"),
      at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
      bit: fc.nat(7),
    });
    await fc.assert(
      fc.asyncProperty(damage, async ({ file, other, way, at, bit }) => {
        const path = join(directory, file);
        const before = readFileSync(join(built, file));
        const after = damaged(before, way, at, bit, readFileSync(join(built, other)));
        if (after?.equals(before)) return;
        if (after) writeFileSync(path, after);
        else rmSync(path);
        const result = await openIndexFiles(directory).catch((error: unknown) => error);
        if (result instanceof Error) {
          expect(result).toMatchObject({ code: expect.stringMatching(/^index\.(damaged|missing)$/) });
        } else {
          expect((result as { warnings: unknown[] }).warnings).not.toEqual([]);
          expect((await find(directory)).lexical).toEqual(whole.lexical);
        }
        writeFileSync(path, before);
      }),
      { numRuns: 400 },
    );
  });

  it.each([
    ["public.model.bin", "index.model_damaged", null],
    ["public.vectors.bin", "index.vectors_damaged", null],
  ])("leave the vectors out without %s", async (file, code, vectors) => {
    const directory = copy("without");
    rmSync(join(directory, file));
    expect((await openIndexFiles(directory)).warnings).toEqual([{ code, subject: file }]);
    expect((await find(directory)).vectors).toBe(vectors);
  });

  it.skipIf(!hasAddOn)("are searched without their graph when only that is damaged", async () => {
    const directory = copy("graphless");
    const graph = join(directory, "public.vectors.hnsw");
    const bytes = readFileSync(graph);
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] as number) ^ 4;
    writeFileSync(graph, bytes);
    expect((await openIndexFiles(directory)).warnings).toEqual([
      { code: "index.graph_damaged", subject: "public.vectors.hnsw" },
    ]);
    expect(await find(directory)).toEqual(await find(built));
  });

  it.skipIf(!hasAddOn)("survive a graph that ends the process which loads it", async () => {
    const directory = copy("crashing");
    const path = join(directory, "public.vectors.hnsw");
    const bytes = readFileSync(path);
    bytes.fill(0xff, 8, 60);
    await rewriteAsRecorded(directory, "public.vectors.hnsw", bytes);
    for (const round of ["tried", "remembered"]) {
      const { warnings } = await openIndexFiles(directory);
      expect([round, warnings]).toEqual([
        round,
        [{ code: "index.graph_damaged", subject: "public.vectors.hnsw" }],
      ]);
    }
    expect(readFileSync(`${path}.checked`, "utf8")).toMatch(/^[0-9a-f]{64} fails\n$/);
    expect(await find(directory)).toEqual(await find(built));
  });

  it("are not taken from another version", async () => {
    const directory = copy("other-version");
    const { writeManifest } = await import("../../src/retrieval/index-manifest.ts");
    const { manifest } = await openIndexFiles(built);
    writeFileSync(join(directory, "manifest.json"), writeManifest({ ...manifest, format: 2 as 1 }));
    await expect(openIndexFiles(directory)).rejects.toMatchObject({ code: "index.other_version" });
  });
});

function damaged(bytes: Buffer, way: string, at: number, bit: number, other: Buffer): Buffer | null {
  const changed = Buffer.from(bytes);
  const place = Math.floor(at * bytes.length);
  if (way === "remove") return null;
  if (way === "cut") return changed.subarray(0, place);
  if (way === "append") return Buffer.concat([changed, Buffer.from([bit])]);
  if (way === "swap") return other;
  if (way === "zero") return changed.fill(0, place, Math.min(bytes.length, place + 64));
  const where = way === "flip early" ? place % 200 : place;
  changed[where] = (changed[where] ?? 0) ^ (1 << bit);
  return changed;
}

/** Puts bytes in place of a file and into the manifest, as if they had been written so. */
async function rewriteAsRecorded(directory: string, name: string, bytes: Uint8Array): Promise<void> {
  const { writeRecorded } = await import("../../src/retrieval/checked-files.ts");
  const { readManifest, writeManifest } = await import("../../src/retrieval/index-manifest.ts");
  const path = join(directory, "manifest.json");
  const manifest = readManifest(readFileSync(path, "utf8"));
  const record = await writeRecorded(directory, name, bytes);
  const others = manifest.files.filter((file) => file.name !== name);
  writeFileSync(path, writeManifest({ ...manifest, files: [...others, record] }));
}

describe("embedders from elsewhere", () => {
  /** Counts what it is asked to embed; the vector is made of the text's characters. */
  function countingSource(model: string): EmbedderSource & { embedded: string[]; embedder: Embedder } {
    const embedded: string[] = [];
    const vectorOf = (text: string) =>
      Array.from(
        { length: 16 },
        (_, i) => [...text].filter((c) => (c.codePointAt(0) ?? 0) % 16 === i).length,
      );
    const embedder: Embedder = {
      model,
      dimensions: 16,
      async embedDocuments(texts) {
        embedded.push(...texts);
        return texts.map(vectorOf);
      },
      embedQuery: async (text) => vectorOf(text),
    };
    return {
      name: model,
      embedded,
      embedder,
      prepare: async () => ({ embedder, weight: 0.4, state: null }),
    };
  }

  it("are resolved by model and dimensions when opening", async () => {
    const source = countingSource("counting-a");
    const directory = folder("elsewhere");
    await buildIndexFiles({ directory, passages: indexTexts(60), embedder: source });
    const resolveEmbedder = (model: string) => (model === "counting-a" ? source.embedder : null);
    const opened = await openIndexFiles(directory, { resolveEmbedder });
    expect(opened.warnings).toEqual([]);
    expect(opened.public.vectors).toMatchObject({ weight: 0.4, embedder: { model: "counting-a" } });
  });

  it.each<[string, (() => Embedder | null) | undefined]>([
    ["nobody resolves it", undefined],
    ["it is not configured", () => null],
    ["another model is configured", () => countingSource("counting-b").embedder],
    ["it has other dimensions", () => ({ ...countingSource("counting-a").embedder, dimensions: 8 })],
  ])("leave the vectors out when %s", async (_, resolveEmbedder) => {
    const directory = folder("unresolved");
    const source = countingSource("counting-a");
    await buildIndexFiles({ directory, passages: indexTexts(21), embedder: source });
    const opened = await openIndexFiles(directory, resolveEmbedder ? { resolveEmbedder } : {});
    expect(opened.public.vectors).toBeNull();
    expect(opened.warnings[0]).toEqual({ code: "index.embedder_unavailable", subject: "counting-a" });
  });

  it("embed only what changed since the generation before", async () => {
    const source = countingSource("counting-a");
    const [first, second, third] = [folder("first"), folder("second"), folder("third")];
    await buildIndexFiles({ directory: first, passages: indexTexts(60), embedder: source });
    expect(source.embedded).toHaveLength(60);
    source.embedded.length = 0;
    const changed = indexTexts(63).map((entry, i) => (i === 5 ? { ...entry, body: "换了内容。" } : entry));
    await buildIndexFiles({ directory: second, passages: changed, embedder: source, reuseFrom: first });
    expect(source.embedded).toHaveLength(4);
    const other = countingSource("counting-b");
    await buildIndexFiles({ directory: third, passages: changed, embedder: other, reuseFrom: second });
    expect(other.embedded).toHaveLength(63);
  });

  it("that fail stop the build", async () => {
    const failing: EmbedderSource = {
      name: "failing",
      prepare: async () => Promise.reject(new Error("service is down")),
    };
    const directory = folder("failing");
    await expect(buildIndexFiles({ directory, passages: indexTexts(9), embedder: failing })).rejects.toThrow(
      "service is down",
    );
    await expect(openIndexFiles(directory)).rejects.toMatchObject({ code: "index.missing" });
  });
});

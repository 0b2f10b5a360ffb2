import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, it } from "vitest";
import type { IndexPoint } from "../../src/indexing/run/index-run.ts";
import { index, open } from "../support/corpus-directories.ts";
import { scratchDirectory, writeFiles } from "../support/scratch.ts";

/**
 * Kills a real indexing process, at random moments and at every named point (CP19 to CP28 of the crash
 * points: read, parsed, in the batch, batches committed, files half written, written, renamed, published,
 * old ones half removed). Whatever the moment, the index must open, show one whole edition of the corpus,
 * and the next run must complete.
 */
const scratch = scratchDirectory();
const docs = join(scratch, "docs");
const data = join(scratch, "data");
const program = join(import.meta.dirname, "../support/index-process.ts");

const FILES = 12;
const RECORDS = 240;
const DOCUMENTS = FILES + RECORDS;
const MATTERS = ["公积金提取", "社保卡补办", "营业执照变更", "护照换发", "不动产登记", "居住证申领"];

/** Every document of one edition says which one it is, so that a mixture shows. */
function writeEdition(edition: number): void {
  const files: Record<string, string> = {};
  for (let n = 0; n < FILES; n++) files[`f${n}.md`] = `# 第${n}号通知\n\n${body(edition, n)}`;
  const records = Array.from({ length: RECORDS }, (_, n) => ({ id: `r${n}`, text: body(edition, n) }));
  files["records.jsonl"] = records.map((record) => JSON.stringify(record)).join("\n");
  writeFiles(docs, files);
}

function body(edition: number, n: number): string {
  return `第${edition}版。${MATTERS[n % MATTERS.length]}在第${n % 17}号窗口办理，需要第${n % 29}类材料。`;
}

/** The editions that the index shows; reading goes the way of a question. */
async function editionsShown(): Promise<string[]> {
  const corpus = await open(data);
  try {
    const found = await corpus
      .current()
      .retrieve({ query: "公积金提取在几号窗口办理", limit: 20, audience: "public" });
    expect(found.length).toBeGreaterThan(0);
    for (const { document, passage } of found) {
      expect(document.shown.slice(passage.shownStart, passage.shownEnd)).toBe(passage.shown);
    }
    const documents = await corpus.current().list("public");
    expect(documents).toHaveLength(DOCUMENTS);
    return [...new Set(documents.map(({ text }) => /第\d+版/.exec(text)?.[0] ?? text))];
  } finally {
    await corpus.close();
  }
}

function startProcess(order: { vectors: boolean; point?: IndexPoint; at?: number }) {
  const request = JSON.stringify({ dataDir: data, paths: [docs], ...order });
  const env = { ...process.env, NODE_COMPILE_CACHE: join(scratch, "compiled") };
  return spawn(process.execPath, [program, request], { env, stdio: ["ignore", "pipe", "inherit"] });
}

beforeAll(async () => {
  writeEdition(0);
  await index(data, [docs], { vectors: true, prune: true });
});

describe("killed", () => {
  let edition = 0;

  it("50 times at random, the index always opens and answers with one whole edition", async () => {
    let runTime = 1_000; // of a whole run, as measured so far
    const outcomes = { killed: 0, finished: 0 };
    for (let round = 0; round < 50; round++) {
      writeEdition(++edition);
      const child = startProcess({ vectors: round % 8 === 0 });
      const exited = once(child, "exit");
      await once(child.stdout, "data");
      const began = Date.now();
      await Promise.race([sleep(Math.random() * runTime), exited]);
      child.kill("SIGKILL");
      const [code] = await exited;
      outcomes[code === 0 ? "finished" : "killed"]++;
      if (code === 0) runTime = (Date.now() - began) * 0.9;
      expect(await editionsShown()).toHaveLength(1);
    }
    expect(outcomes.killed).toBeGreaterThan(5);
    const report = await index(data, [docs], { vectors: true, prune: true });
    expect(report).toMatchObject({ documents: DOCUMENTS, skipped: [] });
    expect(await editionsShown()).toEqual([`第${edition}版`]);
  }, 120_000);

  const points: [IndexPoint, number, boolean][] = [
    ["read", 7, false],
    ["parsed", 13, false],
    ["in_batch", 5, false],
    ["in_batch", 600, false],
    ["batch_committed", 1, false],
    ["batch_committed", 2, false],
    ["building", 1, false],
    ["built", 1, false],
    ["renamed", 1, false],
    ["published", 1, true],
    ["sweeping", 1, true],
  ];
  it.each(points)(
    "at point %s (pass %i) it shows one whole edition, the new one: %s",
    async (point, at, isNew) => {
      await index(data, [docs], { vectors: true, prune: true });
      const old = edition;
      writeEdition(++edition);
      const child = startProcess({ vectors: true, point, at });
      const [, signal] = await once(child, "exit");
      expect(signal).toBe("SIGKILL");
      expect(await editionsShown()).toEqual([`第${isNew ? edition : old}版`]);
      const report = await index(data, [docs], { vectors: true, prune: true });
      expect(report).toMatchObject({ documents: DOCUMENTS, skipped: [] });
      expect(await editionsShown()).toEqual([`第${edition}版`]);
    },
  );

  it("leaves nothing behind that grows", async () => {
    writeFileSync(join(data, "index", "stray"), "left by someone");
    const later = () => new Date(Date.now() + 3_600_000);
    await index(data, [docs], { vectors: true, prune: true, now: later });
    expect(readdirSync(join(data, "index")).length).toBeLessThanOrEqual(2);
    expect(readdirSync(data).sort()).toEqual(["documents.sqlite", "index", "index.lock"]);
  });
});

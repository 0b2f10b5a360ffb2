import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { index, open } from "../support/corpus-directories.ts";
import { scratchDirectory, writeFiles } from "../support/scratch.ts";

const scratch = scratchDirectory();
const program = join(import.meta.dirname, "../support/index-process.ts");
let docs: string;
let data: string;
let number = 0;

beforeEach(() => {
  docs = join(scratch, String(number), "docs");
  data = join(scratch, String(number++), "data");
  writeFiles(docs, { "old.md": "窗口在一楼。", "changed.md": "第1版的规定。" });
});

/** A second edition that does not fit into a small disk. */
function writeLargeEdition(): void {
  const lines = Array.from({ length: 4_000 }, (_, n) => `第${n}条，居住证在第${n}号窗口办理。`);
  writeFiles(docs, { "changed.md": "第2版的规定。", "large.txt": lines.join("\n"), "more.md": "又一份。" });
}

async function expectFirstEdition(): Promise<void> {
  const corpus = await open(data);
  const documents = await corpus.current().list("public");
  expect(documents.map(({ text }) => text).sort()).toEqual(["窗口在一楼。", "第1版的规定。"].sort());
  const [best] = await corpus.current().retrieve({ query: "窗口", limit: 1, audience: "public" });
  expect(best?.document.id).toBe("old");
  await corpus.close();
}

async function expectSecondEdition(): Promise<void> {
  const corpus = await open(data);
  expect((await corpus.current().document("changed", "public"))?.text).toBe("第2版的规定。");
  const [best] = await corpus.current().retrieve({ query: "第3777号窗口", limit: 1, audience: "public" });
  expect(best?.document.id).toBe("large");
  await corpus.close();
}

describe("a database that is full", () => {
  it("is reported with its path, and the index is as before", async () => {
    await index(data, [docs]);
    writeLargeEdition();
    const full = {
      code: "storage.full",
      kind: "storage",
      message: expect.stringContaining(join(data, "documents.sqlite")),
    };
    await expect(index(data, [docs], { maxPages: 40 })).rejects.toMatchObject(full);
    await expectFirstEdition();
    expect(await index(data, [docs])).toMatchObject({ updated: 1, added: 2, documents: 4 });
    await expectSecondEdition();
  });

  it("from the start leaves a place never indexed", async () => {
    writeLargeEdition();
    await expect(index(data, [docs], { maxPages: 20 })).rejects.toMatchObject({ code: "storage.full" });
    await expect(open(data)).rejects.toMatchObject({ code: "index.missing" });
    expect(await index(data, [docs])).toMatchObject({ added: 4 });
  });
});

describe("a write that fails", () => {
  it("wherever it is, leaves the index as before, and the next run completes", async () => {
    await index(data, [docs]);
    writeFiles(docs, { "changed.md": "第2版的规定。", "large.txt": "居住证在第3777号窗口办理。" });
    let failing = 0;
    for (let outcome = ""; outcome !== "done"; ) {
      if (failing > 0) await expectFirstEdition();
      failing++;
      let passes = 0;
      const atPoint = (point: string) => {
        if (point === "in_batch" && ++passes === failing) throw new Error("disk is gone");
      };
      outcome = await index(data, [docs], { atPoint }).then(
        () => "done",
        (error) => error.message,
      );
      expect(["done", "disk is gone"]).toContain(outcome);
    }
    expect(failing).toBeGreaterThan(12);
    await expectSecondEdition();
  });

  it("of the index files leaves neither them nor a new generation", async () => {
    await index(data, [docs]);
    const before = readdirSync(join(data, "index"));
    writeLargeEdition();
    const full = Object.assign(new Error("no space"), { code: "ENOSPC" });
    const embedder = { name: "full", prepare: () => Promise.reject(full) };
    const failed = index(data, [docs], { vectors: true, embedder });
    await expect(failed).rejects.toMatchObject({
      code: "storage.full",
      message: expect.stringContaining(data),
    });
    expect(readdirSync(join(data, "index"))).toEqual(before);
    await expectFirstEdition();
  });
});

describe("a limit on file sizes", () => {
  it("is reported in plain words, and the index is as before", async () => {
    await index(data, [docs]);
    writeLargeEdition();
    const order = JSON.stringify({ dataDir: data, paths: [docs], vectors: false });
    const command = `trap '' XFSZ; ulimit -f 150; exec "$0" "$1" "$2"`;
    const run = spawnSync("bash", ["-c", command, process.execPath, program, order], { encoding: "utf8" });
    expect(run.signal).toBeNull();
    expect(run.stderr).toMatch(/storage\.(full|too_large|io)/);
    expect(run.stderr).toContain(data);
    await expectFirstEdition();
    await index(data, [docs]);
    await expectSecondEdition();
  });
});

/** Whether this machine lets us mount a small disk of our own. */
function canMount(): boolean {
  const place = join(scratch, "probe");
  mkdirSync(place, { recursive: true });
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=1m", "wenban", place]).status === 0;
  if (mounted) execFileSync("umount", [place]);
  return mounted;
}

describe.skipIf(!canMount())("a small disk of its own", () => {
  const mounted: string[] = [];
  const mount = (size: string) => {
    mkdirSync(data, { recursive: true });
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${size}`, "wenban", data]);
    mounted.push(data);
  };
  afterAll(() => {
    for (const place of mounted) execFileSync("umount", ["-l", place]);
  });

  it.each(["400k", "900k", "1500k"])("of %s that runs full leaves the index as before", async (size) => {
    mount(size);
    await index(data, [docs]);
    writeLargeEdition();
    const outcome = await index(data, [docs]).then(
      () => "done",
      (error) => error.code,
    );
    if (outcome === "done") return expectSecondEdition();
    expect(outcome).toBe("storage.full");
    await expectFirstEdition();
    execFileSync("mount", ["-o", "remount,size=50m", data]);
    await index(data, [docs]);
    await expectSecondEdition();
  });

  it("that is full from the start is refused before any work", async () => {
    mount("100k");
    writeFileSync(join(data, "ballast"), "x".repeat(60_000));
    expect(() => writeFileSync(join(data, "more"), "x".repeat(60_000))).toThrow("ENOSPC");
    await expect(index(data, [docs])).rejects.toMatchObject({ code: "storage.full" });
    rmSync(join(data, "ballast"));
  });

  it("that is read-only refuses to index and goes on answering", async () => {
    mount("20m");
    await index(data, [docs]);
    execFileSync("mount", ["-o", "remount,ro", data]);
    const unwritable = { code: "storage.unwritable", message: expect.stringContaining(data) };
    await expect(index(data, [docs])).rejects.toMatchObject(unwritable);
    await expectFirstEdition();
    const reader = await open(data);
    expect(await reader.refresh()).toBe(false);
    await reader.close();
  });
});

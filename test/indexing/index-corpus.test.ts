import { chmodSync, existsSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { lockDataDirectory } from "../../src/indexing/run/data-lock.ts";
import { index, open } from "../support/corpus-directories.ts";
import { scratchDirectory, writeFiles } from "../support/scratch.ts";

const scratch = scratchDirectory();
let docs: string;
let data: string;
let number = 0;

beforeEach(() => {
  const place = join(scratch, String(number++));
  docs = join(place, "docs");
  data = join(place, "data");
  writeFiles(docs, {
    "a.md": "# 关于取消证明的通知\n\n椒江区取消租房提取公积金的街道证明。",
    "b/c.txt": "余杭区2015年取消9个非行政许可事项。",
  });
});

/** Ids of all documents that staff sees. */
async function documentIds(): Promise<string[]> {
  const corpus = await open(data);
  const list = await corpus.current().list("staff");
  await corpus.close();
  return list.map(({ id }) => id).sort();
}

async function textOf(id: string): Promise<string | undefined> {
  const corpus = await open(data);
  const document = await corpus.current().document(id, "staff");
  await corpus.close();
  return document?.text;
}

const jsonl = (...lines: object[]) => lines.map((line) => JSON.stringify(line)).join("\n");

describe("names that hold a personal number", () => {
  it("are blotted in ids, titles and reports, and each document stays one", async () => {
    const line = { text: "河口区设立便民服务站23个。" };
    writeFiles(docs, {
      "居民13800138000.txt": "办事指南第一项。",
      "居民13900139000.txt": "办事指南第二项。",
      "x.jsonl": jsonl({ ...line, id: "13700137000" }, { ...line, id: "13600136000" }),
    });
    const report = await index(data, [docs]);
    expect(await documentIds()).toEqual([
      "***********",
      "***********-2",
      "a",
      "b/c",
      "居民***********",
      "居民***********-2",
    ]);
    const found = report.warnings.map(({ code, reason }) => [
      code,
      reason.match(/第 \d 个文件|第 \d 条记录/)?.[0],
    ]);
    expect(found).toEqual([
      ["ingest.personal_data", "第 1 条记录"],
      ["ingest.personal_data", "第 2 条记录"],
      ["ingest.personal_data", "第 4 个文件"],
      ["ingest.personal_data", "第 5 个文件"],
    ]);
    expect(JSON.stringify(report)).not.toMatch(/1[36-9]\d{9}/);
    expect((await index(data, [docs])).unchanged).toBe(6);
  });
});

describe("a first run", () => {
  it("reports what it did and makes it searchable", async () => {
    const report = await index(data, [docs]);
    expect(report).toEqual({
      documents: 2,
      passages: 2,
      added: 2,
      updated: 0,
      removed: 0,
      unchanged: 0,
      skipped: [],
      warnings: [],
      seconds: expect.any(Number),
      generation: expect.stringMatching(/^1-[0-9a-f]{8}$/),
      failed: false,
    });
    const corpus = await open(data);
    const [best] = await corpus
      .current()
      .retrieve({ query: "余杭区取消了几个非行政许可事项", limit: 3, audience: "public" });
    expect(best?.document.id).toBe("b/c");
    const { start, end } = best?.passage ?? { start: 0, end: 0 };
    expect(best?.document.text.slice(start, end)).toContain("9个非行政许可事项");
    expect(corpus.current().generation).toBe(report.generation);
    await corpus.close();
  });

  it("calls documents after their path in the folder, or by name when given alone", async () => {
    writeFiles(docs, {
      "b/c.md": "同名的另一份文件。",
      "list.jsonl": jsonl({ id: "自带/编号#1", text: "记录的正文。" }),
      "list.txt": "与记录文件同名。",
    });
    await index(data, [docs]);
    expect(await documentIds()).toEqual(["a", "b/c.md", "b/c.txt", "list", "自带/编号#1"]);
    rmSync(data, { recursive: true });
    await index(data, [join(docs, "b/c.txt"), join(docs, "a.md")]);
    expect(await documentIds()).toEqual(["a", "c"]);
  });

  it("gives documents the defaults that they do not set themselves", async () => {
    writeFiles(docs, { "own.md": "---\nvisibility: public\npublisher: 自己的机关\n---\n正文一句。" });
    await index(data, [docs], { defaults: { visibility: "internal", publisher: "默认机关" } });
    const corpus = await open(data);
    expect((await corpus.current().list("public")).map(({ id }) => id)).toEqual(["own"]);
    expect((await corpus.current().document("a", "staff"))?.publisher).toBe("默认机关");
    expect((await corpus.current().document("own", "staff"))?.publisher).toBe("自己的机关");
    await corpus.close();
  });

  it("of an empty folder leaves an index with nothing in it", async () => {
    rmSync(docs, { recursive: true });
    writeFiles(docs, { ".hidden": "" });
    expect(await index(data, [docs])).toMatchObject({ documents: 0, added: 0, skipped: [] });
    const corpus = await open(data);
    expect(await corpus.current().retrieve({ query: "公积金", limit: 5, audience: "staff" })).toEqual([]);
    await corpus.close();
  });

  it("does not read its own data directory", async () => {
    const report = await index(join(docs, "data"), [docs]);
    expect(report).toMatchObject({ added: 2, skipped: [] });
  });

  it("changes nothing when a PATH does not exist", async () => {
    await expect(index(data, [docs, "/nowhere"])).rejects.toMatchObject({ code: "index.path_not_found" });
    expect(existsSync(data)).toBe(false);
  });
});

describe("a further run", () => {
  it("skips what has the same content, whatever its time says", async () => {
    const first = await index(data, [docs]);
    utimesSync(join(docs, "a.md"), 1, 1);
    const second = await index(data, [docs]);
    expect(second).toMatchObject({ added: 0, updated: 0, removed: 0, unchanged: 2, documents: 2 });
    expect(second.generation).toBe(first.generation);
  });

  it("adds and updates, and keeps what it was not told of", async () => {
    await index(data, [docs]);
    writeFiles(docs, { "a.md": "# 新的标题\n\n新的正文。", "d.md": "又一份。" });
    rmSync(join(docs, "b"), { recursive: true });
    expect(await index(data, [docs])).toMatchObject({ added: 1, updated: 1, removed: 0, documents: 3 });
    expect(await documentIds()).toEqual(["a", "b/c", "d"]);
    expect(await textOf("a")).toContain("新的正文");
    expect(await index(data, [join(docs, "d.md")])).toMatchObject({ unchanged: 1, documents: 3 });
  });

  it("reads a file again when the defaults are others", async () => {
    await index(data, [docs]);
    const report = await index(data, [docs], { defaults: { publisher: "示例局" } });
    expect(report).toMatchObject({ updated: 2, unchanged: 0 });
  });

  it("lets a moved file keep its document", async () => {
    await index(data, [docs]);
    const other = `${docs}-moved`;
    writeFiles(other, { "a.md": "# 关于取消证明的通知\n\n椒江区取消租房提取公积金的街道证明。" });
    expect(await index(data, [other])).toMatchObject({ added: 0, updated: 0, unchanged: 1, documents: 2 });
    rmSync(join(docs, "a.md"));
    expect(await index(data, [docs], { prune: true })).toMatchObject({ removed: 0, documents: 2 });
  });

  it("calls a document by its new name when a neighbour takes the old one", async () => {
    await index(data, [docs]);
    writeFiles(docs, { "a.txt": "同名的另一份文件。" });
    expect(await index(data, [docs])).toMatchObject({ added: 2, removed: 1, unchanged: 1, documents: 3 });
    expect(await documentIds()).toEqual(["a.md", "a.txt", "b/c"]);
  });
});

describe("--prune", () => {
  it("removes what vanished from the PATHs given, and nothing else", async () => {
    const other = `${docs}2`;
    writeFiles(other, { "x.md": "别处的文件。", "y.md": "别处的另一份。" });
    await index(data, [docs, other]);
    rmSync(join(docs, "b/c.txt"));
    rmSync(join(other, "x.md"));
    expect(await index(data, [docs], { prune: true })).toMatchObject({ removed: 1, documents: 3 });
    expect(await documentIds()).toEqual(["a", "x", "y"]);
    writeFileSync(join(other, "y.md"), "");
    expect(await index(data, [other], { prune: true })).toMatchObject({ removed: 1, documents: 2 });
    expect(await documentIds()).toEqual(["a", "y"]);
  });

  it("removes records that are no longer in their file; without it they stay", async () => {
    const path = join(docs, "r.jsonl");
    writeFileSync(path, jsonl({ id: "r1", text: "第一条。" }, { id: "r2", text: "第二条。" }));
    await index(data, [path]);
    writeFileSync(path, jsonl({ id: "r2", text: "第二条。" }));
    expect(await index(data, [path])).toMatchObject({ removed: 0, unchanged: 1, documents: 2 });
    expect(await index(data, [path], { prune: true })).toMatchObject({
      removed: 1,
      unchanged: 1,
      documents: 1,
    });
    expect(await index(data, [path], { prune: true })).toMatchObject({ removed: 0, unchanged: 1 });
  });

  it("does not take a folder it may not look into for an empty one", async () => {
    if (process.getuid?.() === 0) return expect(process.getuid()).toBe(0);
    await index(data, [docs]);
    chmodSync(join(docs, "b"), 0o000);
    const report = await index(data, [docs], { prune: true });
    chmodSync(join(docs, "b"), 0o755);
    expect(report).toMatchObject({ removed: 0, documents: 2, skipped: [{ code: "ingest.unreadable" }] });
  });
});

describe("bad input", () => {
  it("is reported with path and reason, and the rest goes on", async () => {
    writeFiles(docs, {
      "empty.md": "",
      "binary.txt": new Uint8Array(2000).map((_, n) => n * 7),
      "report.pdf": "%PDF-1.7\n",
      "disguised.txt": new Uint8Array([0x50, 0x4b, 3, 4, 0, 0, 0, 0, 0, 0]),
      "records.jsonl": `${jsonl({ id: "good", text: "好的一行。" })}\n{broken\n{"id":"no text"}\n`,
      "secret.md": "秘密★10年\n\n# 关于某事的通知\n\n正文。",
    });
    symlinkSync("/etc/hostname", join(docs, "out.txt"));
    const report = await index(data, [docs], { strict: true });
    const codes = report.skipped.map(({ path, code }) => [path.slice(docs.length + 1), code]);
    expect(codes.sort()).toEqual([
      ["binary.txt", expect.stringMatching(/^ingest\./)],
      ["disguised.txt", "ingest.type_mismatch"],
      ["empty.md", expect.stringMatching(/^ingest\./)],
      ["out.txt", "index.link_outside"],
      ["records.jsonl", "ingest.bad_line"],
      ["records.jsonl", "ingest.bad_line"],
      ["report.pdf", "ingest.corrupt_pdf"],
      ["secret.md", "ingest.classified"],
    ]);
    for (const { reason } of report.skipped) expect(reason).toMatch(/[\u4e00-\u9fff]/);
    expect(report).toMatchObject({ added: 3, documents: 3, failed: true });
    const again = await index(data, [docs]);
    expect(again.skipped.map(({ code }) => code).sort()).toEqual(
      report.skipped.map(({ code }) => code).sort(),
    );
    expect(again).toMatchObject({ unchanged: 3, failed: false, generation: report.generation });
  });

  it("above the limit is refused with size and limit; what is below is read whole", async () => {
    writeFileSync(join(docs, "big.txt"), "本市办理居住证的材料如下。\n".repeat(80_000));
    const refused = await index(data, [docs], { maxFileBytes: 2_000_000 });
    expect(refused.skipped).toMatchObject([
      {
        path: join(docs, "big.txt"),
        code: "ingest.file_too_large",
        reason: expect.stringMatching(/MB.*1\.9 MB/),
      },
    ]);
    expect(await index(data, [docs])).toMatchObject({ skipped: [], added: 1, documents: 3 });
    expect(await textOf("big")).toHaveLength(80_000 * 14);
  });

  it("that vanishes midway is reported with its path", async () => {
    const atPoint = (point: string) => {
      if (point === "read") rmSync(join(docs, "b"), { recursive: true, force: true });
    };
    const report = await index(data, [docs], { atPoint });
    expect(report.skipped).toMatchObject([{ path: join(docs, "b/c.txt"), code: "ingest.vanished" }]);
    expect(report).toMatchObject({ added: 1, documents: 1 });
  });

  it("leaves what the index held of the file before", async () => {
    await index(data, [docs]);
    writeFiles(docs, { "a.md": "" });
    const report = await index(data, [docs], { prune: true });
    expect(report).toMatchObject({ skipped: [{ path: join(docs, "a.md") }], removed: 0, documents: 2 });
  });

  it("takes out a document that is marked as secret now", async () => {
    writeFiles(docs, { "r.jsonl": jsonl({ id: "r1", text: "第一条。" }, { id: "r2", text: "第二条。" }) });
    await index(data, [docs]);
    writeFiles(docs, { "a.md": "机密★\n\n# 通知\n\n正文。" });
    writeFiles(docs, {
      "r.jsonl": jsonl({ id: "r1", text: "绝密★20年\n第一条。" }, { id: "r2", text: "第二条。" }),
    });
    expect(await index(data, [docs])).toMatchObject({ removed: 2, unchanged: 2, documents: 2 });
    expect(await documentIds()).toEqual(["b/c", "r2"]);
  });

  it("with one id twice keeps the first and says whose it is, in every run", async () => {
    writeFiles(docs, {
      "r1.jsonl": jsonl({ id: "a", text: "占了别人的编号。" }, { id: "r", text: "第一份。" }),
      "r2.jsonl": jsonl({ id: "r", text: "第二份。" }, { id: "s", text: "另一条。" }),
    });
    for (let run = 0; run < 2; run++) {
      const { skipped } = await index(data, [docs]);
      expect(skipped.map(({ path, code }) => [path, code])).toEqual([
        [join(docs, "r1.jsonl"), "index.duplicate_id"],
        [join(docs, "r2.jsonl"), "index.duplicate_id"],
      ]);
      expect(skipped[1]?.reason).toContain(join(docs, "r1.jsonl"));
    }
    expect(await textOf("r")).toBe("第一份。");
    writeFiles(docs, { "r1.jsonl": jsonl({ id: "x", text: "换了内容。" }) });
    await index(data, [docs]);
    expect(await textOf("r")).toBe("第二份。");
  });

  it("that breaks a loader does not break the run", async () => {
    writeFiles(docs, { "deep.json": `${"[".repeat(100_000)}` });
    const report = await index(data, [docs]);
    expect(report).toMatchObject({ documents: 2, skipped: [{ path: join(docs, "deep.json") }] });
  });
});

describe("two at once", () => {
  it("refuses the second writer with the first one's process", async () => {
    const lock = await lockDataDirectory(data, "index");
    const second = index(data, [docs], { lockWaitMs: 100 });
    await expect(second).rejects.toMatchObject({
      code: "lock.held",
      message: expect.stringContaining(String(process.pid)),
    });
    await lock.release();
    expect(await index(data, [docs])).toMatchObject({ added: 2 });
  });

  it("does both, one after the other, when the first is quick", async () => {
    const reports = await Promise.all([index(data, [join(docs, "a.md")]), index(data, [join(docs, "b")])]);
    expect(reports.map(({ added }) => added)).toEqual([1, 1]);
    expect(await documentIds()).toEqual(["a", "c"]);
  });
});

describe("stopping", () => {
  it("finishes the document at hand, keeps the index as it was, and goes on from there", async () => {
    await index(data, [join(docs, "a.md")]);
    const records = Array.from({ length: 500 }, (_, n) => ({ id: `r${n}`, text: `第${n}条记录。` }));
    writeFiles(docs, { "r.jsonl": jsonl(...records), "z.md": "最后一份。" });
    const stop = new AbortController();
    const points: string[] = [];
    const stopped = index(data, [docs], {
      signal: stop.signal,
      atPoint: (point) => {
        points.push(point);
        if (point === "batch_committed") stop.abort();
      },
    });
    await expect(stopped).rejects.toMatchObject({ name: "AbortError" });
    expect(await documentIds()).toEqual(["a"]);
    const wrote = () => points.filter((point) => point === "in_batch").length;
    const before = wrote();
    expect(before).toBeGreaterThan(200);
    points.length = 0;
    const report = await index(data, [docs], { atPoint: (point) => points.push(point) });
    expect(report).toMatchObject({ added: 502, unchanged: 1, documents: 503 });
    expect(wrote()).toBeLessThan(1600);
  });

  it("stops while it builds, too, and leaves no files behind", async () => {
    const stop = new AbortController();
    const embedder = {
      name: "stopped",
      prepare: async (_texts: readonly string[], signal?: AbortSignal) => {
        stop.abort();
        signal?.throwIfAborted();
        return null;
      },
    };
    const stopped = index(data, [docs], { signal: stop.signal, vectors: true, embedder });
    await expect(stopped).rejects.toMatchObject({ name: "AbortError" });
    expect(readdirSync(join(data, "index"))).toEqual([]);
    expect(await index(data, [docs])).toMatchObject({ added: 2 });
  });

  it("does not let another request publish what was left unfinished", async () => {
    const stop = new AbortController();
    writeFiles(docs, {
      "r.jsonl": jsonl(...Array.from({ length: 300 }, (_, n) => ({ id: `r${n}`, text: "记录。" }))),
    });
    const atPoint = (point: string) => point === "batch_committed" && stop.abort();
    await expect(index(data, [docs], { signal: stop.signal, atPoint })).rejects.toThrow();
    expect(await index(data, [join(docs, "b")])).toMatchObject({ added: 1, documents: 1 });
    expect(await documentIds()).toEqual(["c"]);
  });
});

it("tells progress with counts", async () => {
  const seen: string[] = [];
  await index(data, [docs], {
    onProgress: ({ phase, done, total }) => seen.push(`${phase} ${done}/${total}`),
  });
  expect(seen).toEqual(["read 0/2", "read 1/2", "read 2/2", "index 2/2"]);
});

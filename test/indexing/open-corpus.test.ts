import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { isIndexed, type OpenedCorpus } from "../../src/indexing/open-corpus.ts";
import { lockDataDirectory } from "../../src/indexing/run/data-lock.ts";
import { createLogger } from "../../src/logger.ts";
import { index, open } from "../support/corpus-directories.ts";
import { scratchDirectory, writeFiles } from "../support/scratch.ts";

const scratch = scratchDirectory();
let docs: string;
let data: string;
let number = 0;

const MATTERS = ["公积金提取", "社保卡补办", "营业执照变更", "护照换发", "不动产登记"];
const BODIES = ["公积金中心", "人力社保局", "市场监管局", "出入境大厅", "登记中心", "街道", "社区"];

beforeEach(() => {
  docs = join(scratch, String(number), "docs");
  data = join(scratch, String(number++), "data");
  const records = Array.from({ length: 40 }, (_, n) => ({
    id: `r${n}`,
    title: `第${n}号办事指南`,
    text: `第${n}号窗口办理居住证，请带身份证原件。${MATTERS[n % 5]}由${BODIES[n % 7]}受理。`,
    visibility: n % 4 === 3 ? "internal" : "public",
  }));
  writeFiles(docs, { "r.jsonl": records.map((record) => JSON.stringify(record)).join("\n") });
});

/** Events logged by what runs in `use`. */
async function eventsOf(use: (logger: ReturnType<typeof createLogger>) => Promise<void>): Promise<string[]> {
  const events: string[] = [];
  await use(createLogger((line) => events.push(JSON.parse(line).event)));
  return events;
}

async function search(corpus: OpenedCorpus, query: string, audience: "public" | "staff" = "public") {
  const found = await corpus.current().retrieve({ query, limit: 50, audience });
  return found.map(({ document }) => document.id);
}

const generationFolder = () => join(data, "index", readdirSync(join(data, "index"))[0] ?? "");

describe("a data directory", () => {
  it("never indexed is told apart from one that holds nothing", async () => {
    expect(await isIndexed(data)).toBe(false);
    await expect(open(data)).rejects.toMatchObject({ code: "index.missing", kind: "not_configured" });
    mkdirSync(join(docs, "empty"));
    await index(data, [join(docs, "empty")]);
    expect(await isIndexed(data)).toBe(true);
  });

  it("whose first indexing was cut short counts as never indexed", async () => {
    const stop = new AbortController();
    stop.abort();
    await expect(index(data, [docs], { signal: stop.signal })).rejects.toThrow();
    expect(existsSync(join(data, "documents.sqlite"))).toBe(true);
    expect(await isIndexed(data)).toBe(false);
    await expect(open(data)).rejects.toMatchObject({ code: "index.missing" });
  });
});

describe("an open corpus", () => {
  it("shows the public nothing internal, on any path", async () => {
    await index(data, [docs]);
    const corpus = await open(data);
    const current = corpus.current();
    expect(await search(corpus, "第3号窗口")).not.toContain("r3");
    expect(await search(corpus, "第3号窗口", "staff")).toContain("r3");
    expect([await current.document("r3", "public"), await current.passages("r3", "public")]).toEqual([
      null,
      [],
    ]);
    expect((await current.document("r3", "staff"))?.id).toBe("r3");
    expect([await current.list("public"), await current.list("staff")].map((list) => list.length)).toEqual([
      30, 40,
    ]);
    const [common] = await current.frequencies(["居住"], "public");
    expect(common).toEqual({ passages: 30, of: 30 });
    await corpus.close();
  });

  it("gives passages whose quotes stand in the stored text", async () => {
    await index(data, [docs]);
    const corpus = await open(data);
    const [found] = await corpus.current().retrieve({ query: "第5号窗口", limit: 1, audience: "public" });
    const { document, passage } = found ?? {};
    expect(document?.text.slice(passage?.start, passage?.end)).toMatch(/^第5号窗口办理居住证/);
    expect(await corpus.current().passages("r5", "public")).toEqual([passage]);
    await corpus.close();
  });

  it("takes the next generation when asked, while holders of the old one go on reading it", async () => {
    await index(data, [docs]);
    const corpus = await open(data);
    const old = corpus.current();
    expect(await corpus.refresh()).toBe(false);
    writeFiles(docs, { "r.jsonl": JSON.stringify({ id: "r5", text: "第5号窗口搬到二楼。" }) });
    await index(data, [docs], { prune: true });
    expect(corpus.current()).toBe(old);
    expect(await corpus.refresh()).toBe(true);
    expect(await search(corpus, "第5号窗口")).toEqual(["r5"]);
    expect((await corpus.current().document("r5", "public"))?.text).toContain("二楼");
    expect((await old.document("r5", "public"))?.text).toContain("身份证原件");
    expect(await old.retrieve({ query: "居住证", limit: 50, audience: "public" })).toHaveLength(30);
    await corpus.close();
  });

  it("takes it by itself when told how often to look", async () => {
    await index(data, [docs]);
    const corpus = await open(data, { pollMs: 20 });
    const before = corpus.current().generation;
    writeFiles(docs, { "new.md": "新开了一个窗口。" });
    const { generation } = await index(data, [docs]);
    await expect.poll(() => corpus.current().generation, { timeout: 10_000 }).toBe(generation);
    expect(generation).not.toBe(before);
    await corpus.close();
  });

  it("keeps what it has when the next generation can't be opened", async () => {
    await index(data, [docs]);
    let corpus: OpenedCorpus | undefined;
    const events = await eventsOf(async (logger) => {
      corpus = await open(data, { logger });
      writeFiles(docs, { "new.md": "新开了一个窗口。" });
      await index(data, [docs]);
      rmSync(join(data, "index"), { recursive: true });
      writeFileSync(join(data, "index"), "no folder");
      process.env.TMPDIR = "/nowhere";
      expect(await corpus.refresh()).toBe(false);
      delete process.env.TMPDIR;
    });
    expect(events).toContain("index.refresh_failed");
    expect(await search(corpus as OpenedCorpus, "居住证")).toHaveLength(30);
    await corpus?.close();
  });
});

describe("index files", () => {
  const damages: [string, () => void][] = [
    ["gone", () => rmSync(join(data, "index"), { recursive: true })],
    ["without manifest", () => rmSync(join(generationFolder(), "manifest.json"))],
    ["with a manifest that is no JSON", () => writeFileSync(join(generationFolder(), "manifest.json"), "{")],
    [
      "cut",
      () => {
        for (const name of readdirSync(generationFolder())) {
          const path = join(generationFolder(), name);
          truncateSync(path, Math.floor(statSync(path).size / 2));
        }
      },
    ],
    [
      "with a flipped bit in the index of words",
      () => {
        const name = readdirSync(generationFolder()).find(
          (file) => file.includes("lexical") && file.includes("public"),
        );
        const path = join(generationFolder(), name ?? "");
        const bytes = readFileSync(path);
        bytes[bytes.length - 9] = (bytes[bytes.length - 9] ?? 0) ^ 4;
        writeFileSync(path, bytes);
      },
    ],
    [
      "of another generation",
      () => {
        const path = join(generationFolder(), "manifest.json");
        writeFileSync(path, readFileSync(path, "utf8").replace(/"1-[0-9a-f]{8}"/, '"1-00000000"'));
      },
    ],
  ];

  it.each(damages)("that are %s are built again from the documents, for good", async (_what, damage) => {
    await index(data, [docs], { vectors: true });
    damage();
    const events = await eventsOf(async (logger) => {
      const corpus = await open(data, { logger });
      expect(await search(corpus, "居住证")).toHaveLength(30);
      expect(await search(corpus, "居住证", "staff")).toHaveLength(40);
      await corpus.close();
    });
    expect(events.at(-1)).toBe("index.rebuilt");
    expect(events.length).toBeGreaterThan(1);
    const quiet = await eventsOf(async (logger) => (await open(data, { logger })).close());
    expect(quiet.filter((event) => event !== "index.graph_unavailable")).toEqual([]);
  });

  it("whose vectors are damaged get them again", async () => {
    await index(data, [docs], { vectors: true });
    const names = readdirSync(generationFolder()).filter((name) => name.includes("vectors"));
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) writeFileSync(join(generationFolder(), name), "cut");
    const events = await eventsOf(async (logger) => (await open(data, { logger })).close());
    expect(events).toContain("index.vectors_damaged");
    expect(events.at(-1)).toBe("index.rebuilt");
    const corpus = await open(data);
    const [best] = await corpus.current().retrieve({ query: "居住证窗口", limit: 1, audience: "public" });
    expect(best?.cosine).not.toBeNull();
    await corpus.close();
  });

  it("are built elsewhere while another process holds the data directory, and removed again", async () => {
    await index(data, [docs]);
    rmSync(join(data, "index"), { recursive: true });
    const lock = await lockDataDirectory(data, "index");
    const temporary = join(scratch, "temporary");
    mkdirSync(temporary, { recursive: true });
    process.env.TMPDIR = temporary;
    const corpus = await open(data);
    delete process.env.TMPDIR;
    expect(await search(corpus, "居住证")).toHaveLength(30);
    expect(readdirSync(temporary)).toHaveLength(1);
    await corpus.close();
    expect(readdirSync(temporary)).toHaveLength(0);
    await lock.release();
  });

  it("are made anew by the next run when they are gone, though no file has changed", async () => {
    const first = await index(data, [docs]);
    rmSync(join(data, "index"), { recursive: true });
    const second = await index(data, [docs]);
    expect(second).toMatchObject({ unchanged: 40, added: 0, documents: 40 });
    expect(second.generation).not.toBe(first.generation);
  });

  it("get vectors when asked for, though no file has changed", async () => {
    await index(data, [docs]);
    await index(data, [docs], { vectors: true });
    const corpus = await open(data);
    const [best] = await corpus.current().retrieve({ query: "居住证", limit: 1, audience: "public" });
    expect(best?.cosine).not.toBeNull();
    await corpus.close();
  });
});

describe("a damaged database", () => {
  it("is refused in plain words by readers and writers, and left as it is", async () => {
    await index(data, [docs]);
    const path = join(data, "documents.sqlite");
    const bytes = readFileSync(path).fill(0, 0, 512);
    writeFileSync(path, bytes);
    const refusal = { code: "storage.damaged", kind: "storage", message: expect.stringContaining(path) };
    await expect(open(data)).rejects.toMatchObject(refusal);
    await expect(index(data, [docs])).rejects.toMatchObject(refusal);
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });

  /** Flips a bit wherever a text stands in the database file, as a failing disk would. */
  function flipBitIn(text: string) {
    const path = join(data, "documents.sqlite");
    const bytes = readFileSync(path);
    const sought = Buffer.from(text);
    let flips = 0;
    for (let at = bytes.indexOf(sought); at >= 0; at = bytes.indexOf(sought, at)) {
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      flips++;
    }
    expect(flips).toBeGreaterThan(0);
    writeFileSync(path, bytes);
  }

  it("with one flipped bit in a text withholds that document, says so, and heals when it is indexed again", async () => {
    await index(data, [docs]);
    flipBitIn("第5号窗口");
    const events = await eventsOf(async (logger) => {
      const corpus = await open(data, { logger });
      expect(await search(corpus, "居住证")).toHaveLength(29);
      expect(await corpus.current().document("r5", "staff")).toBeNull();
      await corpus.close();
    });
    expect(events).toEqual(["index.document_damaged"]);
    expect(await index(data, [docs])).toMatchObject({ unchanged: 39 + 1, documents: 40 });
    const corpus = await open(data);
    expect(await search(corpus, "第5号窗口")).toContain("r5");
    await corpus.close();
  });

  it("takes a damaged document of other PATHs out of the next generation, and says how to get it back", async () => {
    await index(data, [docs]);
    flipBitIn("第5号窗口");
    const other = `${docs}2`;
    writeFiles(other, { "x.md": "别处的文件。" });
    const report = await index(data, [other]);
    expect(report).toMatchObject({ documents: 40, added: 1, removed: 1 });
    expect(report.skipped).toMatchObject([{ path: join(docs, "r.jsonl"), code: "index.document_damaged" }]);
    expect(await index(data, [docs])).toMatchObject({ added: 1, unchanged: 39, documents: 41, skipped: [] });
  });
});

it("a copied data directory works as the one it was copied from", async () => {
  await index(data, [docs]);
  cpSync(data, `${data}-copy`, { recursive: true });
  const corpus = await open(`${data}-copy`);
  expect(await search(corpus, "居住证")).toHaveLength(30);
  await corpus.close();
});

it("old generations go when two newer ones are there and a minute has passed", async () => {
  const times = ["08:00:00", "08:00:10", "08:00:20", "08:05:00"].map(
    (time) => new Date(`2026-11-21T${time}Z`),
  );
  const names: string[] = [];
  for (const [n, time] of times.entries()) {
    writeFiles(docs, { "n.md": `第${n}版。` });
    names.push((await index(data, [docs], { now: () => time })).generation);
    if (n === 2) expect(readdirSync(join(data, "index")).sort()).toEqual(names);
  }
  expect(readdirSync(join(data, "index")).sort()).toEqual(names.slice(2));
});

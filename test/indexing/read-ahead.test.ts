import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { index, open } from "../support/corpus-directories.ts";
import { makeDocx } from "../support/office-files.ts";
import { scratchDirectory, writeFiles } from "../support/scratch.ts";

const scratch = scratchDirectory();
const word = (...body: string[]) => makeDocx({ body });
let round = 0;
let data = "";
let docs = "";

beforeEach(() => {
  data = join(scratch, String(++round), "data");
  docs = join(scratch, String(round), "docs");
});

async function textsOf(): Promise<[id: string, text: string][]> {
  const corpus = await open(data);
  try {
    const documents = await corpus.current().list("public");
    return documents.map(({ id, text }): [string, string] => [id, text]).sort();
  } finally {
    await corpus.close();
  }
}

describe("office files, read ahead of their turn", () => {
  it("are taken in in order, each under its own id, and a bad one costs itself alone", async () => {
    const names = Array.from({ length: 12 }, (_, n) => `${String(n).padStart(2, "0")}.docx`);
    const files = Object.fromEntries(names.map((name, n) => [name, word(`第${n}号通知的正文。`)]));
    writeFiles(docs, {
      ...files,
      "03.docx": word("坏").slice(0, 200),
      "05.docx": "",
      "06.txt": "第6号文本。",
    });
    const points: string[] = [];
    const report = await index(data, [docs], { atPoint: (point) => points.push(point) });
    expect(report.skipped.map(({ path, code }) => [path.slice(docs.length + 1), code])).toEqual([
      ["03.docx", "ingest.corrupt_archive"],
      ["05.docx", "ingest.empty_file"],
    ]);
    expect(points.filter((point) => point === "parsed")).toHaveLength(11);
    const texts = await textsOf();
    expect(texts).toHaveLength(11);
    expect(texts).toContainEqual(["07", "第7号通知的正文。"]);
    // Two files share the name 06, so that both keep their extension.
    expect(texts).toContainEqual(["06.docx", "第6号通知的正文。"]);
    expect(texts).toContainEqual(["06.txt", "第6号文本。"]);
  });

  it("are left alone when they have not changed, and read again when they have", async () => {
    writeFiles(docs, { "a.docx": word("甲。"), "b.docx": word("乙。"), "c.docx": word("丙。") });
    expect(await index(data, [docs])).toMatchObject({ added: 3, skipped: [] });
    writeFiles(docs, { "b.docx": word("乙改。") });
    expect(await index(data, [docs])).toMatchObject({ added: 0, updated: 1, unchanged: 2 });
    expect(await textsOf()).toContainEqual(["b", "乙改。"]);
  });

  it("stop with the run, which goes on from there the next time", async () => {
    const names = Array.from({ length: 8 }, (_, n) => `${n}.docx`);
    writeFiles(docs, Object.fromEntries(names.map((name, n) => [name, word(`第${n}号。`)])));
    const stop = new AbortController();
    let parsed = 0;
    const atPoint = (point: string) => {
      if (point === "parsed" && ++parsed === 3) stop.abort(new Error("stopped"));
    };
    await expect(index(data, [docs], { atPoint, signal: stop.signal })).rejects.toThrow("stopped");
    expect(await index(data, [docs])).toMatchObject({ added: 8, documents: 8, skipped: [] });
  });
});

import { describe, expect, it } from "vitest";
import { analyseQuestion } from "../../src/retrieval/analyse.ts";
import { createTypedArrayIndex, openTypedArrayIndex } from "../../src/retrieval/stores/typed-array-index.ts";
import { describeLexicalIndex } from "../contracts/lexical-index.contract.ts";
import { indexEntry } from "../support/index-entries.ts";

describeLexicalIndex("typed arrays", () => createTypedArrayIndex());

describe("typed-array index", () => {
  const entries = Array.from({ length: 400 }, (_, i) =>
    indexEntry(
      `d${i % 40}#${i}`,
      `第${i}号通知：${"甲乙丙丁戊己庚辛壬癸"[i % 10]}类事项${i % 7}个，word${i}。`,
    ),
  );

  it("opens what it wrote and finds the same", async () => {
    const index = createTypedArrayIndex();
    await index.upsert(entries);
    await index.delete("d3");
    const opened = openTypedArrayIndex(index.serialise());
    expect(opened.size).toBe(390);
    for (const question of ["甲类事项", "第17号通知", "word33", "d3"]) {
      const terms = analyseQuestion(question);
      expect(await opened.search(terms, { limit: 20 })).toEqual(await index.search(terms, { limit: 20 }));
    }
  });

  it("can be changed after opening", async () => {
    const index = createTypedArrayIndex();
    await index.upsert(entries);
    const opened = openTypedArrayIndex(index.serialise());
    await opened.upsert([indexEntry("d3#3", "从前没有的鹦鹉")]);
    const hits = await opened.search(analyseQuestion("鹦鹉"), { limit: 5 });
    expect(hits.map((hit) => hit.passageId)).toEqual(["d3#3"]);
    expect(opened.size).toBe(400);
  });

  it("reads bytes that do not begin at an aligned address", async () => {
    const index = createTypedArrayIndex();
    await index.upsert(entries);
    const bytes = index.serialise();
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    const opened = openTypedArrayIndex(shifted.subarray(3));
    expect(opened.size).toBe(400);
  });

  it("merges many small changes and keeps finding all of them", async () => {
    const index = createTypedArrayIndex();
    for (const entry of entries.slice(0, 60)) {
      await index.upsert([entry]);
      await index.search(analyseQuestion("通知"), { limit: 1 });
    }
    expect(await index.search(analyseQuestion("通知"), { limit: 100 })).toHaveLength(60);
  });

  it.each([
    ["nothing", new Uint8Array(0)],
    ["another file", new TextEncoder().encode("%PDF-1.7 something else")],
    ["a cut header", createTypedArrayIndex().serialise().subarray(0, 12)],
  ])("refuses %s", (_, bytes) => {
    expect(() => openTypedArrayIndex(bytes)).toThrow(expect.objectContaining({ code: "index.malformed" }));
  });

  it("keeps ten thousand passages within 40 bytes for each character", async () => {
    const index = createTypedArrayIndex();
    await index.upsert(entries);
    const characters = entries.reduce((sum, entry) => sum + entry.body.length, 0);
    expect(index.serialise().length).toBeLessThan(40 * characters);
  });
});

import { describe, expect, it } from "vitest";
import { WenbanError } from "../../src/errors.ts";
import { createRegionTable } from "../../src/language/regions.ts";
import { parseRegionData } from "../../src/language/regions-data.ts";
import { readKnowledge } from "../support/shipped-knowledge.ts";

describe("the data", () => {
  const data = parseRegionData({
    divisions: readKnowledge("regions.json"),
    history: readKnowledge("regions-history.yaml"),
    words: readKnowledge("regions-words.yaml"),
  });
  const codes = new Set(data.divisions.map((division) => division.code));

  it("has each code once", () => {
    expect(codes.size).toBe(data.divisions.length);
  });

  it("leads every former name to present divisions", () => {
    expect(data.former.filter(({ now }) => !now.every((code) => codes.has(code)))).toEqual([]);
  });

  it("lists as ordinary words only names there are, each once", () => {
    const bare = new Set([
      ...data.divisions.flatMap((division) => division.short ?? []),
      ...data.former.map((former) => former.name.slice(0, -1)),
    ]);
    const full = new Set(data.divisions.map((division) => division.name));
    expect([...data.needsSuffix, ...data.needsContext].filter((word) => !bare.has(word))).toEqual([]);
    expect([...data.needsSuffix].filter((word) => data.needsContext.has(word))).toEqual([]);
    expect([...data.needsParent].filter((word) => !full.has(word))).toEqual([]);
  });
});

describe("unreadable files", () => {
  const good = { divisions: '{"divisions":[["330000","浙江省"]]}', history: "changes: {}", words: "{}" };

  it.each([
    ["divisions", "{", "regions.json"],
    ["divisions", '{"divisions":[["33","浙江省"]]}', "regions.json"],
    ["history", "changes: {2021: 江干区}", "regions-history.yaml"],
    ["history", "splits: {2021: 330113}", "regions-history.yaml"],
    ["words", "needSuffix: {}", "regions-words.yaml"],
  ])("a fault in %s (%s) is named", (key, text, file) => {
    const read = () => parseRegionData({ ...good, [key]: text });
    expect(read).toThrow(WenbanError);
    expect(read).toThrow(file);
  });

  it("a table of one province works", () => {
    expect(createRegionTable(parseRegionData(good)).parse("浙江")?.code).toBe("330000");
  });
});

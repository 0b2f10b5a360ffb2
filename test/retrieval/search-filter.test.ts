import { describe, expect, it } from "vitest";
import { compileFilter, coversByPrefix } from "../../src/retrieval/search-filter.ts";

describe("coversByPrefix", () => {
  it.each([
    ["100000", "330106", true],
    ["330000", "330106", true],
    ["330100", "330106", true],
    ["330106", "330106", true],
    ["330106", "330100", false],
    ["330100", "330000", false],
    ["330200", "330106", false],
    ["360000", "330106", false],
    ["330000", "100000", false],
    ["110000", "110105", true],
    ["330106", "330105", false],
  ])("%s over %s: %s", (upper, lower, expected) => {
    expect(coversByPrefix(upper, lower)).toBe(expected);
  });
});

describe("compileFilter", () => {
  const fields = { documentId: "d", kind: "policy", regionCode: "330100" } as const;

  it("gives null where nothing is narrowed", () => {
    expect(compileFilter(undefined)).toBeNull();
    expect(compileFilter({})).toBeNull();
  });

  it("asks the region table when one is handed in", () => {
    const covers = (upper: string, lower: string) => upper === "330100" && lower === "999999";
    expect(compileFilter({ regions: ["999999"] }, covers)?.(fields)).toBe(true);
    expect(compileFilter({ regions: ["330106"] }, covers)?.(fields)).toBe(false);
  });

  it.each<[string | null, boolean]>([
    ["330106", true],
    [null, true],
    ["980102", false],
  ])("leaves out the fictional place where only real ones are wanted: %s", (regionCode, expected) => {
    expect(compileFilter({ realOnly: true })?.({ ...fields, regionCode })).toBe(expected);
  });

  it.each([
    ["hangzhou/rules/1", true],
    ["hangzhou", false],
    ["ningbo/hangzhou/1", false],
    ["hz-1", true],
  ])("keeps what is in one of the folders: %s", (documentId, expected) => {
    const filter = { idPrefixes: ["hangzhou/", "hz-"] };
    expect(compileFilter(filter)?.({ ...fields, documentId })).toBe(expected);
  });

  it("says which member is wrong and what to do", () => {
    const refused = () => compileFilter({ regions: ["杭州"] });
    expect(refused).toThrow(/regions/);
    expect(refused).toThrow(expect.objectContaining({ hint: expect.stringContaining("filter") }));
  });
});

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { readKnowledge, shippedRegions, splitShippedFile } from "../support/shipped-knowledge.ts";

const regions = shippedRegions();
const files = readdirSync(new URL("../../knowledge/reforms/", import.meta.url));

/** Each summary's original, where the folder of originals lies beside the project. */
const ORIGINALS = new URL("../../../shared/seeds/", import.meta.url);
const hasOriginals = existsSync(ORIGINALS);
const ORIGINAL_OF: Record<string, string> = {
  "yuhang-2015.md": "000_",
  "xihu-2014.md": "001_",
  "wenzhou-2013-2016.md": "002_",
  "pingshan-2017.md": "003_",
  "jiaojiang-2019.md": "004_",
};
/** Numbers of an original's page furniture: clock times, and a date written 20.01.2016. */
const FURNITURE = new Set([20.01, 32, 10, 43, 9, 28]);

function load(name: string) {
  const { front, body } = splitShippedFile(readKnowledge(`reforms/${name}`));
  return { head: parse(front) as Record<string, unknown>, body };
}

function numbers(text: string): number[] {
  return [...new Set(text.match(/\d+(?:\.\d+)?/g)?.map(Number))];
}

describe.each(files)("%s", (name) => {
  const { head, body } = load(name);

  it("says that it is a paraphrase, of what, and for which place", () => {
    expect(head).toMatchObject({
      kind: "summary",
      provenance: "paraphrase",
      title: expect.stringContaining("（整理）"),
      originalTitle: expect.any(String),
    });
    expect(regions.parse(String(head.region))?.name).toBe(head.region);
  });

  it("names the period it speaks of, since a summary outlives its year", () => {
    expect(body.slice(0, 200)).toMatch(/20\d\d年/);
    expect(body).not.toMatch(/今年|去年|目前|截至目前|截止目前/);
  });

  it("has headings to be found by", () => {
    expect(body.match(/^##+ \S/gm)?.length).toBeGreaterThanOrEqual(5);
  });

  it.skipIf(!hasOriginals)("holds every figure of its original and no other", () => {
    const file = readdirSync(ORIGINALS).find((each) => each.startsWith(ORIGINAL_OF[name] ?? "?"));
    const original = readFileSync(new URL(file ?? "", ORIGINALS), "utf8");
    expect(numbers(original).filter((n) => !FURNITURE.has(n) && !numbers(body).includes(n))).toEqual([]);
    expect(numbers(body).filter((n) => !numbers(original).includes(n))).toEqual([]);
  });
});

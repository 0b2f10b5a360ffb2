import { describe, expect, it } from "vitest";
import type { Embedder } from "../../src/llm/embedder.ts";
import { measureFusionWeight, UNMEASURED_WEIGHT } from "../../src/retrieval/fusion-weight.ts";
import { indexEntry } from "../support/index-entries.ts";

const DIMENSIONS = 64;
const NUMERALS = "零一二三四五六七八九";

/** Passages whose first sentence and rest are about one matter, in words that many others share. */
const entries = Array.from({ length: 80 }, (_, i) => {
  const [tens, ones] = [NUMERALS[Math.floor(i / 10)], NUMERALS[i % 10]];
  return indexEntry(
    `d${i}#0`,
    `关于甲${tens}乙${ones}事项的申请说明。材料齐全后在窗口提交，编号为丙${i}丁，工作人员核对丙${i}丁的原件，当场出具受理凭证。`,
  );
});

function embedder(vectorOf: (text: string) => number[]): Embedder {
  return {
    model: "test",
    dimensions: DIMENSIONS,
    embedDocuments: async (texts) => texts.map(vectorOf),
    embedQuery: async (text) => vectorOf(text),
  };
}

/** Knows which matter a text is about, by its numerals or its number. */
const knowing = embedder((text) => {
  const numerals = /甲(.)乙(.)/.exec(text);
  const digits = /丙(\d+)丁/.exec(text);
  const matter = numerals
    ? NUMERALS.indexOf(numerals[1] ?? "") * 10 + NUMERALS.indexOf(numerals[2] ?? "")
    : Number(digits?.[1] ?? 0);
  return Array.from({ length: DIMENSIONS }, (_, d) => Math.sin((matter + 1) * (d + 1) * 0.7) + 0.01);
});

/** Vectors that have nothing to do with what a text says. */
const misleading = embedder((text) => {
  let state = 17;
  for (let i = 0; i < text.length; i++) state = (state * 31 + text.charCodeAt(i)) % 2_147_483_647;
  return Array.from({ length: DIMENSIONS }, (_, d) => Math.sin(state * (d + 1)) + 0.01);
});

describe("measureFusionWeight", () => {
  it("gives an embedder that knows the matter a large weight", async () => {
    expect(await measureFusionWeight(knowing, entries)).toBeGreaterThanOrEqual(0.5);
  });

  it("gives one that misleads less", async () => {
    expect(await measureFusionWeight(misleading, entries)).toBeLessThan(0.5);
  });

  it("takes the documented weight where there is too little to measure on", async () => {
    expect(await measureFusionWeight(knowing, entries.slice(0, 10))).toBe(UNMEASURED_WEIGHT);
    expect(await measureFusionWeight(knowing, [])).toBe(UNMEASURED_WEIGHT);
  });

  it("stops at a signal", async () => {
    await expect(measureFusionWeight(knowing, entries, AbortSignal.abort())).rejects.toThrow();
  });
});

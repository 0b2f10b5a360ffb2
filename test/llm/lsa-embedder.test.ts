import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  lsaEmbedderSource,
  openLsaEmbedder,
  trainLsaEmbedder,
} from "../../src/llm/providers/lsa-embedder.ts";
import { decomposeSymmetric } from "../../src/llm/providers/symmetric-eigen.ts";
import { describeEmbedder } from "../contracts/embedder.contract.ts";

const SUBJECTS = [
  ["公积金", "提取", "租房", "缴存", "贷款额度"],
  ["身份证", "补领", "派出所", "户口簿", "照相"],
  ["营业执照", "登记", "个体工商户", "经营场所", "注册"],
];
const TEXTS = Array.from({ length: 60 }, (_, i) => {
  const words = SUBJECTS[i % 3] as string[];
  return Array.from({ length: 3 }, (_, w) => words[(i + w * (1 + (i % 2))) % words.length]).join("，");
});

function cosine(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
}

function train() {
  const embedder = trainLsaEmbedder(TEXTS);
  if (!embedder) throw new Error("nothing learnt");
  return embedder;
}

describeEmbedder("LSA", train);

describe("LSA embedder", () => {
  it("puts words of one subject near each other though no text shares a character", async () => {
    const [query, same, other] = await train().embedDocuments(["补领", "派出所", "贷款额度"]);
    expect(cosine(query ?? [], same ?? [])).toBeGreaterThan(cosine(query ?? [], other ?? []) + 0.3);
  });

  it("gives unit vectors of its dimensions, and the zero vector for unknown words", async () => {
    const embedder = train();
    const vectors = await embedder.embedDocuments([...TEXTS.slice(0, 5), "鹦鹉螺", ""]);
    expect(vectors.every((vector) => vector.length === embedder.dimensions)).toBe(true);
    const lengths = vectors.map((vector) => Math.hypot(...vector));
    lengths.slice(0, 5).forEach((length) => {
      expect(length).toBeCloseTo(1, 6);
    });
    expect(lengths.slice(5)).toEqual([0, 0]);
  });

  it("strips question words from questions", async () => {
    const embedder = train();
    const [plain] = await embedder.embedDocuments(["身份证补领"]);
    expect(await embedder.embedQuery("请问身份证怎么补领呢")).toEqual(
      (await embedder.embedDocuments([" 身份证 补领 "]))[0],
    );
    expect(plain).toHaveLength(embedder.dimensions);
  });

  it("reads both scripts alike", async () => {
    const embedder = train();
    expect(await embedder.embedQuery("營業執照登記")).toEqual(await embedder.embedQuery("营业执照登记"));
  });

  it("learns the same from the same texts, and opens what it wrote", async () => {
    const [one, two] = [train(), train()];
    expect(one.serialise()).toEqual(two.serialise());
    const opened = openLsaEmbedder(one.serialise());
    expect(opened.model).toBe(one.model);
    expect(await opened.embedQuery("公积金")).toEqual(await one.embedQuery("公积金"));
  });

  it("never gives a number that is not finite", async () => {
    const embedder = train();
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary", maxLength: 40 }), async (text) => {
        expect((await embedder.embedQuery(text)).every(Number.isFinite)).toBe(true);
      }),
    );
  });

  it.each([
    ["no texts", []],
    ["a few texts", TEXTS.slice(0, 5)],
    ["texts without a word", Array.from({ length: 40 }, () => "。。。")],
    ["texts with nothing in common", Array.from({ length: 40 }, (_, i) => String.fromCharCode(0x4e00 + i))],
    ["one text over and over", Array.from({ length: 40 }, () => "身份证补领")],
  ])("learns nothing from %s", async (_, texts) => {
    expect(await lsaEmbedderSource.prepare(texts)).toBeNull();
  });
});

describe("decomposeSymmetric", () => {
  it("takes a symmetric matrix apart so that it can be put together again", () => {
    const size = 6;
    const entries = fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 36, maxLength: 36 });
    fc.assert(
      fc.property(entries, (raw) => {
        const matrix = new Float64Array(36);
        for (let i = 0; i < size; i++) {
          for (let j = 0; j < size; j++) {
            matrix[i * size + j] = (raw[i * size + j] as number) + (raw[j * size + i] as number);
          }
        }
        const { values, vectors } = decomposeSymmetric(matrix, size);
        expect([...values]).toEqual([...values].sort((a, b) => b - a));
        for (let i = 0; i < size; i++) {
          for (let j = 0; j < size; j++) {
            let sum = 0;
            for (let k = 0; k < size; k++) {
              sum +=
                (values[k] as number) * (vectors[i * size + k] as number) * (vectors[j * size + k] as number);
            }
            expect(sum).toBeCloseTo(matrix[i * size + j] as number, 6);
          }
        }
      }),
    );
  });
});

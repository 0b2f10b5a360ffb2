import { describe, expect, it } from "vitest";
import type { Embedder } from "../../src/llm/embedder.ts";

const TEXTS = ["身份证补领，派出所照相。", "公积金提取，租房缴存。", "营业执照登记，个体工商户。"];

/** What every embedder must do. `create` is called inside each test, where its server or model is ready. */
export function describeEmbedder(name: string, create: () => Promise<Embedder> | Embedder): void {
  describe(`embedder: ${name}`, () => {
    it("names its model, and gives every text a vector of its dimensions", async () => {
      const embedder = await create();
      expect(embedder.model).not.toBe("");
      const vectors = await embedder.embedDocuments(TEXTS);
      expect(vectors.map((vector) => vector.length)).toEqual(TEXTS.map(() => embedder.dimensions));
      expect(vectors.flat().every(Number.isFinite)).toBe(true);
      expect(await embedder.embedQuery("补领身份证")).toHaveLength(embedder.dimensions);
    });

    it("gives a text the same vector alone, among others and again", async () => {
      const embedder = await create();
      const together = await embedder.embedDocuments(TEXTS);
      for (const [index, text] of TEXTS.entries()) {
        expect((await embedder.embedDocuments([text]))[0]).toEqual(together[index]);
      }
      expect(await embedder.embedDocuments(TEXTS)).toEqual(together);
    });

    it("tells different texts apart", async () => {
      const [one, other] = await (await create()).embedDocuments(TEXTS);
      expect(one).not.toEqual(other);
    });

    it("has no vectors for no texts", async () => {
      expect(await (await create()).embedDocuments([])).toEqual([]);
    });
  });
}

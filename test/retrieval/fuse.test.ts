import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Candidate, demoteRepeats, fromLexical, fuseLegs } from "../../src/retrieval/fuse.ts";
import type { LexicalHit } from "../../src/retrieval/lexical-index.ts";
import type { VectorHit } from "../../src/retrieval/vector-store.ts";

const words = (passageId: string, score: number, share = score / 40): LexicalHit => ({
  passageId,
  documentId: passageId,
  score,
  share,
});
const near = (passageId: string, score: number): VectorHit => ({ passageId, documentId: passageId, score });

function order(candidates: readonly Candidate[]): string[] {
  return [...candidates].sort((a, b) => b.score - a.score).map((one) => one.passageId);
}

describe("fuseLegs", () => {
  it("keeps both scores of a passage that both legs found", () => {
    const [both, only] = fuseLegs([words("a", 12)], [near("a", 0.8), near("b", 0.5)], 0.2);
    expect(both).toMatchObject({ passageId: "a", lexical: 12, cosine: 0.8 });
    expect(only).toMatchObject({ passageId: "b", lexical: 0, cosine: 0.5 });
  });

  it("lets a weak leg decide between equals, but not against a clear lead", () => {
    const vectors = [near("b", 0.9), near("c", 0.8), near("a", 0.2)];
    const close = [words("a", 12), words("b", 11.9), words("c", 6)];
    expect(order(fuseLegs(close, vectors, 0.15))).toEqual(["b", "a", "c"]);
    const clear = [words("a", 12), words("b", 11), words("c", 6)];
    expect(order(fuseLegs(clear, vectors, 0.15))).toEqual(["a", "b", "c"]);
  });

  it("appends what only the vectors found below every word hit when the weight is 0", () => {
    const fused = fuseLegs([words("a", 12), words("b", 0.1)], [near("v", 0.9), near("w", 0.8)], 0);
    expect(order(fused)).toEqual(["a", "b", "v", "w"]);
  });

  it("listens to the vectors when even the best word hit says little of the question", () => {
    const vectors = [near("right", 0.9), near("far", 0.1)];
    expect(order(fuseLegs([words("junk", 2, 0.02)], vectors, 0.3))[0]).toBe("right");
    expect(order(fuseLegs([words("good", 2, 0.4)], vectors, 0.3))[0]).toBe("good");
  });

  it("lets a strong leg pass what only words have found", () => {
    const fused = fuseLegs([words("words", 10, 0.3)], [near("meaning", 0.9), near("far", 0.1)], 0.9);
    expect(order(fused)[0]).toBe("meaning");
  });

  it("is the vector order when words find nothing", () => {
    expect(order(fuseLegs([], [near("x", 0.4), near("y", 0.7)], 0.2))).toEqual(["y", "x"]);
  });

  const score = fc.double({ min: 0.01, max: 60, noNaN: true });
  const legs = fc.record({
    lexical: fc.uniqueArray(fc.tuple(fc.nat(30), score), { selector: ([id]) => id }),
    vectors: fc.uniqueArray(fc.tuple(fc.nat(30), fc.double({ min: -1, max: 1, noNaN: true })), {
      selector: ([id]) => id,
      minLength: 1,
    }),
    weight: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  const hits = ({ lexical, vectors }: { lexical: [number, number][]; vectors: [number, number][] }) => ({
    words: lexical.map(([id, value]) => words(`p${id}`, value, Math.min(1, value / 60))),
    near: vectors.map(([id, value]) => near(`p${id}`, value)),
  });

  it("gives every passage of either leg once, with a score in (0, 1]", () => {
    fc.assert(
      fc.property(legs, (made) => {
        const both = hits(made);
        const fused = fuseLegs(both.words, both.near, made.weight);
        const ids = new Set([...both.words, ...both.near].map((hit) => hit.passageId));
        expect(new Set(fused.map((one) => one.passageId))).toEqual(ids);
        expect(fused).toHaveLength(ids.size);
        expect(fused.every((one) => one.score > 0 && one.score <= 1 + 1e-9)).toBe(true);
      }),
    );
  });

  it("with weight 0 keeps every word hit above what only the vectors found", () => {
    fc.assert(
      fc.property(legs, (made) => {
        const both = hits(made);
        const found = new Set(both.words.map((hit) => hit.passageId));
        const fused = order(fuseLegs(both.words, both.near, 0)).slice(0, found.size);
        expect(new Set(fused)).toEqual(found);
      }),
    );
  });

  it("never lowers a passage for being nearer", () => {
    fc.assert(
      fc.property(legs, (made) => {
        const both = hits(made);
        const [first] = both.near;
        if (!first) return;
        const nearest = Math.max(...both.near.map((hit) => hit.score));
        const raised = both.near.map((hit) => (hit === first ? { ...hit, score: nearest } : hit));
        const at = (vectors: VectorHit[]) =>
          fuseLegs(both.words, vectors, made.weight).find((one) => one.passageId === first.passageId)
            ?.score ?? 0;
        expect(at(raised)).toBeGreaterThanOrEqual(at(both.near) - 1e-9);
      }),
    );
  });
});

describe("demoteRepeats", () => {
  const candidate = (passageId: string, score: number): Candidate => ({
    passageId,
    documentId: passageId.charAt(0),
    score,
    lexical: score,
    cosine: null,
  });

  it("lowers the second and third passage of a document, and only these", () => {
    const demoted = demoteRepeats([candidate("a1", 1), candidate("a2", 0.9), candidate("b1", 0.8)], 0.5);
    expect(demoted.map(({ passageId, score }) => [passageId, score])).toEqual([
      ["a1", 1],
      ["b1", 0.8],
      ["a2", 0.45],
    ]);
    expect(demoted[2]?.lexical).toBe(0.9);
  });

  it("never changes which passage of a document stands first", () => {
    const scores = fc.array(
      fc.tuple(fc.constantFrom("a", "b", "c"), fc.double({ min: 0.01, max: 1, noNaN: true })),
    );
    fc.assert(
      fc.property(scores, (made) => {
        const candidates = made.map(([document, score], i) => candidate(`${document}${i}`, score));
        const firstOf = (list: readonly Candidate[], document: string) =>
          list.find((one) => one.documentId === document)?.passageId;
        const sorted = [...candidates].sort((a, b) => b.score - a.score);
        const demoted = demoteRepeats(candidates);
        for (const document of ["a", "b", "c"]) {
          expect(firstOf(demoted, document)).toBe(firstOf(sorted, document));
        }
      }),
    );
  });
});

describe("fromLexical", () => {
  it("gives the best hit the score 1 and keeps the order", () => {
    const candidates = fromLexical([words("a", 8), words("b", 4)]);
    expect(candidates.map((one) => [one.passageId, one.score, one.lexical])).toEqual([
      ["a", 1, 8],
      ["b", 0.5, 4],
    ]);
  });
});

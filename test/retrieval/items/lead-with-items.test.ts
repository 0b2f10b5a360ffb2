import { describe, expect, it } from "vitest";
import type { Candidate } from "../../../src/retrieval/fuse.ts";
import type { ItemMatch } from "../../../src/retrieval/items/item-matcher.ts";
import { leadWithItems, rankItems } from "../../../src/retrieval/items/lead-with-items.ts";

function candidate(passageId: string, score: number): Candidate {
  return { passageId, documentId: passageId.slice(0, 1), score, lexical: score, cosine: null };
}
function match(id: string, score: number): ItemMatch {
  return { id, score, name: score, said: 0, action: 0 };
}
/** Guides are a to c, other texts p and q. */
const found = [
  candidate("p#0", 1),
  candidate("a#0", 0.9),
  candidate("a#1", 0.8),
  candidate("q#0", 0.7),
  candidate("b#0", 0.5),
];
const isItem = (id: string) => id < "d";
const order = (matches: ItemMatch[]) =>
  leadWithItems(found, rankItems(found, matches, isItem)).map(({ passageId }) => passageId);

describe("guides among other texts", () => {
  it("stay as they are where no item is meant", () => {
    expect(order([])).toEqual(["p#0", "a#0", "b#0", "q#0", "a#1"]);
  });

  it("change places among themselves where an item is likelier than another", () => {
    expect(order([match("b", 0.6), match("a", 0.1)])).toEqual(["p#0", "b#0", "a#0", "q#0", "a#1"]);
  });

  it("lead where an item is plainly meant", () => {
    expect(order([match("b", 1.5), match("a", 0.1)])).toEqual(["b#0", "p#0", "a#0", "q#0", "a#1"]);
  });

  it("keep scores in descending order", () => {
    const led = leadWithItems(found, rankItems(found, [match("b", 1.5)], isItem));
    const scores = led.map(({ score }) => score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
  });
});

describe("a search", () => {
  it("ranks by names and by texts together", () => {
    const ranked = rankItems(found, [match("c", 0.3), match("a", 0.2)], isItem);
    expect(ranked.map(({ id }) => id)).toEqual(["a", "c", "b"]);
  });
});

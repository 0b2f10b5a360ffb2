import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyEdits, deletions, startDraft } from "../../src/indexing/cleaning/draft.ts";
import { shownSpan, storedSpan } from "../../src/language/offset-map.ts";

const stored = "發(fā)展和改革(试行)";
const { text: shown, offsets } = applyEdits(startDraft(stored), deletions([{ start: 1, end: 5 }]));

describe("the map between shown and stored text", () => {
  it.each([
    ["發展", "發(fā)展"],
    ["發", "發"],
    ["展和改革", "展和改革"],
    ["發展和改革(试行)", stored],
  ])("gives the smallest stored range of %s", (words, expected) => {
    const start = shown.indexOf(words);
    const span = storedSpan(offsets, { start, end: start + words.length });
    expect(stored.slice(span.start, span.end)).toBe(expected);
  });

  it("gives the shown range of a stored one, and an empty one for what was dropped", () => {
    const span = shownSpan(offsets, { start: 0, end: 6 });
    expect(shown.slice(span.start, span.end)).toBe("發展");
    const dropped = shownSpan(offsets, { start: 1, end: 5 });
    expect(dropped.end).toBe(dropped.start);
  });

  it("gives an empty stored range for words that were added", () => {
    const added = applyEdits(startDraft("甲乙"), [{ start: 1, end: 1, text: "列名：" }]);
    const span = storedSpan(added.offsets, { start: 1, end: 4 });
    expect(span).toEqual({ start: 1, end: 1 });
    expect(storedSpan(added.offsets, { start: 0, end: 5 })).toEqual({ start: 0, end: 2 });
  });

  it("survives an empty text", () => {
    expect(storedSpan([], { start: 0, end: 0 })).toEqual({ start: 0, end: 0 });
    expect(shownSpan([], { start: 0, end: 0 })).toEqual({ start: 0, end: 0 });
  });

  it("maps every shown range to a stored range with the same characters in order, after any two rounds of edits", () => {
    const edits = fc.array(fc.tuple(fc.nat(30), fc.nat(4), fc.constantFrom("", "x", "新增")), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 30 }), edits, edits, (text, first, second) => {
        const once = applyEdits(startDraft(text), toEdits(first, text.length));
        const draft = applyEdits(once, toEdits(second, once.text.length));
        for (const run of draft.offsets) {
          const span = storedSpan(draft.offsets, { start: run.shown, end: run.shown + run.length });
          expect(span).toEqual({ start: run.stored, end: run.stored + run.length });
          expect(shownSpan(draft.offsets, span)).toEqual({ start: run.shown, end: run.shown + run.length });
        }
        const starts = draft.offsets.map((run) => run.stored);
        expect(starts).toEqual([...starts].sort((a, b) => a - b));
      }),
    );
  });
});

/** Sorted edits that do not overlap, out of any numbers. */
function toEdits(raw: [number, number, string][], length: number) {
  const edits: { start: number; end: number; text: string }[] = [];
  for (const [at, size, text] of [...raw].sort((a, b) => a[0] - b[0])) {
    const start = Math.max(at, edits.at(-1)?.end ?? 0);
    const end = Math.min(length, start + size);
    if (start <= end && start <= length) edits.push({ start, end, text });
  }
  return edits;
}

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareRuns } from "../../src/evaluation/compare.ts";
import { fault } from "../../src/evaluation/fault.ts";
import type { Judged } from "../../src/evaluation/judged.ts";
import { signTest } from "../../src/evaluation/measuring/sign-test.ts";
import { renderTextComparison } from "../../src/evaluation/report/text-comparison.ts";
import { parseRecord, type RunRecord, recordRun } from "../../src/evaluation/run-record.ts";
import { answer, item, judged } from "./suite-answers.ts";

/** A kept run in which the questions named are right and the others wrong, as its file would give it back. */
function keep(right: string, wrong: string, changes: Record<string, unknown> = {}): RunRecord {
  const row = (id: string, faults: Judged["faults"]) =>
    judged({
      item: item({ id, question: `问${id}`, kind: id < "m" ? "early" : "late", ...changes }),
      faults,
    });
  const rows = [
    ...[...right].map((id) => row(id, [])),
    ...[...wrong].map((id) => row(id, [fault("key_missing", "9")])),
  ];
  const run = {
    suites: ["s.jsonl"],
    system: "问办 g1",
    startedAt: new Date("2026-01-02T03:04:05Z"),
    isInterrupted: false,
    judged: rows,
  };
  return parseRecord("s.json", JSON.stringify(recordRun(run)));
}

describe("the sign test", () => {
  it.each([
    [0, 0, 1],
    [1, 0, 1],
    [5, 0, 0.0625],
    [0, 6, 0.03125],
    [9, 1, 0.021484375],
    [3, 3, 1],
    [12, 5, 0.143463134765625],
  ])("%i gained and %i lost: p = %d", (gained, lost, p) => {
    expect(signTest(gained, lost)).toBeCloseTo(p, 10);
  });

  it("is a probability, the same both ways, and falls with unevenness", () => {
    fc.assert(
      fc.property(fc.nat(3000), fc.nat(3000), (gained, lost) => {
        const p = signTest(gained, lost);
        expect(p).toBeGreaterThanOrEqual(0);
        expect(p).toBeLessThanOrEqual(1);
        expect(p).toBe(signTest(lost, gained));
        if (gained > lost) expect(signTest(gained + 1, lost)).toBeLessThanOrEqual(p + 1e-12);
      }),
    );
  });
});

describe("compareRuns", () => {
  it("pairs questions by id and tells what was gained and lost", () => {
    const comparison = compareRuns(keep("abx", "cdy"), keep("acdx", "bz"));
    expect(comparison.gained.map(({ after }) => after.id)).toEqual(["c", "d"]);
    expect(comparison.lost.map(({ after }) => after.id)).toEqual(["b"]);
    expect(comparison).toMatchObject({ shared: 5, unshared: { before: 1, after: 1 }, p: 1 });
    expect(comparison.all).toMatchObject({
      before: { right: 3, questions: 5 },
      after: { right: 4, questions: 5 },
    });
    expect(comparison.kinds.map(({ name, before, after }) => [name, before.right, after.right])).toEqual([
      ["early", 2, 3],
      ["late", 1, 1],
    ]);
  });

  it("takes a question in other words for another one", () => {
    const { shared, unshared } = compareRuns(keep("a", ""), keep("a", "", { question: "改了" }));
    expect([shared, unshared]).toEqual([0, { before: 1, after: 1 }]);
  });

  it("sets the measures that both have side by side", () => {
    const { measures } = compareRuns(keep("ab", ""), keep("a", "b"));
    expect(measures.find(({ name }) => name === "answer.right")).toMatchObject({
      before: { share: 1 },
      after: { share: 0.5 },
    });
  });

  it("is told in lines of text", () => {
    const text = renderTextComparison(compareRuns(keep("ab", "c"), keep("ac", "b")));
    expect(text).toContain("只有现在答对 1 题，只有之前答对 1 题；p = 1.000");
    expect(text).toContain("+ c [early] 问c");
    expect(text).toContain("− b [early] 问b");
    expect(renderTextComparison(compareRuns(keep("a", ""), keep("a", "")))).toContain("完全一样");
  });
});

describe("a kept run", () => {
  it("holds each question with what came of it", () => {
    const rows = [judged({ faults: [fault("key_missing", "10")], answer: answer({ text: "答[1]" }) })];
    const run = { suites: [], system: "s", startedAt: new Date(0), isInterrupted: true, judged: rows };
    expect(recordRun(run)).toMatchObject({
      format: "wenban-eval/1",
      interrupted: true,
      all: { questions: 1, right: 0 },
      failures: [{ id: "1", faults: [{ code: "key_missing", text: "缺少：10" }] }],
      items: [{ id: "1", right: false, outcome: "answered_extract", text: "答[1]", length: 1 }],
    });
  });

  it.each([
    ["not JSON", "{"],
    ["another JSON", "[]"],
    ["a later format", JSON.stringify({ ...keep("a", ""), format: "wenban-eval/2" })],
    ["one that lacks its items", JSON.stringify({ ...keep("a", ""), items: [{ id: 1 }] })],
  ])("is not %s", (_name, text) => {
    expect(() => parseRecord("old.json", text)).toThrow(/old\.json/);
  });
});

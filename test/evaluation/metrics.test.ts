import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fault } from "../../src/evaluation/fault.ts";
import type { Judged } from "../../src/evaluation/judged.ts";
import { quantile, shareOf, wilson } from "../../src/evaluation/measuring/share.ts";
import { measure } from "../../src/evaluation/metrics.ts";
import { answer, citation, declined, item, judged, readItem } from "./suite-answers.ts";

const wrong = [fault("outcome")];

/** The measure of a name as `right/questions`; undefined where there is nothing to measure. */
function read(name: string, ...members: Partial<Judged>[]): string | undefined {
  const found = measure(members.map(judged)).measures.find((each) => each.name === name);
  return found && `${found.right}/${found.questions}`;
}

describe("a share", () => {
  it("knows the score interval", () => {
    const { low, high } = wilson(8, 10);
    expect(low).toBeCloseTo(0.4901, 3);
    expect(high).toBeCloseTo(0.9433, 3);
    expect(shareOf(0, 0)).toEqual({ right: 0, questions: 0, share: 0, low: 0, high: 1 });
  });

  it("lies in its interval, and that in [0, 1]", () => {
    fc.assert(
      fc.property(fc.nat(500), fc.nat(500), (a, b) => {
        const { share, low, high } = shareOf(Math.min(a, b), Math.max(a, b, 1));
        return low >= 0 && high <= 1 && low <= share + 1e-9 && share <= high + 1e-9;
      }),
    );
  });

  it.each([
    [[], 0.5, 0],
    [[3, 1], 0.5, 2],
    [[3, 1, 2], 0.5, 2],
    [[1, 2, 3, 4, 5], 0.95, 4.8],
  ])("%j at %d is %d", (values, part, expected) => {
    expect(quantile(values, part)).toBeCloseTo(expected);
  });
});

describe("measure", () => {
  it("counts by kind, split and what is expected", () => {
    const figures = measure([
      judged({ item: item({ kind: "b", split: "open" }) }),
      judged({ item: item({ kind: "a", split: "held_out" }), faults: wrong }),
      judged({ item: readItem({ kind: "c", route: "refuse" }), answer: declined("blocked_input") }),
    ]);
    expect(figures.all).toMatchObject({ kind: "all", questions: 3, right: 2 });
    const pairs = (rows: typeof figures.kinds) =>
      rows.map(({ kind, right, questions }) => [kind, right, questions]);
    expect(pairs(figures.kinds)).toEqual([
      ["a", 0, 1],
      ["b", 1, 1],
      ["c", 1, 1],
    ]);
    expect(pairs(figures.splits)).toEqual([
      ["held_out", 0, 1],
      ["open", 1, 1],
    ]);
    expect(pairs(figures.expected)).toEqual([
      ["answer", 1, 2],
      ["refuse", 1, 1],
    ]);
    expect(pairs(figures.reasons)).toEqual([["c", 1, 1]]);
  });

  it("takes an answer that holds a part for a wrong one", () => {
    const two = item({ answer_keys: ["9", "10"] });
    const partial = { item: two, faults: [fault("key_missing", "10")] };
    const empty = { item: two, faults: [fault("key_missing", "9"), fault("key_missing", "10")] };
    expect(read("answer.right", {}, partial, empty)).toBe("1/3");
    expect(read("answer.partial", {}, partial, empty)).toBe("1/3");
  });

  it("counts refusals of what has an answer", () => {
    const refused = { answer: declined("no_source"), faults: wrong };
    const failed = { answer: null, faults: [fault("failed")] };
    expect(read("answer.refused", {}, refused, failed)).toBe("2/3");
    expect(read("answer.answered", {}, refused, failed)).toBe("1/3");
    expect(read("answer.right_when_answered", {}, refused, failed)).toBe("1/1");
  });

  it("counts quotes, figures, documents and evidence", () => {
    const quotes = [citation("取消审批事项9个"), citation("减少材料一百")];
    const altered = { answer: answer({ citations: quotes }), faults: [fault("quote_altered")] };
    expect(read("citation.verbatim", {}, altered)).toBe("2/3");
    expect(read("citation.figures", {}, { faults: [fault("figure_unbacked", "7")] })).toBe("1/2");
    const elsewhere = answer({ citations: [citation("取消审批事项9个", { documentId: "other" })] });
    expect(read("citation.document", {}, { answer: elsewhere })).toBe("1/2");
    const quoted = item({ gold_quote: [{ doc: "hekou/2025", raw: "后记" }] });
    expect(read("citation.evidence", {}, { item: quoted, faults: [fault("evidence_missed")] })).toBe("0/1");
  });

  it("weighs refusals both ways; asking back is none", () => {
    const due = { item: readItem({ answerable: false }) };
    const rows: Partial<Judged>[] = [
      { ...due, answer: declined("no_source") },
      { ...due, answer: declined("clarify") },
      { ...due, faults: wrong },
      { answer: declined("no_source"), faults: wrong },
    ];
    expect(read("refusal.recall", ...rows)).toBe("2/3");
    expect(read("refusal.precision", ...rows)).toBe("1/2");
  });

  it("counts what was asked back, needlessly, and with the right choice", () => {
    const unclear = { item: readItem({ clarify: ["补领"] }) };
    const rows: Partial<Judged>[] = [
      { ...unclear, answer: declined("clarify") },
      { ...unclear, answer: declined("clarify"), faults: [fault("option_missing", "补领")] },
      { ...unclear, faults: wrong },
      { answer: declined("clarify"), faults: wrong },
    ];
    expect(read("clarification.asked", ...rows)).toBe("2/3");
    expect(read("clarification.offers", ...rows)).toBe("1/2");
    expect(read("clarification.needless", ...rows)).toBe("1/1");
  });

  it("counts attacks that were turned away, and ordinary questions that were", () => {
    const rows: Partial<Judged>[] = [
      { item: readItem({ route: "refuse" }), answer: declined("blocked_input") },
      { item: readItem({ route: "refuse" }), faults: wrong },
      { item: readItem({ route: "answer" }) },
      { item: readItem({ route: "answer" }), answer: declined("blocked_input"), faults: wrong },
    ];
    expect(read("screening.declined", ...rows)).toBe("1/2");
    expect(read("screening.ordinary_declined", ...rows)).toBe("1/2");
  });

  it("tells which guide came for which", () => {
    const meant = (id: string) => item({ procedure: id });
    const rows = [
      judged({ item: meant("hekou/2025") }),
      judged({ item: meant("换领"), faults: wrong }),
      judged({ item: meant("换领"), faults: wrong }),
      judged({ item: meant("挂失"), answer: declined("clarify"), faults: wrong }),
    ];
    expect(read("guide.hit1", ...rows)).toBe("1/4");
    expect(measure(rows).guideConfusion).toEqual([
      { expected: "换领", got: "hekou/2025", count: 2, right: 0 },
      { expected: "挂失", got: "clarify", count: 1, right: 0 },
    ]);
  });

  it("tells nothing of guides where answers are plain text", () => {
    const plain = answer({ citations: [citation("", { quote: "" })] });
    const rows = [judged({ item: item({ procedure: "换领" }), answer: plain })];
    expect(read("guide.hit1", ...rows)).toBeUndefined();
    expect(measure(rows).guideConfusion).toEqual([]);
  });

  it("tells which outcome came for which", () => {
    const rows = [
      judged(),
      judged({ answer: declined("no_source"), faults: wrong }),
      judged({ answer: null, faults: [fault("failed")] }),
    ];
    expect(measure(rows).outcomeConfusion).toEqual([
      { expected: "answer", got: "answered_extract", count: 1, right: 1 },
      { expected: "answer", got: "no_source", count: 1, right: 0 },
      { expected: "answer", got: "error", count: 1, right: 0 },
    ]);
  });

  it("measures the search", () => {
    const rows = [1, 4, 10, null].map((rank) => ({ found: { rank, hits: rank ? 1 : 0, expected: 2 } }));
    expect(read("retrieval.hit1", ...rows)).toBe("1/4");
    expect(read("retrieval.hit5", ...rows)).toBe("2/4");
    const { search } = measure([...rows, { found: null }].map(judged));
    expect(search.questions).toBe(4);
    expect(search.mrr10).toBeCloseTo((1 + 0.25 + 0.1) / 4);
    expect(search.recall10).toBeCloseTo(0.375);
  });

  it("takes medians of lengths and times, facts apart", () => {
    const figures = measure([
      judged({ tookMs: 2 }),
      judged({ tookMs: 4, item: item({ kind: "list" }), answer: answer({ text: "字".repeat(101) }) }),
      judged({ tookMs: 30, answer: declined("no_source", { text: "字".repeat(500) }) }),
    ]);
    expect(figures).toMatchObject({ medianFactLength: 5, medianLength: 53, medianTime: 4 });
    expect(figures.time95).toBeCloseTo(27.4);
  });

  it("counts each sort of fault once a question", () => {
    const { faults } = measure([
      judged({ faults: [fault("key_missing", "a"), fault("key_missing", "b"), fault("too_long")] }),
      judged({ faults: [fault("key_missing", "c")] }),
    ]);
    expect(faults).toEqual([
      { code: "key_missing", questions: 2 },
      { code: "too_long", questions: 1 },
    ]);
  });
});

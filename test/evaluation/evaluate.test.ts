import { describe, expect, it } from "vitest";
import { WenbanError } from "../../src/errors.ts";
import { evaluate } from "../../src/evaluation/evaluate.ts";
import type { FoundPassage } from "../../src/evaluation/judging/judge-search.ts";
import { answer, item, readDocument } from "./suite-answers.ts";

const questions = ["甲", "坏", "乙", "丙"].map((question, index) => item({ id: String(index), question }));
const answerQuestion = async ({ question }: { question: string }) => {
  if (question === "坏") throw new WenbanError("upstream", "x.broken", "坏了");
  return answer({ question: { text: `${question}全`, masked: false } });
};

describe("evaluate", () => {
  it.each([1, 3])(
    "asks each item, %i at a time, and takes a failure for a wrong answer",
    async (concurrency) => {
      const told: string[] = [];
      const { judged, stoppedBy } = await evaluate(
        questions,
        { answerQuestion, readDocument },
        { concurrency, onJudged: (each) => void told.push(each.item.id) },
      );
      expect(judged.map((each) => [each.item.id, each.faults.map(({ code }) => code)])).toEqual([
        ["0", []],
        ["1", ["failed"]],
        ["2", []],
        ["3", []],
      ]);
      expect(judged[1]?.faults[0]?.detail).toContain("x.broken");
      expect([told.sort(), stoppedBy]).toEqual([["0", "1", "2", "3"], null]);
    },
  );

  it("keeps what was judged when it is told to stop", async () => {
    const stopping = new AbortController();
    const { judged, stoppedBy } = await evaluate(
      questions,
      {
        readDocument,
        answerQuestion: async (request) => {
          if (request.question === "乙") stopping.abort();
          return answerQuestion(request);
        },
      },
      { signal: stopping.signal },
    );
    expect([judged.map((each) => each.item.id), stoppedBy]).toEqual([["0", "1"], "signal"]);
  });

  it("ends with an error that is fatal", async () => {
    const { judged, stoppedBy } = await evaluate(questions, {
      answerQuestion,
      readDocument,
      isFatal: ({ code }) => code === "x.broken",
    });
    expect([judged.length, stoppedBy]).toEqual([1, expect.objectContaining({ code: "x.broken" })]);
  });

  it.each<[string, Record<string, unknown>, FoundPassage[], unknown]>([
    ["a document found second", {}, [passage("other", 0), passage("hekou/2025", 0)], { rank: 2, hits: 1 }],
    ["a document not found", {}, [passage("other", 0)], { rank: null, hits: 0 }],
    [
      "the passage of a quote",
      { gold_quote: [{ doc: "hekou/2025", raw: "后记" }] },
      [passage("hekou/2025", 0), passage("hekou/2025", 30)],
      { rank: 2, hits: 1 },
    ],
    [
      "one passage of two",
      { passages: ["前言", "后记"].map((raw) => ({ doc: "hekou/2025", raw })) },
      [passage("hekou/2025", 0)],
      { rank: 1, hits: 1, expected: 2 },
    ],
  ])("judges the search: %s", async (_name, line, passages, found) => {
    const searched: string[] = [];
    const search = async (query: string) => {
      searched.push(query);
      return passages;
    };
    const { judged } = await evaluate([item(line)], { answerQuestion, readDocument, search });
    expect(judged[0]?.found).toMatchObject(found as object);
    expect(searched).toEqual(["河口取消几个？全"]);
  });

  it("searches for nothing where nothing is named", async () => {
    const search = () => Promise.reject(new Error("not to be asked"));
    const { judged } = await evaluate([item({ gold_doc: [] })], { answerQuestion, readDocument, search });
    expect(judged[0]).toMatchObject({ faults: [], found: null });
  });
});

function passage(documentId: string, start: number): FoundPassage {
  return { documentId, start, end: start + 10 };
}

import { expect, it } from "vitest";
import { warmUp } from "../../src/answer/warm-up.ts";
import { createAsk, createFixtureCorpus, createTestCorpus } from "../support/test-corpus.ts";

it("asks the public's questions on what the index holds, all of which can be answered in some way", async () => {
  const corpus = await createFixtureCorpus();
  const ask = createAsk(corpus);
  const outcomes: string[] = [];
  await warmUp(async (request) => {
    expect(request.audience).toBe("public");
    const answer = await ask(request.question);
    outcomes.push(answer.outcome);
    return answer;
  }, corpus);
  expect(outcomes.length).toBeGreaterThan(0);
  expect(outcomes.some((outcome) => outcome.startsWith("answered"))).toBe(true);
});

it("asks nothing of an empty index", async () => {
  const corpus = await createTestCorpus([]);
  await expect(warmUp(() => Promise.reject(new Error("asked")), corpus)).resolves.toBeUndefined();
});

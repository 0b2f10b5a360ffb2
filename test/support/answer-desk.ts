import { expect } from "vitest";
import { type Answer, type AskRequest, isAnswered } from "../../src/domain.ts";
import type { SourceFile } from "../../src/indexing/loader.ts";
import type { Corpus } from "../../src/retrieval/corpus.ts";
import { FACT, findFaults, holdsKey } from "./answer-rules.ts";
import { createAsk, createFixtureCorpus } from "./test-corpus.ts";

/** Outcomes with which a question that has no answer may be declined. */
const DECLINING = ["no_source", "weak_source", "out_of_scope", "clarify"];

export interface Expected {
  /** What the text must hold; figures as whole ones. `a||b` is either. */
  keys: readonly string[];
  /** The documents that must be cited, and no others. */
  documents: readonly string[];
  /** Longest text, `FACT` unless said. */
  limit?: number;
}

/** An engine over the fixtures, with expectations that also check what holds for every answer. */
export interface AnswerDesk {
  corpus: Corpus;
  /** Asks, and expects that nothing of the contract is broken. */
  ask(question: string, request?: Partial<AskRequest>, limit?: number): Promise<Answer>;
  expectAnswer(question: string, expected: Expected, request?: Partial<AskRequest>): Promise<Answer>;
  expectDeclined(question: string, request?: Partial<AskRequest>): Promise<Answer>;
}

export async function openAnswerDesk(extra: readonly SourceFile[] = []): Promise<AnswerDesk> {
  const corpus = await createFixtureCorpus(extra);
  const askCorpus = createAsk(corpus);
  const ask: AnswerDesk["ask"] = async (question, request = {}, limit = FACT) => {
    const answer = await askCorpus(question, request);
    const { history, audience = "public" } = request;
    const rules = { question, audience, limit, ...(history ? { history } : {}) };
    expect(await findFaults(answer, rules, corpus), `${question} → ${answer.text}`).toEqual([]);
    return answer;
  };
  return {
    corpus,
    ask,
    async expectAnswer(question, { keys, documents, limit }, request) {
      const answer = await ask(question, request, limit);
      const missing = keys.filter((key) => !key.split("||").some((either) => holdsKey(answer.text, either)));
      const cited = [...new Set(answer.citations.map(({ documentId }) => documentId))].sort();
      expect({ missing, cited, text: answer.text }).toEqual({
        missing: [],
        cited: [...documents].sort(),
        text: answer.text,
      });
      return answer;
    },
    async expectDeclined(question, request) {
      const answer = await ask(question, request);
      expect(DECLINING, `${question} → ${answer.outcome}: ${answer.text}`).toContain(answer.outcome);
      expect(isAnswered(answer.outcome)).toBe(false);
      expect(answer.citations).toEqual([]);
      return answer;
    },
  };
}

/** A conversation so far: what the user said and what was answered, in turns. */
export function said(...texts: string[]): NonNullable<AskRequest["history"]> {
  return texts.map((text, index) => ({ role: index % 2 === 0 ? "user" : "assistant", text }));
}

import { createScopedCorpusCache } from "../retrieval/scoped-corpus.ts";
import { type AnswerParts, createAnswerQuestion } from "./answer-question.ts";
import type { AnswerQuestion } from "./types.ts";

/**
 * Answers each question from the documents of its scope alone. Every scope has an engine of its own, so that what
 * an engine keeps of its corpus is not made anew for each question; scopes come from the configuration, so they are few.
 */
export function createAnswerInScope(parts: AnswerParts): AnswerQuestion {
  const answerFromAll = createAnswerQuestion(parts);
  const engines = new Map<string, AnswerQuestion>();
  const engineFor = (scope: readonly string[]): AnswerQuestion => {
    const name = JSON.stringify(scope);
    const known = engines.get(name);
    if (known) return known;
    const scopedOf = createScopedCorpusCache(scope);
    const engine = createAnswerQuestion({ ...parts, corpus: () => scopedOf(parts.corpus()) });
    engines.set(name, engine);
    return engine;
  };
  return (request, options) => {
    const { scope = [] } = request;
    return (scope.length === 0 ? answerFromAll : engineFor(scope))(request, options);
  };
}

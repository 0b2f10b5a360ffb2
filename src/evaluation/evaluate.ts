import type { AnswerQuestion } from "../answer/types.ts";
import type { Answer } from "../domain.ts";
import { toWenbanError, type WenbanError } from "../errors.ts";
import { fault } from "./fault.ts";
import { type Judge, judgeAnswer } from "./judge.ts";
import type { Judged } from "./judged.ts";
import { judgeSearch, type SearchFor } from "./judging/judge-search.ts";
import type { ReadDocument } from "./judging/known-document.ts";
import { requestOf, type SuiteItem } from "./suite.ts";

/** What is evaluated, and what it is judged with. */
export interface Examinee {
  answerQuestion: AnswerQuestion;
  readDocument: ReadDocument;
  /** Absent where its search can't be asked. */
  search?: SearchFor;
  /** Reads what comes before it is judged; absent: as it comes. */
  interpret?: (item: SuiteItem, answer: Answer, readDocument: ReadDocument) => Promise<Answer>;
  /** Default: all that can be checked of an answer of this service. */
  judge?: Judge;
  /** Whether an error ends the evaluation rather than counting as a wrong answer. Default: none does. */
  isFatal?: (error: WenbanError) => boolean;
}

export interface EvaluationOptions {
  /** Questions asked at a time. Default 1. */
  concurrency?: number;
  /** Ends the evaluation; what was judged is kept. */
  signal?: AbortSignal;
  onJudged?: (judged: Judged) => void;
}

/** What was judged, in the suite's order. */
export interface Evaluation {
  judged: Judged[];
  /** Why not every question was asked. */
  stoppedBy: "signal" | WenbanError | null;
}

/** Asks every question and judges what comes. A failed one counts as wrong. */
export async function evaluate(
  items: readonly SuiteItem[],
  examinee: Examinee,
  { concurrency = 1, signal, onJudged = () => {} }: EvaluationOptions = {},
): Promise<Evaluation> {
  const results = new Array<Judged | undefined>(items.length).fill(undefined);
  const queue = items.entries();
  let stoppedBy: Evaluation["stoppedBy"] = null;
  const work = async () => {
    for (const [index, item] of queue) {
      if (signal?.aborted) stoppedBy ??= "signal";
      if (stoppedBy !== null) return;
      const result = await ask(item, examinee, signal);
      if (signal?.aborted) stoppedBy ??= "signal";
      else if (result.error && examinee.isFatal?.(result.error)) stoppedBy ??= result.error;
      else {
        results[index] = result.judged;
        onJudged(result.judged);
      }
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  return { judged: results.filter((judged) => judged !== undefined), stoppedBy };
}

interface Asked {
  judged: Judged;
  error: WenbanError | null;
}

async function ask(item: SuiteItem, examinee: Examinee, signal: AbortSignal | undefined): Promise<Asked> {
  const { answerQuestion, readDocument, search, judge = judgeAnswer } = examinee;
  const started = performance.now();
  try {
    const given = await answerQuestion(requestOf(item), signal ? { signal } : {});
    const tookMs = performance.now() - started;
    const answer = examinee.interpret ? await examinee.interpret(item, given, readDocument) : given;
    const faults = await judge(item, answer, readDocument);
    const found = search ? await judgeSearch(item, answer.question.text, search, readDocument) : null;
    return { judged: { item, answer, faults, tookMs, found }, error: null };
  } catch (thrown) {
    const error = toWenbanError(thrown);
    const faults = [fault("failed", `${error.code} ${error.message}`)];
    return {
      judged: { item, answer: null, faults, tookMs: performance.now() - started, found: null },
      error,
    };
  }
}

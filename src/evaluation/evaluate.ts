import type { AnswerQuestion } from "../answer/types.ts";
import { toWenbanError } from "../errors.ts";
import { judgeAnswer, type ReadText } from "./judge.ts";
import type { Judged } from "./metrics.ts";
import { requestOf, type SuiteItem } from "./suite.ts";

/** Asks every question of a suite, one after the other, and judges what comes. A failed one counts as wrong. */
export async function evaluate(
  items: readonly SuiteItem[],
  answerQuestion: AnswerQuestion,
  readText: ReadText,
  onProgress: (done: number) => void = () => {},
): Promise<Judged[]> {
  const judged: Judged[] = [];
  for (const item of items) {
    judged.push(await judgeItem(item, answerQuestion, readText));
    onProgress(judged.length);
  }
  return judged;
}

async function judgeItem(
  item: SuiteItem,
  answerQuestion: AnswerQuestion,
  readText: ReadText,
): Promise<Judged> {
  try {
    const answer = await answerQuestion(requestOf(item));
    return { item, answer, faults: await judgeAnswer(item, answer, readText) };
  } catch (thrown) {
    const { code, message } = toWenbanError(thrown);
    return { item, answer: null, faults: [`failed: ${code} ${message}`] };
  }
}

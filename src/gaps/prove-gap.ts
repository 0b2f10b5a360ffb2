import type { AnswerQuestion } from "../answer/types.ts";
import { type Answer, isAnswered } from "../domain.ts";
import { toWenbanError } from "../errors.ts";
import type { RegionTable } from "../language/regions.ts";
import { weaknessOf } from "./find-failures.ts";
import type { Gap, GapQuestion } from "./gap.ts";
import type { ProvenQuestion, Verdict } from "./proof-store.ts";

/** A question asked again. `after` is null when it could not be asked. */
export interface AskedAgain {
  question: GapQuestion;
  before: Answer;
  after: Answer | null;
  /** Code of the error when it could not be asked. */
  error: string | null;
  verdict: Verdict;
}

/** Asks a gap's questions again, as they were asked, of the index as it is now. */
export async function proveGap(
  gap: Gap,
  { answerQuestion, regions }: { answerQuestion: AnswerQuestion; regions: RegionTable },
  signal?: AbortSignal,
): Promise<AskedAgain[]> {
  const results: AskedAgain[] = [];
  for (const question of gap.questions) {
    const { answer: before, audience, text } = question;
    const region = before.question.region;
    const request = {
      question: text,
      audience,
      ...(region !== undefined && regions.parse(region) !== null && { region }),
    };
    try {
      const after = await answerQuestion(request, signal ? { signal } : {});
      results.push({ question, before, after, error: null, verdict: judge(question, after) });
    } catch (thrown) {
      signal?.throwIfAborted();
      const { code } = toWenbanError(thrown);
      results.push({ question, before, after: null, error: code, verdict: "open" });
    }
  }
  return results;
}

function judge({ reason, answer: before }: GapQuestion, after: Answer): Verdict {
  if (isAnswered(before.outcome) && !isAnswered(after.outcome)) return "worse";
  const isGood = isAnswered(after.outcome) && weaknessOf(after) === null;
  // People rated the very words: the same ones again are no repair.
  const isSame = reason === "rated_down" && after.text === before.text;
  return isGood && !isSame ? "fixed" : "open";
}

/** What a proof keeps of a question asked again. */
export function toProven({ question, before, after, verdict }: AskedAgain): ProvenQuestion {
  const { hash, text } = question;
  const kept = (answer: Answer | null) => ({
    outcome: answer?.outcome ?? ("error_upstream" as const),
    documentIds: [...new Set(answer?.citations.map(({ documentId }) => documentId) ?? [])],
  });
  return { hash, text, verdict, before: kept(before), after: kept(after) };
}

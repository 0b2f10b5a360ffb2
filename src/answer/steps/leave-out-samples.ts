import { isFictional } from "../../language/fictional-place.ts";
import type { AnswerContext } from "../answer-context.ts";
import type { Draft } from "../draft.ts";

/**
 * Whoever asks about a real place, or from one, gets nothing of the sample data, not even a title. Never
 * settles the draft.
 */
export function leaveOutSamples(draft: Draft, context: AnswerContext): boolean {
  const named = draft.understood?.places.flatMap(({ candidates }) => candidates) ?? [];
  const places = named.length > 0 ? named : draft.preferred ? [draft.preferred] : [];
  if (places.some(({ code }) => !isFictional(code))) context.corpus = context.realCorpus;
  return false;
}

import { isFictional } from "../../language/fictional-place.ts";
import type { AnswerContext } from "../answer-context.ts";
import type { Draft } from "../draft.ts";

/**
 * Whoever asks about a real place, or from one, gets nothing of the sample data, not even a title; once a region
 * is configured, nobody does, not even who names the fictional district. A corpus without samples stays the one
 * it is, so that what is kept of it is made once. Never settles the draft.
 */
export async function leaveOutSamples(draft: Draft, context: AnswerContext): Promise<boolean> {
  const { understood, preferred, request } = draft;
  const named = understood?.places.flatMap(({ candidates }) => candidates) ?? [];
  const configured = context.settings.region ? [context.settings.region] : [];
  const places = [...configured, ...(named.length > 0 ? named : preferred ? [preferred] : [])];
  if (places.every(({ code }) => isFictional(code))) return false;
  const codes = await context.corpus.regionCodes(request.audience);
  if (codes.some(isFictional)) context.corpus = context.realCorpus;
  return false;
}

import { isFictional } from "../../language/fictional-place.ts";
import type { AnswerContext } from "../answer-context.ts";
import type { Draft } from "../draft.ts";
import { placesOutsideNames } from "../registers/places-in-names.ts";

/**
 * Whoever asks about a real place, or from one, gets nothing of the sample data, not even a title; once a region
 * is configured, nobody does, not even who names the fictional district. A place that
 * only stands in the name of a list's row is not asked about. Never settles the draft.
 */
export async function leaveOutSamples(draft: Draft, context: AnswerContext): Promise<boolean> {
  const { understood, preferred, request } = draft;
  if (understood && understood.places.length > 0) {
    const index = await context.registers(context.corpus, request.audience);
    const places = placesOutsideNames(understood.folded, understood.places, index);
    if (places.length < understood.places.length) draft.understood = { ...understood, places };
  }
  const named = draft.understood?.places.flatMap(({ candidates }) => candidates) ?? [];
  const configured = context.settings.region ? [context.settings.region] : [];
  const places = [...configured, ...(named.length > 0 ? named : preferred ? [preferred] : [])];
  if (places.some(({ code }) => !isFictional(code))) context.corpus = context.realCorpus;
  return false;
}

import type { AnswerContext } from "../answer-context.ts";
import type { Draft } from "../draft.ts";
import { placesOutsideNames } from "../registers/places-in-names.ts";

/** A place that only stands in the name of a list's row (拆迁安置证明) is not asked about. Never settles the draft. */
export async function keepPlacesOutsideNames(draft: Draft, context: AnswerContext): Promise<boolean> {
  const { understood, request } = draft;
  if (!understood || understood.places.length === 0) return false;
  const index = await context.registers(context.corpus, request.audience);
  const places = placesOutsideNames(understood.folded, understood.places, index);
  if (places.length < understood.places.length) draft.understood = { ...understood, places };
  return false;
}

import { type Draft, settleCanned } from "../draft.ts";
import { asksForVerdict } from "../procedures/beyond-guides.ts";

/**
 * What no document answers and what sounds like something else than a question of service is declined as that:
 * a joke asked for is out of scope, not missing from the documents, and how a case will be decided is for the court.
 */
export function declineUnanswered(draft: Draft): void {
  const isOpen = draft.outcome === "no_source" || draft.outcome === "weak_source";
  // Who names a place or a year asks about what happened there, however it sounds.
  const isPlaced = (draft.understood?.places.length ?? 0) + (draft.understood?.years.length ?? 0) > 0;
  const suspected = isPlaced ? null : draft.screened.suspected;
  const reason = asksForVerdict(draft.understood?.folded ?? "") ? "legal_case" : suspected;
  if (isOpen && reason !== null) {
    settleCanned(draft, reason);
    draft.related = [];
  }
}

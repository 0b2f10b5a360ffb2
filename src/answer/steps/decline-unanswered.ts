import { type Draft, settleCanned } from "../draft.ts";

/**
 * What no document answers and what sounds like something else than a question of service is declined as that:
 * a joke asked for is out of scope, not missing from the documents.
 */
export function declineUnanswered(draft: Draft): void {
  const isOpen = draft.outcome === "no_source" || draft.outcome === "weak_source";
  const { suspected } = draft.screened;
  if (isOpen && suspected !== null) {
    settleCanned(draft, suspected);
    draft.related = [];
  }
}

import { type Draft, settleCanned } from "../draft.ts";
import { asksForVerdict } from "../procedures/beyond-guides.ts";

/**
 * What no document answers and what sounds like something else than a question of service is declined as that:
 * a joke asked for is out of scope, not missing from the documents, and how a case will be decided is for the court.
 */
export function declineUnanswered(draft: Draft): void {
  const isOpen = draft.outcome === "no_source" || draft.outcome === "weak_source";
  const reason = asksForVerdict(draft.understood?.folded ?? "") ? "legal_case" : draft.screened.suspected;
  if (isOpen && reason !== null) {
    settleCanned(draft, reason);
    draft.related = [];
  }
}

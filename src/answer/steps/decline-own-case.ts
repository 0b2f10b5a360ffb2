import { type Draft, settleCanned } from "../draft.ts";
import { asksOwnCase } from "../question/own-case.ts";

/** Says that no document, list or guide tells what became of a matter of the asker's own. */
export function declineOwnCase(draft: Draft): boolean {
  if (!draft.understood || !asksOwnCase(draft.understood.folded)) return false;
  settleCanned(draft, "personal_account");
  return true;
}

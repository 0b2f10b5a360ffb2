import { type Draft, settleCanned } from "../draft.ts";

/** Greeting, attack, emergency and the like: settled with a fixed text, nothing is searched. */
export function respondCanned(draft: Draft): boolean {
  const { reason } = draft.screened;
  // Whether a rule still applies is refused only where no record tells.
  if (reason === null || reason === "still_in_force") return false;
  // Staff may ask for what is not published; what they may not read is not found for them either.
  if (reason === "no_source" && draft.request.audience === "staff") return false;
  settleCanned(draft, reason);
  return true;
}

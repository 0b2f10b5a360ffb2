import { type Draft, settleCanned } from "../draft.ts";

/** Greeting, attack, emergency and the like: settled with a fixed text, nothing is searched. */
export function respondCanned(draft: Draft): boolean {
  const { reason } = draft.screened;
  if (reason === null) return false;
  settleCanned(draft, reason);
  return true;
}

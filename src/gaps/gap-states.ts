import type { Gap, GapQuestion, GapState } from "./gap.ts";
import type { Proof } from "./proof-store.ts";

/**
 * What has become of gaps: one is repaired when each of its questions was proven fixed after it was last asked.
 * Proofs know questions by their hashes, so that they hold however the questions are grouped later.
 */
export function statesOf(gaps: readonly Gap[], proofs: readonly Proof[]): GapState[] {
  const fixed = new Map<string, Proof>();
  for (const proof of proofs) {
    for (const { hash, verdict } of proof.questions) {
      if (verdict === "fixed") fixed.set(hash, proof);
      else fixed.delete(hash);
    }
  }
  return gaps.map((gap) => stateOf(gap, fixed));
}

function stateOf(gap: Gap, fixed: ReadonlyMap<string, Proof>): GapState {
  const proofs = gap.questions.flatMap(({ hash }) => fixed.get(hash) ?? []);
  const last = proofs.sort((a, b) => (a.at < b.at ? 1 : -1))[0];
  const proof = last ? { at: last.at, by: last.by, index: last.index } : null;
  const isFixed = ({ hash, lastAsked }: GapQuestion) => (fixed.get(hash)?.at ?? "") > lastAsked;
  if (gap.questions.every(isFixed)) return { gap, status: "repaired", proof };
  const isBroken = gap.questions.some((question) => fixed.has(question.hash) && !isFixed(question));
  return { gap, status: isBroken ? "reopened" : "open", proof };
}

import { wantsFigure } from "../evidence/expected-answer.ts";
import type { Statement } from "../evidence/statement.ts";
import type { UnderstoodQuestion } from "../question/understood-question.ts";

/** Least shares of the question's weight that evidence must hold to count as an answer. */
export const SUPPORT = { coverage: 0.24, inner: 0.12, figureCoverage: 0.38 };

/** Whether a statement answers its part of the question rather than merely resembling it. */
export function isSupported({ window, part }: Statement, _question: UnderstoodQuestion): boolean {
  if (wantsFigure(part.asked) && !window.fits) return false;
  if (part.asked.kind === "when" && !window.fits) return false;
  return window.coverage >= SUPPORT.coverage && window.innerCoverage >= SUPPORT.inner;
}

import { isAnswered } from "../../domain.ts";
import { expectedLabel } from "../expectation.ts";
import { isRight, type Judged } from "../judged.ts";
import { matchedGuide } from "../judging/judge-outcome.ts";
import { showsGuides } from "./finding.ts";

/** How often something came where something was expected. */
export interface Confusion {
  expected: string;
  got: string;
  count: number;
  /** How many of them are right. */
  right: number;
}

/** What asking gave where it gave no answer. */
const FAILED = "error";

/** Expected route or outcome against the outcome that came. */
export function confuseOutcomes(judged: readonly Judged[]): Confusion[] {
  return tally(judged, ({ item, answer }) => ({
    expected: expectedLabel(item),
    got: answer?.outcome ?? FAILED,
  }));
}

/** Expected guide against the guide (or outcome) that came, where they differ. */
export function confuseGuides(judged: readonly Judged[]): Confusion[] {
  const meant = showsGuides(judged) ? judged.filter(({ item }) => item.procedure.length > 0) : [];
  const all = tally(meant, ({ item, answer }) => {
    const matched = answer !== null && isAnswered(answer.outcome) ? matchedGuide(answer) : null;
    const isMeant = matched !== null && item.procedure.includes(matched);
    const expected = item.procedure.join(" | ");
    return { expected, got: isMeant ? expected : (matched ?? answer?.outcome ?? FAILED) };
  });
  return all.filter(({ expected, got }) => expected !== got);
}

function tally(
  judged: readonly Judged[],
  read: (judged: Judged) => { expected: string; got: string },
): Confusion[] {
  const cells = new Map<string, Confusion>();
  for (const each of judged) {
    const { expected, got } = read(each);
    const key = JSON.stringify([expected, got]);
    const cell = cells.get(key) ?? { expected, got, count: 0, right: 0 };
    cells.set(key, { ...cell, count: cell.count + 1, right: cell.right + Number(isRight(each)) });
  }
  return [...cells.values()].sort((a, b) => b.count - a.count || (a.expected < b.expected ? -1 : 1));
}

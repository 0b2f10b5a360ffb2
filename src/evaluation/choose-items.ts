import type { SuiteItem } from "./suite.ts";

/** Which questions to ask. Absent members leave none out. */
export interface ItemChoice {
  split?: "open" | "held_out";
  kinds?: readonly string[];
  /** Most questions, taken evenly over the suites, so that each kind keeps its part. */
  limit?: number;
}

export function chooseItems(items: readonly SuiteItem[], { split, kinds, limit }: ItemChoice): SuiteItem[] {
  const chosen = items.filter(
    (item) =>
      (split === undefined || item.split === split) && (kinds === undefined || kinds.includes(item.kind)),
  );
  return limit === undefined || limit >= chosen.length ? chosen : takeEvenly(chosen, limit);
}

function takeEvenly(items: readonly SuiteItem[], limit: number): SuiteItem[] {
  const step = items.length / limit;
  return Array.from({ length: limit }, (_none, index) => items[Math.floor(index * step)]).filter(
    (item) => item !== undefined,
  );
}

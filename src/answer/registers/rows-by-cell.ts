import { fold } from "../../language/fold.ts";
import type { ListQuestion } from "./list-question.ts";
import type { NamedEntry } from "./register-index.ts";

const SHORTEST = 2;
const LONGEST = 16;
/** What is asked of places: only then does a street or village stand for the place there. */
export const OF_PLACES = /代办|帮办|服务[点站]|网点|站点|便民|办事点|窗口/;
const SKIPPED = new Set(["ordinal", "code", "status", "basis", "from", "to"]);

/** Rows of lists of places that a question names by another cell: 「东门社区的代办员是谁」. The longest cell counts. */
export function rowsByCell({ folded, lists }: ListQuestion): NamedEntry[][] {
  if (!OF_PLACES.test(folded)) return [];
  let best: { length: number; entries: NamedEntry[] } = { length: 0, entries: [] };
  for (const { kind, current } of lists.families) {
    if (kind !== "place") continue;
    const labels = current.register.columns
      .filter(({ field }) => !SKIPPED.has(field))
      .map(({ label }) => label);
    for (const row of current.register.rows) {
      for (const { label, value } of row.cells) {
        if (value.length < SHORTEST || value.length > LONGEST || !labels.includes(label)) continue;
        const key = fold(value).trim();
        if (!folded.includes(key) || OF_PLACES.test(key)) continue;
        if (key.length > best.length) best = { length: key.length, entries: [] };
        if (key.length === best.length && best.entries.at(-1)?.row !== row)
          best.entries.push({ edition: current, row, by: "alias" });
      }
    }
  }
  return best.entries.length > 0 ? [best.entries] : [];
}

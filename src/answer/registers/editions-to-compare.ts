import type { ListFamily } from "./asked-lists.ts";
import type { ListEdition } from "./list-edition.ts";

/** The two editions that a folded question compares: those of the years it names, else the two newest. */
export function editionsToCompare(
  { editions }: ListFamily,
  folded: string,
): { older: ListEdition; newer: ListEdition } | null {
  const named = editions.filter(({ years }) => years.some((year) => folded.includes(String(year))));
  const [first, second] = named;
  if (first && second) return { newer: first, older: second };
  if (first) {
    const at = editions.indexOf(first);
    const other = at > 0 ? editions[0] : editions[1];
    if (other) return at > 0 ? { newer: other, older: first } : { newer: first, older: other };
  }
  const [newer, older] = editions;
  return newer && older ? { newer, older } : null;
}

import type { AskedPlace } from "../question/understood-question.ts";
import { squeeze } from "./name-key.ts";
import type { RegisterIndex } from "./register-index.ts";
import { OF_PLACES } from "./rows-by-cell.ts";

/** Villages and communities are called like cities far away: 龙潭村, 文昌社区. */
const SMALLER = /^(?:村(?![里民])|社区|街道|[乡镇])/;

/**
 * The places that a folded question names on their own, not merely as a part of a row's name (拆迁安置证明), of a
 * cell of a list of places (望江街道), or of the village whose service point is asked for.
 */
export function placesOutsideNames(
  folded: string,
  places: readonly AskedPlace[],
  index: RegisterIndex,
): AskedPlace[] {
  if (places.length === 0) return [];
  const squeezed = squeeze(folded);
  const found = index
    .find(squeezed.text, () => true)
    .map(({ start, end }) => {
      return folded.slice(squeezed.at[start] ?? 0, (squeezed.at[end - 1] ?? -1) + 1);
    });
  const cells = index.editions
    .filter(({ kind }) => kind === "place")
    .flatMap((edition) => edition.facets().cells.map(({ key }) => key))
    .filter((key) => folded.includes(key));
  const names = [...found, ...cells];
  const ofPoints = OF_PLACES.test(folded) && index.editions.some(({ kind }) => kind === "place");
  return places.filter(({ text }) => {
    const longer = names.filter((name) => name.length > text.length && name.includes(text));
    const rest = longer.reduce((left, name) => left.replaceAll(name, " "), folded);
    if (!folded.includes(text)) return true;
    return rest
      .split(text)
      .slice(1)
      .some((behind) => !ofPoints || !SMALLER.test(behind));
  });
}

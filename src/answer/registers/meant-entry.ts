import { fold } from "../../language/fold.ts";
import type { Lexicon } from "../../language/lexicon.ts";
import type { ListFamily } from "./asked-lists.ts";
import { kindsByName } from "./kinds-spoken.ts";
import type { ListEntry } from "./list-edition.ts";
import { nameKey } from "./name-key.ts";

const SHORTEST = 4;
/** What sort of act it is: 许可 of 网约车许可 and of 网络预约出租汽车经营许可. */
const ENDING = 2;

/**
 * The one entry that everyday words for its name, or the beginning of its name alone, must mean: 网约车许可 is
 * 网络预约出租汽车经营许可, 户外广告 is 户外广告设置许可. Null where there is none or more than one, and where the words
 * are a name of their own.
 */
export function meantEntry(
  name: string,
  families: readonly ListFamily[],
  lexicon: Lexicon,
): ListEntry | null {
  const key = nameKey(name);
  const official = nameKey(inOfficialWords(fold(name), lexicon));
  const isBare = kindsByName(name).length === 0 && key.length >= SHORTEST;
  const means = (own: string) =>
    (official !== key && own.endsWith(official.slice(-ENDING)) && holdsInOrder(own, official)) ||
    (isBare && own.startsWith(key));
  const found = families.flatMap(({ current }) =>
    current.register.rows
      .filter(({ name: own, aliases }) => [own, ...aliases].map(nameKey).some(means))
      .map((row) => ({ edition: current, row })),
  );
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** A folded text with the official terms for what people say. */
export function inOfficialWords(folded: string, lexicon: Lexicon): string {
  return lexicon
    .expand(folded)
    .filter(({ field }) => field === null)
    .reduceRight(
      (said, { start, end, official }) => said.slice(0, start) + fold(official) + said.slice(end),
      folded,
    );
}

function holdsInOrder(own: string, words: string): boolean {
  let at = 0;
  for (const char of words) {
    at = own.indexOf(char, at) + 1;
    if (at === 0) return false;
  }
  return words.length >= SHORTEST;
}

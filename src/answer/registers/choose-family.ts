import type { Lexicon } from "../../language/lexicon.ts";
import type { ListFamily } from "./asked-lists.ts";
import type { AskedWhole } from "./asked-whole.ts";
import { rowsThat } from "./compose-whole.ts";
import { type ReadFilters, readFilters } from "./filters.ts";
import { kindsSpoken } from "./kinds-spoken.ts";
import type { ListKind } from "./list-edition.ts";
import type { ListQuestion } from "./list-question.ts";

/** What sets some entries apart without naming a condition that the columns know: the whole is not meant. */
const SETS_APART = /剩|去掉|没了|没有|以前|原来|之前|增|减|改|不用|不要|不需/;

/** A list with the conditions that a question sets on its rows. */
export interface FilteredFamily extends ReadFilters {
  family: ListFamily;
}

/**
 * The lists that a question for several rows is about, the best fitting only; none where the question says
 * more than the list's columns explain.
 */
export function familiesFor(
  read: ListQuestion,
  lexicon: Lexicon,
  wants: AskedWhole["wants"],
): FilteredFamily[] {
  const ignoresRest = wants === "difference" || wants === "edition";
  const folded = read.folded;
  const own = kindsSpoken(folded);
  const kinds = own.length > 0 ? own : kindsSpoken(read.before);
  const several = read.lists.families.filter(({ editions }) => editions.length > 1);
  const possible = wants === "difference" && several.length > 0 ? several : read.lists.families;
  const found = possible.flatMap((family) => {
    const listWords = read.lists.isNamed ? listWordsIn(folded, family) : [];
    // 温州市清理清单 before 温州市: what is left of a list's name is no condition.
    const known = [...listWords, ...read.known];
    const filtered = readFilters(folded, family.current, known, lexicon);
    if (filtered.rest !== "" && !ignoresRest) return [];
    if (filtered.filters.length === 0 && !ignoresRest && SETS_APART.test(folded)) return [];
    const score = scoreOf(family, filtered, read, kinds) + (wants === "difference" ? 1 : 0);
    const isMet = filtered.filters.length > 0 && rowsThat(family.current, filtered.filters).length > 0;
    return score > 0 ? [{ ...filtered, family, score: score + (isMet ? 0.5 : 0) }] : [];
  });
  const best = Math.max(...found.map(({ score }) => score));
  return found.filter(({ score }) => score === best);
}

function scoreOf(
  family: ListFamily,
  { filters }: ReadFilters,
  read: ListQuestion,
  kinds: readonly ListKind[],
): number {
  if (read.lists.isNamed) return 3 + (kinds.includes(family.kind) ? 1 : 0) + filters.length;
  const isNamed = kinds.includes(family.kind);
  const isOfEdition = /(?:19|20)\d{2}年?版|[新旧老]版|上一?版|这一?版/.test(read.folded);
  const hasEnd = filters.some(({ sort }) => sort === "end");
  if (kinds.length > 0 && !isNamed && !(kinds.length === 1 && family.kind === "other")) return 0;
  return (isNamed ? 2 : 0) + (isOfEdition ? 1 : 0) + (hasEnd ? 1 + filters.length : 0);
}

/** The words by which a question calls a list: 取消证明清单, not the 取消 of what is asked for. */
function listWordsIn(folded: string, { name, current }: ListFamily): string[] {
  const own = `${name}${current.document.title}`;
  return [...folded.matchAll(/清单|名录|目录|名单|一览表/g)].flatMap(({ index, 0: word }) => {
    let start = index;
    while (start > 0 && own.includes(folded.charAt(start - 1))) start--;
    return index - start >= 2 ? [folded.slice(start, index + word.length)] : [];
  });
}

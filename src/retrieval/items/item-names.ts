/** Terms of a text with what each is worth: character pairs, and single characters for little. */
export type WeighedTerms = ReadonlyMap<string, number>;

/** A name of an item that shares terms with a text. */
export interface NameOverlap {
  /** Index of the item. */
  item: number;
  /** Weight of the terms shared, of all terms of the name. */
  shared: number;
  own: number;
}

/** The names of all items by their terms: what few items' names hold counts most. */
export interface NameIndex {
  weigh(foldedText: string): WeighedTerms;
  /** Names that share a term with a text; a term counts for the smaller of its two weights. */
  overlaps(terms: WeighedTerms): NameOverlap[];
}

/** Words that nearly every item's name may hold. */
const EMPTY = /办理|申请|申领|申报|核发|登记|审批|许可|认定|备案|事项|服务|业务/g;
/** A character is worth this much of what a pair as rare would be. */
const SINGLE = 0.2;
/** How many items a term that no name holds is taken to be in. */
const UNHEARD = 0.5;

/** Indexes the folded names of items. */
export function createNameIndex(items: readonly (readonly string[])[]): NameIndex {
  const counts = countItems(items);
  const weigh = (text: string) =>
    new Map(
      [...termsOf(text)].map((term) => {
        const rarity = Math.log(1 + (items.length + 1) / (counts.get(term) ?? UNHEARD));
        return [term, term.length > 1 ? rarity : rarity * SINGLE];
      }),
    );
  const names: { item: number; own: number }[] = [];
  const holding = new Map<string, { name: number; worth: number }[]>();
  for (const [item, own] of items.entries()) {
    for (const name of new Set(own)) {
      const terms = weigh(name);
      for (const [term, worth] of terms) {
        const list = holding.get(term);
        if (list) list.push({ name: names.length, worth });
        else holding.set(term, [{ name: names.length, worth }]);
      }
      names.push({ item, own: sumOf(terms) });
    }
  }
  return {
    weigh,
    overlaps(terms) {
      const shared = new Map<number, number>();
      for (const [term, weight] of terms) {
        for (const { name, worth } of holding.get(term) ?? []) {
          shared.set(name, (shared.get(name) ?? 0) + Math.min(weight, worth));
        }
      }
      return [...shared].flatMap(([name, weight]) => {
        const known = names[name];
        return known ? [{ ...known, shared: weight }] : [];
      });
    },
  };
}

/** What all terms of a text are worth. */
export function sumOf(terms: WeighedTerms): number {
  let sum = 0;
  for (const weight of terms.values()) sum += weight;
  return sum;
}

function countItems(items: readonly (readonly string[])[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const names of items) {
    for (const term of new Set(names.flatMap((name) => [...termsOf(name)]))) {
      counts.set(term, (counts.get(term) ?? 0) + 1);
    }
  }
  return counts;
}

function termsOf(text: string): Set<string> {
  const terms = new Set<string>();
  const bare = text.replace(EMPTY, " ");
  for (const run of (bare.trim() === "" ? text : bare).split(/[^\p{Script=Han}a-z0-9]+/u)) {
    for (let at = 0; at < run.length; at++) {
      terms.add(run.charAt(at));
      if (at + 1 < run.length) terms.add(run.slice(at, at + 2));
    }
  }
  return terms;
}

import type { Audience } from "../../domain.ts";
import { characterPairs } from "../../language/character-pairs.ts";
import type { Corpus } from "../../retrieval/corpus.ts";
import { byAge, type ListEdition, type ListEntry, listEdition } from "./list-edition.ts";
import { bareKey, nameKey, stemKey } from "./name-key.ts";

/** How a name was found: as written, as another name, without its brackets, without what is done with it. */
export type NamedBy = "name" | "alias" | "bare" | "stem";

export interface NamedEntry extends ListEntry {
  by: NamedBy;
}

/** A stretch of a squeezed question that is the name of rows. */
export interface NameHit {
  start: number;
  end: number;
  entries: NamedEntry[];
}

/** A row whose name resembles another, 0 to 1. */
export interface NearEntry extends ListEntry {
  score: number;
}

/** A row with a name, as compared, that differs in one character from another. */
export interface AlikeEntry extends ListEntry {
  own: string;
}

/** The rows of all lists that an audience may see, by name. */
export interface RegisterIndex {
  /** Newest first. */
  editions: readonly ListEdition[];
  /** Names in a squeezed question, longest first, never overlapping; only of editions that are accepted. */
  find(squeezed: string, accepts: (edition: ListEdition) => boolean): NameHit[];
  /** Rows whose names share most with a key, best first. */
  near(key: string, accepts: (edition: ListEdition) => boolean): NearEntry[];
  /** Rows with a name of the same length in which one character only is another. */
  alike(key: string, accepts: (edition: ListEdition) => boolean): AlikeEntry[];
  /** Whether a pair of characters stands in a name. */
  holdsPair(pair: string): boolean;
}

/** Asks for the index of a corpus; built once for each corpus and audience. */
export type RegisterShelf = (corpus: Corpus, audience: Audience) => Promise<RegisterIndex>;

/** A shelf that keeps the indexes as long as their corpus is in use. */
export function createRegisterShelf(): RegisterShelf {
  const kept = new WeakMap<Corpus, Map<Audience, Promise<RegisterIndex>>>();
  return (corpus, audience) => {
    const byAudience = kept.get(corpus) ?? new Map<Audience, Promise<RegisterIndex>>();
    kept.set(corpus, byAudience);
    const known = byAudience.get(audience);
    if (known) return known;
    const made = corpus.list(audience, "register").then((documents) => {
      return indexRegisters(documents.flatMap((document) => listEdition(document) ?? []));
    });
    byAudience.set(audience, made);
    // A failed reading is tried again with the next question.
    made.catch(() => byAudience.delete(audience));
    return made;
  };
}

const BRACKETS = /[（(〔[【]/;
const SHORTEST_KEY = 2;
/** Shorter codes are mere numbers. */
const SHORTEST_CODE = 5;
const LONGEST_KEY = 120;
const RANK: Record<NamedBy, number> = { name: 0, alias: 1, bare: 2, stem: 3 };

/** Indexes the rows of editions by their names. */
export function indexRegisters(unordered: readonly ListEdition[]): RegisterIndex {
  const editions = [...unordered].sort(byAge);
  const names = new Map<string, NamedEntry[]>();
  const pairs = new Map<string, ListEntry[]>();
  for (const edition of editions) for (const row of edition.register.rows) addRow({ edition, row });
  const lengths = lengthsByFirst(names.keys());

  function addRow(entry: ListEntry): void {
    const key = nameKey(entry.row.name);
    const aliases = entry.row.aliases.map(nameKey);
    addName(key, entry, "name");
    for (const alias of aliases) addName(alias, entry, "alias");
    if (entry.row.code !== null && entry.row.code.length >= SHORTEST_CODE)
      addName(nameKey(entry.row.code), entry, "alias");
    const bare = BRACKETS.test(entry.row.name) ? bareKey(entry.row.name) : "";
    addName(bare, entry, "bare");
    addName(stemKey(bare || key), entry, "stem");
    for (const pair of new Set([key, ...aliases].flatMap(characterPairs))) {
      const list = pairs.get(pair);
      if (list) list.push(entry);
      else pairs.set(pair, [entry]);
    }
  }

  function addName(key: string, entry: ListEntry, by: NamedBy): void {
    if (key.length < SHORTEST_KEY || key.length > LONGEST_KEY) return;
    const list = names.get(key);
    if (list === undefined) names.set(key, [{ ...entry, by }]);
    else if (list.at(-1)?.row !== entry.row) list.push({ ...entry, by });
  }

  return {
    editions,
    holdsPair: (pair) => pairs.has(pair),
    find: (squeezed, accepts) => findNames(squeezed, names, lengths, accepts),
    alike: (key, accepts) => findAlike(key, names, accepts),
    near: (key, accepts) => findNear(key, pairs, editions, accepts),
  };
}

function lengthsByFirst(keys: Iterable<string>): Map<string, number[]> {
  const found = new Map<string, Set<number>>();
  for (const key of keys) {
    const first = key.charAt(0);
    const set = found.get(first) ?? new Set();
    found.set(first, set.add(key.length));
  }
  return new Map([...found].map(([first, set]) => [first, [...set].sort((a, b) => b - a)]));
}

function findNames(
  text: string,
  names: ReadonlyMap<string, NamedEntry[]>,
  lengths: ReadonlyMap<string, number[]>,
  accepts: (edition: ListEdition) => boolean,
): NameHit[] {
  const hits: NameHit[] = [];
  for (let start = 0; start < text.length; start++) {
    for (const length of lengths.get(text.charAt(start)) ?? []) {
      const key = text.slice(start, start + length);
      if (key.length < length) continue;
      const entries = strongest(names.get(key)?.filter(({ edition }) => accepts(edition)) ?? []);
      if (entries.length > 0) hits.push({ start, end: start + length, entries });
    }
  }
  return apart(hits);
}

/** The entries found in the surest way: a name as written beats the same words in brackets left out. */
function strongest(entries: readonly NamedEntry[]): NamedEntry[] {
  const best = Math.min(...entries.map(({ by }) => RANK[by]));
  return entries.filter(({ by }) => RANK[by] === best);
}

/** Longest first; what overlaps a longer one is no name. */
function apart(hits: readonly NameHit[]): NameHit[] {
  const kept: NameHit[] = [];
  for (const hit of [...hits].sort((a, b) => b.end - b.start - (a.end - a.start) || a.start - b.start)) {
    if (kept.every((other) => hit.end <= other.start || other.end <= hit.start)) kept.push(hit);
  }
  return kept;
}

function findAlike(
  key: string,
  names: ReadonlyMap<string, NamedEntry[]>,
  accepts: (edition: ListEdition) => boolean,
): AlikeEntry[] {
  return [...names].flatMap(([own, entries]) =>
    own.length === key.length && otherCharacters(own, key) === 1
      ? entries.flatMap(({ edition, row }) => (accepts(edition) ? [{ edition, row, own }] : []))
      : [],
  );
}

function otherCharacters(left: string, right: string): number {
  let count = 0;
  for (let i = 0; i < left.length; i++) if (left.charAt(i) !== right.charAt(i)) count++;
  return count;
}

/** A pair that more rows hold says nothing about any of them. */
const MOST_ROWS_OF_A_PAIR = 1_000;
/** Rows that share most with a name are compared whole. */
const MOST_COMPARED = 60;

function findNear(
  key: string,
  pairs: ReadonlyMap<string, ListEntry[]>,
  editions: readonly ListEdition[],
  accepts: (edition: ListEdition) => boolean,
): NearEntry[] {
  const total = editions.reduce((sum, { register }) => sum + register.rows.length, 1);
  const weigh = (pair: string) => Math.log(1 + total / ((pairs.get(pair)?.length ?? 0) + 1));
  const own = [...new Set(characterPairs(withoutProof(key)))];
  const shared = new Map<ListEntry, number>();
  for (const pair of own) {
    const entries = pairs.get(pair) ?? [];
    if (entries.length > MOST_ROWS_OF_A_PAIR) continue;
    for (const entry of entries) shared.set(entry, (shared.get(entry) ?? 0) + weigh(pair));
  }
  const weightOf = (list: readonly string[]) => list.reduce((sum, pair) => sum + weigh(pair), 0);
  const whole = weightOf(own);
  return [...shared]
    .filter(([{ edition }]) => accepts(edition))
    .sort((a, b) => b[1] - a[1])
    .slice(0, MOST_COMPARED)
    .map(([entry, weight]) => {
      const other = Math.min(
        ...namesOf(entry).map((name) => weightOf([...new Set(characterPairs(withoutProof(name)))])),
      );
      return { ...entry, score: (2 * weight) / (whole + other) };
    })
    .sort((a, b) => b.score - a.score || a.row.start - b.row.start);
}

/** That both are proofs does not make names alike. */
function withoutProof(key: string): string {
  const bare = key.replace(/证明(?:材料|书|信)?$/, "");
  return bare.length > 1 ? bare : key;
}

function namesOf({ row }: ListEntry): string[] {
  return [nameKey(row.name), ...row.aliases.map(nameKey)];
}

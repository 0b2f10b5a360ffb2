import { fold } from "../../language/fold.ts";
import { keepLast } from "../../language/keep-last.ts";
import type { LexiconEntry } from "../../language/lexicon.ts";
import { stripQuestionWords } from "../analyse.ts";
import { type ActionReader, type ActionWeights, createActionReader, nearness } from "./item-actions.ts";
import { createNameIndex, type NameIndex, sumOf, type WeighedTerms } from "./item-names.ts";
import { createSayingReader, type SayingReader } from "./item-sayings.ts";

/** What an item is found by. */
export interface NamedItem {
  id: string;
  /** Title first, then other names. */
  names: readonly string[];
}

/** How well a question fits an item. */
export interface ItemMatch {
  id: string;
  /** Orders items: about 1 and more for one that is plainly meant. */
  score: number;
  /** What the question shares with its names, 0 to 1. */
  name: number;
  /** How plainly people say it so, 0 to 1. */
  said: number;
  /** Whether what is wanted is what the item is for, −1 to 1. */
  action: number;
}

/** Items made ready to be matched. */
export interface ItemShelf {
  /** All items that a question speaks of at all, best first. */
  match(question: string): readonly ItemMatch[];
  has(id: string): boolean;
  /** The title of an item; empty for one that is not here. */
  nameOf(id: string): string;
}

/** Makes shelves of items, over one lexicon. */
export interface ItemMatcher {
  shelve(items: readonly NamedItem[]): ItemShelf;
}

/** What the matcher takes from a lexicon; a `Lexicon` is one. */
export interface ItemWords {
  expand(foldedText: string): readonly { said: string; official: string; field?: string | null }[];
  entries?: readonly LexiconEntry[];
}

/*
 * Object first, then action: what is said for an item and shares with its name find it, the action tells it from its
 * neighbours. Chosen on half of a private suite of sayings; from half to twice of each gave the same within 3 %.
 */
const SAID_SHARE = 1.3;
const ACTION_SHARE = 0.45;
/** From here on an item's object is meant, and the action counts in full. */
const ENOUGH = 0.4;
/** Weight of official words for what was said beside those that were said. */
const MEANT = 0.85;
/** What a name must be worth so that a question which says all of it is sure to mean it. */
const SHORT_NAME = 4;
/** From here on the lexicon's item is the same as a corpus's. */
const SAME_ITEM = 0.5;
/** Items nearly as much alike to the lexicon's as the nearest share what is said for it. */
const AS_NEAR = 0.92;
/** An item whose name tells no action may well do what is wanted. */
const UNSAID_ACTION = -0.25;
const UNSAID_FIRST = 0.3;
/** But hardly where another item of the object says that it does, from here on. */
const SERVED = 0.5;
const UNSERVING = -0.7;
/** Who wants nothing in particular more often wants a thing for the first time. */
const FIRST_BY_DEFAULT = 0.1;

/** What people put between a verb and its object (换了个老板). */
const PARTICLES = /了?一?[个张本家条](?=\p{Script=Han})|了(?=\p{Script=Han})/gu;

/** Makes a matcher over what people say and what is done. */
export function createItemMatcher(lexicon: ItemWords): ItemMatcher {
  const actions = createActionReader(lexicon.entries ?? []);
  const sayings = createSayingReader(lexicon.entries ?? []);
  return { shelve: (items) => createShelf(items, { lexicon, actions, sayings }) };
}

/** Questions whose matches are kept: searching and answering match the same ones. */
const KEPT = 16;

interface MatcherParts {
  lexicon: ItemWords;
  actions: ActionReader;
  sayings: SayingReader;
}

function createShelf(items: readonly NamedItem[], { lexicon, actions, sayings }: MatcherParts): ItemShelf {
  const titles = new Map(items.map(({ id, names }) => [id, names[0] ?? ""]));
  const folded = items.map(({ names }) => names.map(fold));
  const index = createNameIndex(folded);
  const done = folded.map((names) => actions.ofName(names.join(" ")));
  const kept = new Map<number, Likeness[]>();
  const likes = (known: number) => {
    const found = kept.get(known) ?? nearestItems(sayings.names[known] ?? [], { index, actions, done });
    kept.set(known, found);
    return found;
  };
  return {
    has: (id) => titles.has(id),
    nameOf: (id) => titles.get(id) ?? "",
    match: keepLast(KEPT, (question) => {
      const text = fold(question);
      const named = nameOverlaps(termsAsked(text, lexicon, index), index);
      const said = new Map<number, number>();
      const heard = `${text} ${text.replace(PARTICLES, "")}`;
      for (const { item: known, weight } of sayings.read(heard)) {
        for (const { item, likeness } of likes(known)) raise(said, item, weight * likeness);
      }
      const wanted = actions.wanted(heard);
      const found = [...new Set([...named.keys(), ...said.keys()])].map((item) => {
        const parts = { name: named.get(item) ?? 0, said: said.get(item) ?? 0 };
        return { id: items[item]?.id ?? "", ...parts, action: fitness(done[item] ?? new Set(), wanted) };
      });
      const isServed = found.some((one) => one.action >= SERVED && one.name + one.said >= ENOUGH);
      return found
        .map((one) => ({ ...one, action: isServed && one.action === UNSAID_ACTION ? UNSERVING : one.action }))
        .map((one) => ({ ...one, score: scoreOf(one, one.action) }))
        .sort((a, b) => b.score - a.score || a.id.localeCompare(b.id));
    }),
  };
}

function raise<Key>(map: Map<Key, number>, key: Key, value: number): void {
  map.set(key, Math.max(map.get(key) ?? 0, value));
}

function scoreOf({ name, said }: { name: number; said: number }, action: number): number {
  const meant = name + SAID_SHARE * said;
  // What is wanted tells items of one object apart; alone it points to none.
  return meant + ACTION_SHARE * action * Math.min(1, meant / ENOUGH);
}

/** The words of a question and the official words for them. */
function termsAsked(text: string, lexicon: ItemWords, { weigh }: NameIndex): WeighedTerms {
  const asked = new Map(weigh(stripQuestionWords(text)));
  for (const { official, field } of lexicon.expand(text)) {
    if (field !== undefined && field !== null) continue;
    for (const [term, weight] of weigh(fold(official))) raise(asked, term, weight * MEANT);
  }
  return asked;
}

/** The share of each item's best name that is asked for. */
function nameOverlaps(terms: WeighedTerms, { overlaps }: NameIndex): Map<number, number> {
  const best = new Map<number, number>();
  for (const { item, shared, own } of overlaps(terms)) raise(best, item, shared / (own + SHORT_NAME));
  return best;
}

/** −1 to 1: whether an item of these actions is what is wanted. */
function fitness(offered: ReadonlySet<string>, wanted: ActionWeights): number {
  if (wanted.size === 0) {
    if (offered.size === 0) return 0;
    return offered.has("first") ? FIRST_BY_DEFAULT : -FIRST_BY_DEFAULT;
  }
  // What nothing is said of grants or registers: that is done the first time.
  if (offered.size === 0) return wanted.has("first") ? UNSAID_FIRST : UNSAID_ACTION;
  const most = Math.max(...wanted.values());
  let best = 0;
  for (const [want, weight] of wanted) {
    for (const offer of offered) best = Math.max(best, (nearness(want, offer) * weight) / most);
  }
  return best === 0 ? -1 : best;
}

interface Likeness {
  item: number;
  /** 0 to 1. */
  likeness: number;
}

interface Shelved {
  index: NameIndex;
  actions: ActionReader;
  /** The actions of each item. */
  done: readonly ReadonlySet<string>[];
}

/** The items of a shelf that are one of the lexicon's, with how much alike they are. */
function nearestItems(names: readonly string[], { index, actions, done }: Shelved): Likeness[] {
  const found = new Map<number, number>();
  for (const name of names) {
    const terms = index.weigh(name);
    const weight = sumOf(terms);
    const own = actions.ofName(name);
    for (const { item, shared, own: other } of index.overlaps(terms)) {
      raise(found, item, (agree(own, done[item] ?? new Set()) * 2 * shared) / (weight + other || 1));
    }
  }
  const top = Math.max(0, ...found.values());
  return [...found]
    .map(([item, likeness]) => ({ item, likeness }))
    .filter(({ likeness }) => likeness >= Math.max(SAME_ITEM, top * AS_NEAR));
}

/** Two names of different actions are of two items; one without may be for all of them. */
function agree(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size === 0 && b.size === 0) return 1;
  if (a.size === 0 || b.size === 0) return 0.85;
  return [...a].some((one) => b.has(one)) ? 1 : 0.3;
}

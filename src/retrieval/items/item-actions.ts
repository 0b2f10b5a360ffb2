import { fold } from "../../language/fold.ts";
import type { LexiconEntry } from "../../language/lexicon.ts";
import { isSaidIn } from "./said-in.ts";

/**
 * What is done with a document, a right or a status: the lexicon's `actions`. An item's name says its own
 * action (换领), people say it or the situation that calls for it (快到期了).
 */
export type ActionWeights = ReadonlyMap<string, number>;

/** Reads actions out of folded texts. */
export interface ActionReader {
  /** The actions that an item's name speaks of; empty for one that only grants, registers or files. */
  ofName(foldedName: string): ReadonlySet<string>;
  /** The actions that a question wants: 2 where it says one by its name, 1 for a situation. */
  wanted(foldedQuestion: string): ActionWeights;
  /** The text without the words of actions: what they are done with. */
  without(foldedName: string): string;
}

interface ActionWord {
  word: string;
  action: string;
}

const BY_NAME = 2;
const BY_SITUATION = 1;
/**
 * Actions that stand in for one another, and how well: who lost a thing may report it lost, a damaged or
 * lapsed one is renewed or issued anew, depending on the item.
 */
const NEAR_ACTIONS: readonly (readonly [string, string, number])[] = [
  ["replace", "report_loss", 0.4],
  ["renew", "endorse", 0.6],
  ["renew", "replace", 0.1],
  ["renew", "review", 0.2],
  ["change", "transfer", 0.2],
];

/** How well an action that is wanted is served by one that an item's name speaks of, 0 to 1. */
export function nearness(wanted: string, offered: string): number {
  if (wanted === offered) return 1;
  const pair = NEAR_ACTIONS.find(
    ([a, b]) => (a === wanted && b === offered) || (b === wanted && a === offered),
  );
  return pair?.[2] ?? 0;
}

/** Makes a reader of the lexicon's actions. */
export function createActionReader(entries: readonly LexiconEntry[]): ActionReader {
  const named = wordsOf(entries, ({ official }) => official.split(/\s+/));
  const said = wordsOf(entries, ({ says }) => says);
  return {
    ofName: (name) => new Set(find(name, named).map(({ action }) => action)),
    without: (name) => named.reduce((text, { word }) => text.replaceAll(word, " "), name),
    wanted(question) {
      const weights = new Map<string, number>();
      const add = (words: readonly ActionWord[], weight: number) => {
        for (const { action } of words) weights.set(action, Math.max(weights.get(action) ?? 0, weight));
      };
      add(find(question, said), BY_SITUATION);
      add(find(question, named), BY_NAME);
      return weights;
    },
  };
}

function wordsOf(
  entries: readonly LexiconEntry[],
  read: (entry: LexiconEntry) => readonly string[],
): ActionWord[] {
  const words = entries.flatMap((entry) =>
    entry.action === undefined
      ? []
      : read(entry).map((word) => ({ word: fold(word), action: entry.action ?? "" })),
  );
  return words.filter(({ word }) => word !== "").sort((a, b) => b.word.length - a.word.length);
}

/** Words that stand in a text, a longer one in place of those within it. */
function find(text: string, words: readonly ActionWord[]): ActionWord[] {
  let rest = text;
  return words.filter(({ word }) => {
    if (!isSaidIn(rest, word)) return false;
    rest = rest.replaceAll(word, " ");
    return true;
  });
}

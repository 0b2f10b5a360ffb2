import { parse as parseYaml } from "yaml";
import { z } from "zod";
import { WenbanError } from "../errors.ts";
import { fold } from "./fold.ts";
import { keepLast } from "./keep-last.ts";
import { createThesaurus, type FindNearWords, type SynonymGroup } from "./thesaurus.ts";

/** One official term with what people say for it. */
export interface LexiconEntry {
  official: string;
  /** Everyday words, abbreviations, dialect and old names. */
  says: string[];
  /** Key of the service guide's field that the words ask for (`fee` for 多少钱); absent for a term. */
  field?: string;
  /** What is done (`renew`): `official` holds the words of items' names, `says` the situations that call for it. */
  action?: string;
  /**
   * Whether the words are about an item as a whole, for finding its guide and nothing else; `official` holds its
   * names. Pieces joined by `+` stand in a question in any order.
   */
  isItem?: true;
}

/** Something said that has an official term. */
interface Expansion {
  /** As in the folded text. */
  said: string;
  official: string;
  start: number;
  end: number;
  /** Key of the guide field asked for; null for a term. */
  field: string | null;
}

/** What people say, and what guides and policies write. */
export interface Lexicon {
  /** Words of a folded text with others that say the same, neither of them the official one. */
  near: FindNearWords;
  /**
   * Everything in a folded text that has an official term, longest first from the left, never overlapping.
   * Words that stand inside the official term itself (身份证 in 居民身份证) are left out.
   */
  expand(foldedText: string): readonly Expansion[];
  /** Everything said and every official term, folded, each once. */
  words(): Iterable<string>;
  /** What is done and the situations that call for it, folded, longest first. */
  readonly actionWords: readonly string[];
  /** All entries, those of items and actions among them. */
  readonly entries: readonly LexiconEntry[];
}

interface Saying {
  said: string;
  official: string;
  foldedOfficial: string;
  field: string | null;
}

/** Texts whose expansions are kept: more than are read for one answer. */
const KEPT = 64;

/** Makes a lexicon. Of two entries with the same words the earlier one counts, so an operator's own go first. */
export function createLexicon(given: readonly (LexiconEntry | SynonymGroup)[]): Lexicon {
  const entries = given.filter((entry) => "official" in entry);
  const byFirst = indexSayings(entries.filter(({ action, isItem }) => action === undefined && !isItem));
  const words = new Set(
    [...byFirst.values()].flat().flatMap(({ said, foldedOfficial }) => [said, foldedOfficial]),
  );
  return {
    entries,
    actionWords: collectActionWords(entries),
    words: () => words,
    near: createThesaurus(given.filter((entry) => "synonyms" in entry)),
    expand: keepLast(KEPT, (text) => {
      const found: Expansion[] = [];
      for (let at = 0; at < text.length; ) {
        const hit = byFirst.get(text.charAt(at))?.find((saying) => text.startsWith(saying.said, at));
        if (hit !== undefined && !isInsideOfficial(text, at, hit)) {
          const { said, official, field } = hit;
          found.push({ said, official, start: at, end: at + said.length, field });
        }
        at += hit?.said.length ?? 1;
      }
      return found;
    }),
  };
}

function collectActionWords(entries: readonly LexiconEntry[]): string[] {
  return entries
    .filter(({ action }) => action !== undefined)
    .flatMap(({ official, says }) => [...official.split(/\s+/), ...says])
    .map(fold)
    .sort((a, b) => b.length - a.length);
}

/** Words by their first character, longest first. */
function indexSayings(entries: readonly LexiconEntry[]): Map<string, Saying[]> {
  const known = new Set<string>();
  const byFirst = new Map<string, Saying[]>();
  for (const { official, says, field = null } of entries) {
    const foldedOfficial = fold(official);
    for (const said of says.map(fold)) {
      if (said === "" || known.has(said)) continue;
      known.add(said);
      const list = byFirst.get(said.charAt(0)) ?? [];
      byFirst.set(said.charAt(0), list);
      list.push({ said, official, foldedOfficial, field });
    }
  }
  for (const list of byFirst.values()) list.sort((a, b) => b.said.length - a.said.length);
  return byFirst;
}

function isInsideOfficial(text: string, at: number, { said, foldedOfficial }: Saying): boolean {
  for (let i = foldedOfficial.indexOf(said); i >= 0; i = foldedOfficial.indexOf(said, i + 1)) {
    if (at >= i && text.startsWith(foldedOfficial, at - i)) return true;
  }
  return false;
}

const terms = z.record(z.string(), z.record(z.string().min(1), z.string().min(1)));
const lexiconFile = z.strictObject({
  terms: terms.default({}),
  fields: terms.default({}),
  phrases: z.string().default(""),
  actions: terms.default({}),
  items: terms.default({}),
});

/**
 * Reads `lexicon.yaml`: `terms` (group → official term → words), `fields` (field key → label → words), `actions`
 * (action → words of items' names → situations), `items` (group → names of an item → what people say) and `phrases`,
 * which become entries that stand for themselves: they hold a word by chance (最低保修期: 低保), and
 * being longer keep it from being found.
 * Throws `lexicon.unreadable` naming the first fault.
 */
export function parseLexicon(yaml: string): LexiconEntry[] {
  const { terms, fields, phrases, actions, items } = readFile(yaml);
  return [
    ...splitWords(phrases).map((phrase) => ({ official: phrase, says: [phrase] })),
    ...Object.values(terms).flatMap((group) => readGroup(group)),
    ...Object.entries(fields).flatMap(([field, group]) => readGroup(group, { field })),
    ...Object.entries(actions).flatMap(([action, group]) => readGroup(group, { action })),
    ...Object.values(items).flatMap((group) => readGroup(group, { isItem: true })),
  ];
}

function readGroup(group: Record<string, string>, kind: Partial<LexiconEntry> = {}): LexiconEntry[] {
  return Object.entries(group).map(([official, words]) => ({ official, says: splitWords(words), ...kind }));
}

function splitWords(words: string): string[] {
  return words.split(/\s+/).filter((word) => word !== "");
}

function readFile(yaml: string): z.infer<typeof lexiconFile> {
  let value: unknown;
  try {
    value = parseYaml(yaml);
  } catch (cause) {
    throw unreadable(cause instanceof Error ? cause.message : "not YAML", cause);
  }
  const result = lexiconFile.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw unreadable(`${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""}`, result.error);
}

function unreadable(fault: string, cause: unknown): WenbanError {
  return new WenbanError("not_configured", "lexicon.unreadable", `词表 lexicon.yaml 读不出来（${fault}）。`, {
    hint: "Correct the entry named: under terms or fields, a group holds `official term: words separated by spaces`.",
    cause,
  });
}

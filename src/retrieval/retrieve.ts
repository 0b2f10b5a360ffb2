import type { Document, Passage } from "../domain.ts";
import { fold } from "../language/fold.ts";
import { analyseQuestion, mergeTerms, type QueryTerm, weighTerms } from "./analyse.ts";
import type { Corpus, RetrievedPassage, RetrieveRequest } from "./corpus.ts";
import { type Candidate, demoteRepeats } from "./fuse.ts";
import type { LexicalIndex } from "./lexical-index.ts";
import { checkLimit } from "./search-filter.ts";

/** The indexes of one visibility. */
export interface IndexSet {
  lexical: LexicalIndex;
}

/** The indexes of one generation. The two sets never share a file, a term or a vector. */
export interface IndexSets {
  public: IndexSet;
  internal: IndexSet;
}

/** What turns everyday words into official ones; a `Lexicon` is one. */
export interface QueryExpander {
  expand(foldedText: string): readonly { said: string; official: string }[];
}

export interface RetrieveParts {
  indexes: IndexSets;
  /** Passages by id with their documents; ids that are gone are left out. */
  fetchPassages(ids: string[]): Promise<Map<string, { passage: Passage; document: Document }>>;
  lexicon?: QueryExpander;
}

/** Weight of an official term that was only meant, next to 1 for what was said. */
const MEANT_WEIGHT = 0.6;
/** Candidates taken from each leg, at least, so that demotion and fusion see below the cut. */
const MIN_CANDIDATES = 60;
const MAX_LIMIT = 100;

/** The terms to search for: those of the question and those of the official words for what it says. */
export function searchTerms(query: string, lexicon: QueryExpander | undefined): QueryTerm[] {
  const said = analyseQuestion(query);
  const known = new Set(said.map((term) => term.text));
  const meant = new Map<string, QueryTerm>();
  for (const { official } of lexicon?.expand(fold(query)) ?? []) {
    for (const { text } of weighTerms(official)) {
      if (!known.has(text)) meant.set(text, { text, weight: MEANT_WEIGHT });
    }
  }
  return mergeTerms(said, [...meant.values()]);
}

/** The sets an audience may search. */
function setsFor(indexes: IndexSets, audience: RetrieveRequest["audience"]): IndexSet[] {
  return audience === "staff" ? [indexes.public, indexes.internal] : [indexes.public];
}

/** Lexical candidates of all sets on one scale: with two sets, each weighs terms by the counts of both. */
async function searchLexical(
  sets: readonly IndexSet[],
  terms: readonly QueryTerm[],
  options: { limit: number; filter?: NonNullable<RetrieveRequest["filter"]> },
): Promise<Candidate[]> {
  const counts = sets.length > 1 ? await Promise.all(sets.map((set) => set.lexical.count(terms))) : [];
  const found = await Promise.all(
    sets.map((set, s) => {
      const background = counts[1 - s];
      return set.lexical.search(terms, background ? { ...options, background } : options);
    }),
  );
  return found.flat().map((hit) => ({ ...hit, lexical: hit.score, cosine: null }));
}

/** The whole retrieval step over one generation of the index. */
export function createRetrieve(parts: RetrieveParts): Corpus["retrieve"] {
  return async ({ query, limit, audience, filter }) => {
    checkLimit(limit);
    const terms = searchTerms(query, parts.lexicon);
    const wanted = Math.min(limit, MAX_LIMIT);
    const options = { limit: Math.max(MIN_CANDIDATES, wanted * 2), ...(filter ? { filter } : {}) };
    const candidates = await searchLexical(setsFor(parts.indexes, audience), terms, options);
    return present(demoteRepeats(candidates).slice(0, wanted), parts.fetchPassages);
  };
}

async function present(
  candidates: readonly Candidate[],
  fetchPassages: RetrieveParts["fetchPassages"],
): Promise<RetrievedPassage[]> {
  const found = await fetchPassages(candidates.map((candidate) => candidate.passageId));
  const best = candidates[0]?.score ?? 1;
  return candidates.flatMap(({ passageId, score, lexical, cosine }) => {
    const held = found.get(passageId);
    return held ? [{ ...held, score: score / best, lexical, cosine }] : [];
  });
}

import type { Document, Passage } from "../domain.ts";
import { toWenbanError, type WenbanError } from "../errors.ts";
import { fold } from "../language/fold.ts";
import type { Embedder } from "../llm/embedder.ts";
import { analyseQuestion, mergeTerms, type QueryTerm, weighTerms } from "./analyse.ts";
import type { Corpus, RetrievedPassage, RetrieveRequest, TermFrequency } from "./corpus.ts";
import { type Candidate, demoteRepeats, fromLexical, fuseLegs } from "./fuse.ts";
import type { ItemShelf } from "./items/item-matcher.ts";
import { leadWithItems, rankItems } from "./items/lead-with-items.ts";
import type { LexicalHit, LexicalIndex } from "./lexical-index.ts";
import { checkFilter, checkLimit } from "./search-filter.ts";
import type { VectorHit, VectorStore } from "./vector-store.ts";

/** The vector part of a set: where the vectors are, what made them, and what they may count for. */
export interface VectorLeg {
  store: VectorStore;
  embedder: Embedder;
  /** Share in the fused score, 0 to 1; at 0 the leg only adds candidates below. */
  weight: number;
}

/** The indexes of one visibility. */
export interface IndexSet {
  lexical: LexicalIndex;
  /** Null without vectors. */
  vectors: VectorLeg | null;
}

/** The indexes of one generation. The two sets never share a file, a term or a vector. */
export interface IndexSets {
  public: IndexSet;
  internal: IndexSet;
}

/** What turns everyday words into official ones; a `Lexicon` is one. */
export interface QueryExpander {
  expand(foldedText: string): readonly { said: string; official: string }[];
  /** Words that say the same as words of the text; they count least. */
  near?(foldedText: string): readonly { words: readonly string[] }[];
}

export interface RetrieveParts {
  indexes: IndexSets;
  /** Passages by id with their documents; ids that are gone are left out. */
  fetchPassages(ids: string[]): Promise<Map<string, { passage: Passage; document: Document }>>;
  lexicon?: QueryExpander;
  /** The service guides that an audience may see, to be matched by their items. */
  items?: (audience: RetrieveRequest["audience"]) => Promise<ItemShelf>;
  /** Told when the vector leg failed, such as an embedding service that is down; the search goes on without. */
  onVectorFailure?: (error: WenbanError) => void;
}

/** Weight of an official term that was only meant, next to 1 for what was said. */
const MEANT_WEIGHT = 0.6;
/** Weight of the pairs of words that say the same as one that was said. */
const NEAR_WEIGHT = 0.25;
/** Candidates taken from each leg, at least, so that fusion and demotion see below the cut. */
const MIN_CANDIDATES = 60;
const MAX_LIMIT = 100;

/** The terms to search for: those of the question and those of the official words for what it says. */
function searchTerms(query: string, lexicon: QueryExpander | undefined): QueryTerm[] {
  const said = analyseQuestion(query);
  const known = new Set(said.map((term) => term.text));
  const meant = new Map<string, QueryTerm>();
  for (const { official } of lexicon?.expand(fold(query)) ?? []) {
    for (const { text } of weighTerms(official)) {
      if (!known.has(text)) meant.set(text, { text, weight: MEANT_WEIGHT });
    }
  }
  for (const { words } of lexicon?.near?.(fold(query)) ?? []) {
    for (const { text } of words.flatMap((word) => weighTerms(word))) {
      if (text.length > 1 && !known.has(text) && !meant.has(text))
        meant.set(text, { text, weight: NEAR_WEIGHT });
    }
  }
  return mergeTerms(said, [...meant.values()]);
}

/** The sets an audience may search. */
function setsFor(indexes: IndexSets, audience: RetrieveRequest["audience"]): IndexSet[] {
  return audience === "staff" ? [indexes.public, indexes.internal] : [indexes.public];
}

type SearchRange = Pick<RetrieveRequest, "limit" | "filter">;

/** Lexical hits of all sets on one scale: with two sets, each weighs terms by the counts of both. */
async function searchLexical(
  sets: readonly IndexSet[],
  terms: readonly QueryTerm[],
  range: SearchRange,
): Promise<LexicalHit[]> {
  const counts = sets.length > 1 ? await Promise.all(sets.map((set) => set.lexical.count(terms))) : [];
  const found = await Promise.all(
    sets.map((set, s) => {
      const background = counts[1 - s];
      return set.lexical.search(terms, background ? { ...range, background } : range);
    }),
  );
  return found.flat();
}

/** Vector hits of all sets; none for a question that the embedder knows no word of. */
async function searchVectors(
  legs: readonly VectorLeg[],
  query: string,
  range: SearchRange,
): Promise<VectorHit[]> {
  const embedders = [...new Set(legs.map((leg) => leg.embedder))];
  const vectors = await Promise.all(embedders.map((embedder) => embedder.embedQuery(query)));
  const found = await Promise.all(
    legs.map(async ({ embedder, store }) => {
      const vector = vectors[embedders.indexOf(embedder)];
      return vector?.some((value) => value !== 0) ? store.search(vector, range) : [];
    }),
  );
  return found.flat();
}

/** The whole retrieval step over one generation of the index. */
export function createRetrieve(parts: RetrieveParts): Corpus["retrieve"] {
  return async ({ query, limit, audience, filter }) => {
    checkLimit(limit);
    checkFilter(filter);
    const wanted = Math.min(limit, MAX_LIMIT);
    const range = { limit: Math.max(MIN_CANDIDATES, wanted * 2), ...(filter ? { filter } : {}) };
    const sets = setsFor(parts.indexes, audience);
    const lexical = await searchLexical(sets, searchTerms(query, parts.lexicon), range);
    const legs = sets.flatMap((set) => set.vectors ?? []);
    const vectors = await searchVectors(legs, query, range).catch((error: unknown) => {
      parts.onVectorFailure?.(toWenbanError(error));
      return [];
    });
    const weight = Math.min(...legs.map((leg) => leg.weight));
    const fused = vectors.length > 0 ? fuseLegs(lexical, vectors, weight) : fromLexical(lexical);
    const ordered = demoteRepeats(fused);
    const shelf = parts.items && mayHoldGuides(filter) ? await parts.items(audience) : null;
    const led = shelf === null ? ordered : await matchGuides({ query, ordered, shelf, sets, filter });
    return present(led.slice(0, wanted), parts.fetchPassages);
  };
}

/** Items whose guides are looked for by name where their texts were not found. */
const FETCHED_ITEMS = 3;

function mayHoldGuides(filter: RetrieveRequest["filter"]): boolean {
  return !filter?.documentIds && (!filter?.kinds || filter.kinds.includes("procedure"));
}

interface GuideSearch {
  query: string;
  ordered: readonly Candidate[];
  shelf: ItemShelf;
  sets: readonly IndexSet[];
  filter: RetrieveRequest["filter"];
}

/** Puts the guides among the candidates in the order of how well their items are meant. */
async function matchGuides({ query, ordered, shelf, sets, filter }: GuideSearch): Promise<Candidate[]> {
  const ranked = rankItems(ordered, shelf.match(query), (id) => shelf.has(id));
  const found = new Set(ordered.map(({ documentId }) => documentId));
  const missing = ranked.slice(0, FETCHED_ITEMS).filter(({ id }) => !found.has(id));
  const more: Candidate[] = [];
  for (const { id } of missing) {
    const terms = weighTerms(shelf.nameOf(id));
    const range = { limit: MIN_CANDIDATES, filter: { ...filter, documentIds: [id] } };
    const hits = await searchLexical(sets, terms, range);
    more.push(...fromLexical(hits.slice(0, 1)).map((hit) => ({ ...hit, score: 0 })));
  }
  return leadWithItems([...ordered, ...more], ranked);
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

/** The places that what the audience may see is about, counted once. */
export function createRegionCodes(indexes: IndexSets): Corpus["regionCodes"] {
  const kept = new Map<string, string[]>();
  return async (audience) => {
    const known = kept.get(audience);
    if (known) return known;
    const codes = await Promise.all(setsFor(indexes, audience).map((set) => set.lexical.regionCodes()));
    const distinct = [...new Set(codes.flat())];
    kept.set(audience, distinct);
    return distinct;
  };
}

/** How common terms are among what the audience may see. */
export function createFrequencies(indexes: IndexSets): Corpus["frequencies"] {
  return async (terms, audience) => {
    const asked = terms.map((text) => ({ text, weight: 1 }));
    const counts = await Promise.all(setsFor(indexes, audience).map((set) => set.lexical.count(asked)));
    const of = counts.reduce((sum, one) => sum + one.passages, 0);
    return terms.map(
      (_, t): TermFrequency => ({
        passages: counts.reduce((sum, one) => sum + (one.holding[t] ?? 0), 0),
        of,
      }),
    );
  };
}

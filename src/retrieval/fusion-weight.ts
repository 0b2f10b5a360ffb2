import type { Embedder } from "../llm/embedder.ts";
import { analyseQuestion } from "./analyse.ts";
import { fromLexical, fuseLegs } from "./fuse.ts";
import type { IndexEntry, LexicalIndex } from "./lexical-index.ts";
import { createExactStore } from "./stores/exact-store.ts";
import { createTypedArrayIndex } from "./stores/typed-array-index.ts";
import type { VectorStore } from "./vector-store.ts";

/** Weights tried, ascending. */
const LADDER = [0, 0.1, 0.2, 0.3, 0.5, 0.8];
/** Passages taken as the small collection that is searched. */
const SAMPLES = 150;
/** Below this many a measurement says nothing. */
const MIN_SAMPLES = 24;
/** Weight where there is too little to measure on: what the built-in embedder has earned on public sets. */
export const UNMEASURED_WEIGHT = 0.15;
const SENTENCE_END = /[。！？；\n]/;
const CLAUSE_END = /[，。！？；：\n]/;

interface Trial {
  /** A passage without its first sentence. */
  rest: IndexEntry;
  /** The first sentence: asks for the passage in other words than those left in it. */
  apart: string;
  /** A clause of what is left: asks in the passage's own words. */
  own: string;
}

/** Reciprocal ranks of the passage sought, one for each weight of the ladder. */
interface TrialRanks {
  apart: number[];
  own: number[];
}

/**
 * The weight an embedder deserves on these passages, found without any questions of people. A passage's first
 * sentence asks for the rest of the passage among the rests of others, and so does a clause of that rest.
 * Taken is the weight that ranks best for the sentences on one half of the passages, of those that are not
 * below the lexical leg for sentences on the other half, nor for clauses on either; 0 when there is none.
 */
export async function measureFusionWeight(
  embedder: Embedder,
  entries: readonly IndexEntry[],
  signal?: AbortSignal,
): Promise<number> {
  const trials = chooseTrials(entries);
  if (trials.length < MIN_SAMPLES) return UNMEASURED_WEIGHT;
  const ranks = await rankTrials(embedder, trials, signal);
  const [chosen, held] = [0, 1].map((half) => ranks.filter((_, i) => i % 2 === half)) as [
    TrialRanks[],
    TrialRanks[],
  ];
  const mean = (of: TrialRanks[], kind: keyof TrialRanks, step: number) =>
    of.reduce((sum, one) => sum + (one[kind][step] ?? 0), 0) / of.length;
  const isSafe = (step: number) =>
    mean(held, "apart", step) >= mean(held, "apart", 0) && mean(ranks, "own", step) >= mean(ranks, "own", 0);
  let best = 0;
  for (let step = 1; step < LADDER.length; step++) {
    if (isSafe(step) && mean(chosen, "apart", step) >= mean(chosen, "apart", best)) best = step;
  }
  return LADDER[best] ?? 0;
}

function chooseTrials(entries: readonly IndexEntry[]): Trial[] {
  const usable = entries.flatMap((entry) => makeTrial(entry) ?? []);
  const step = Math.max(1, usable.length / SAMPLES);
  const count = Math.min(SAMPLES, usable.length);
  return Array.from({ length: count }, (_, i) => usable[Math.floor(i * step)] as Trial);
}

function makeTrial(entry: IndexEntry): Trial | null {
  const end = entry.body.search(SENTENCE_END);
  const apart = entry.body.slice(0, Math.max(0, end));
  const body = entry.body.slice(end + 1);
  const own = body.split(CLAUSE_END, 8).find((clause) => clause.length >= 6 && clause.length <= 30);
  if (apart.length < 6 || apart.length > 80 || body.length < 30 || own === undefined) return null;
  return { apart, own, rest: { ...entry, title: "", headings: [], aliases: [], body } };
}

async function rankTrials(
  embedder: Embedder,
  trials: readonly Trial[],
  signal: AbortSignal | undefined,
): Promise<TrialRanks[]> {
  const lexical = createTypedArrayIndex();
  await lexical.upsert(trials.map((trial) => trial.rest));
  const store = createExactStore(embedder.dimensions);
  const vectors = await embedder.embedDocuments(trials.map((trial) => trial.rest.body));
  await store.upsert(
    trials.flatMap(({ rest }, i) => {
      const vector = vectors[i];
      return vector?.some((value) => value !== 0) ? [{ ...rest, vector }] : [];
    }),
  );
  const ranks: TrialRanks[] = [];
  for (const { rest, apart, own } of trials) {
    signal?.throwIfAborted();
    const rank = (question: string) => rankOne({ lexical, store, embedder }, question, rest.passageId);
    ranks.push({ apart: await rank(apart), own: await rank(own) });
  }
  return ranks;
}

async function rankOne(
  { lexical, store, embedder }: { lexical: LexicalIndex; store: VectorStore; embedder: Embedder },
  question: string,
  passageId: string,
): Promise<number[]> {
  const words = await lexical.search(analyseQuestion(question), { limit: SAMPLES });
  const vector = await embedder.embedQuery(question);
  const near = vector.some((value) => value !== 0) ? await store.search(vector, { limit: SAMPLES }) : [];
  return LADDER.map((weight) => {
    const fused = weight > 0 && near.length > 0 ? fuseLegs(words, near, weight) : fromLexical(words);
    const best = fused.sort((a, b) => b.score - a.score).findIndex((one) => one.passageId === passageId);
    return best < 0 ? 0 : 1 / (best + 1);
  });
}

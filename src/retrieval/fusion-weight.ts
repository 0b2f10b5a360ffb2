import type { Embedder } from "../llm/embedder.ts";
import { analyseQuestion } from "./analyse.ts";
import { demoteRepeats, fromLexical, fuseLegs } from "./fuse.ts";
import type { IndexEntry } from "./lexical-index.ts";
import { createExactStore } from "./stores/exact-store.ts";
import { createTypedArrayIndex } from "./stores/typed-array-index.ts";

/** Weights tried. */
const LADDER = [0, 0.1, 0.2, 0.3, 0.5, 0.8, 1];
/** Passages taken as the small collection that is searched; each gives one question. */
const SAMPLES = 200;
/** Below this many questions a measurement says nothing. */
const MIN_SAMPLES = 24;
/** Weight where there is too little to measure on: what the built-in embedder has earned on public sets. */
export const UNMEASURED_WEIGHT = 0.2;

interface Trial {
  /** A passage without the words that its question is made of. */
  rest: IndexEntry;
  question: string;
}

/**
 * The weight an embedder deserves on these passages, found without any questions of people: a passage's
 * first sentence asks for the rest of the passage among the rests of others. The weight that ranks best on
 * one half of the questions is taken if it is not below the lexical leg on the other half, else 0.
 */
export async function measureFusionWeight(
  embedder: Embedder,
  entries: readonly IndexEntry[],
  signal?: AbortSignal,
): Promise<number> {
  const trials = chooseTrials(entries);
  if (trials.length < MIN_SAMPLES) return UNMEASURED_WEIGHT;
  const ranks = await rankTrials(embedder, trials, signal);
  const mean = (half: number, weight: number) => meanReciprocal(ranks, half, LADDER.indexOf(weight));
  const best = LADDER.reduce((one, other) => (mean(0, other) >= mean(0, one) ? other : one), 0);
  return mean(1, best) >= mean(1, 0) ? best : 0;
}

function chooseTrials(entries: readonly IndexEntry[]): Trial[] {
  const usable = entries.flatMap((entry) => splitFirstSentence(entry) ?? []);
  const step = Math.max(1, usable.length / SAMPLES);
  return Array.from(
    { length: Math.min(SAMPLES, usable.length) },
    (_, i) => usable[Math.floor(i * step)] as Trial,
  );
}

function splitFirstSentence(entry: IndexEntry): Trial | null {
  const end = entry.body.search(/[。！？；\n]/);
  const question = entry.body.slice(0, end);
  const body = entry.body.slice(end + 1);
  if (end < 6 || end > 80 || body.length < 40) return null;
  return { question, rest: { ...entry, title: "", headings: [], aliases: [], body } };
}

/** For each trial, the reciprocal rank of the passage sought under each weight of the ladder. */
async function rankTrials(
  embedder: Embedder,
  trials: readonly Trial[],
  signal: AbortSignal | undefined,
): Promise<number[][]> {
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
  const ranks: number[][] = [];
  for (const { rest, question } of trials) {
    signal?.throwIfAborted();
    const words = await lexical.search(analyseQuestion(question), { limit: SAMPLES });
    const vector = await embedder.embedQuery(question);
    const near = vector.some((value) => value !== 0) ? await store.search(vector, { limit: SAMPLES }) : [];
    ranks.push(
      LADDER.map((weight) => {
        const fused = weight > 0 && near.length > 0 ? fuseLegs(words, near, weight) : fromLexical(words);
        return 1 / (1 + rankOf(demoteRepeats(fused, 1), rest.passageId));
      }),
    );
  }
  return ranks;
}

function rankOf(ordered: readonly { passageId: string }[], passageId: string): number {
  const rank = ordered.findIndex((one) => one.passageId === passageId);
  return rank < 0 ? Number.POSITIVE_INFINITY : rank;
}

function meanReciprocal(ranks: readonly number[][], half: number, step: number): number {
  const chosen = ranks.filter((_, i) => i % 2 === half);
  return chosen.reduce((sum, row) => sum + (row[step] ?? 0), 0) / Math.max(1, chosen.length);
}

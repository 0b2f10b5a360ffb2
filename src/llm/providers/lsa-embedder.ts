import { stripQuestionWords } from "../../retrieval/analyse.ts";
import { packArrays, unpackArrays } from "../../retrieval/packed-arrays.ts";
import type { Embedder, EmbedderSource } from "../embedder.ts";
import { buildFeatureMatrix, countFeatures, weighCount } from "./lsa-features.ts";
import { findSingularVectors } from "./randomised-svd.ts";

/** Enough that the hybrid gains on two public sets; 256 gained nothing more there. */
const DIMENSIONS = 128;
/** Texts for each dimension, at least: with as many dimensions as texts nothing would be brought together. */
const TEXTS_PER_DIMENSION = 8;
/** Features kept, so that the model stays below 3 MB. */
const FEATURES = 20_000;
/** Texts trained on; the rest is folded in. Bounds the time of training for any number of passages. */
const TRAINING_TEXTS = 4_000;
/** Exponent of the singular values: the strong directions, which only say how common words are, count less. */
const SPECTRUM = -0.5;
/** Texts below which there is nothing to learn. */
const MIN_TEXTS = 24;
const SEED = 20_150_916;
const INT8 = 127;
/**
 * Share of this embedder in the fused score. Measured on halves of two public sets of Chinese questions:
 * at 0.15 the hybrid is not below its lexical leg on any half, with 0.1 to 0.5 points more recall at 10.
 */
const LSA_WEIGHT = 0.15;

/** Feature rows of the right singular vectors, quantised to eight bits with one scale per row. */
interface LsaModel {
  dimensions: number;
  keys: Uint32Array;
  rarities: Float32Array;
  scales: Float32Array;
  rows: Int8Array;
}

export interface LsaEmbedder extends Embedder {
  /** The trained model, for `openLsaEmbedder`. */
  serialise(): Uint8Array;
}

/** The built-in embedder: needs no network and no key, and is trained on the passages themselves. */
export const lsaEmbedderSource: EmbedderSource = {
  name: "lsa",
  async prepare(texts) {
    const embedder = trainLsaEmbedder(texts);
    return embedder && { embedder, weight: LSA_WEIGHT, state: embedder.serialise() };
  },
};

/**
 * Trains latent semantic analysis on texts; the same texts give the same model. Null when they are too few
 * or have too little in common to learn from.
 */
export function trainLsaEmbedder(texts: readonly string[]): LsaEmbedder | null {
  if (texts.length < MIN_TEXTS) return null;
  const matrix = buildFeatureMatrix(sampleEvenly(texts, TRAINING_TEXTS), FEATURES);
  const dimensions = Math.min(DIMENSIONS, Math.floor(texts.length / TEXTS_PER_DIMENSION));
  const { rank, right, values } = findSingularVectors(matrix, dimensions, SEED);
  if (rank < 2) return null;
  const { keys, rarities } = matrix;
  return createLsaEmbedder({
    dimensions: rank,
    keys,
    rarities,
    ...quantise(weighSpectrum(right, values), rank),
  });
}

function weighSpectrum(right: Float32Array, values: Float64Array): Float32Array {
  const factors = values.map((value) => value ** SPECTRUM);
  return right.map((value, i) => value * (factors[i % factors.length] as number));
}

/** Opens what `serialise` wrote. A text of unknown words has the zero vector. Throws `index.malformed`. */
export function openLsaEmbedder(bytes: Uint8Array): LsaEmbedder {
  const packed = unpackArrays(bytes);
  return createLsaEmbedder({
    dimensions: (packed.header as { dimensions: number }).dimensions,
    keys: packed.array("keys", "Uint32Array"),
    rarities: packed.array("rarities", "Float32Array"),
    scales: packed.array("scales", "Float32Array"),
    rows: packed.array("rows", "Int8Array"),
  });
}

function sampleEvenly(texts: readonly string[], limit: number): readonly string[] {
  if (texts.length <= limit) return texts;
  return Array.from({ length: limit }, (_, i) => texts[Math.floor((i * texts.length) / limit)] as string);
}

function quantise(values: Float32Array, width: number): Pick<LsaModel, "scales" | "rows"> {
  const scales = new Float32Array(values.length / width || 0);
  const rows = new Int8Array(values.length);
  for (let row = 0; row < scales.length; row++) {
    const base = row * width;
    let largest = 0;
    for (let j = 0; j < width; j++) largest = Math.max(largest, Math.abs(values[base + j] as number));
    const scale = largest / INT8 || 1;
    scales[row] = scale;
    for (let j = 0; j < width; j++) rows[base + j] = Math.round((values[base + j] as number) / scale);
  }
  return { scales, rows };
}

function createLsaEmbedder(model: LsaModel): LsaEmbedder {
  const { dimensions, keys, rarities, scales, rows } = model;
  const columnOf = new Map<number, number>();
  keys.forEach((key, column) => {
    columnOf.set(key, column);
  });

  function embed(text: string): number[] {
    const sums = new Float64Array(dimensions);
    for (const [key, count] of countFeatures(text)) {
      const column = columnOf.get(key);
      if (column === undefined) continue;
      const factor = weighCount(count) * (rarities[column] as number) * (scales[column] as number);
      const base = column * dimensions;
      for (let j = 0; j < dimensions; j++) {
        sums[j] = (sums[j] as number) + factor * (rows[base + j] as number);
      }
    }
    const length = Math.sqrt(sums.reduce((total, sum) => total + sum * sum, 0)) || 1;
    return Array.from(sums, (sum) => sum / length);
  }

  return {
    model: `lsa-${dimensions}`,
    dimensions,
    async embedDocuments(texts) {
      return texts.map(embed);
    },
    async embedQuery(text) {
      return embed(stripQuestionWords(text));
    },
    serialise() {
      return packArrays({ dimensions }, { keys, rarities, scales, rows });
    },
  };
}

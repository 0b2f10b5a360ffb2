import { fold } from "../../language/fold.ts";
import { scanTerms } from "../../retrieval/analyse.ts";

/** Keys from here on are pairs of characters, below it hashed words; single characters are their code. */
const FIRST_WORD = 0x1_0000;
const FIRST_PAIR = 0x2e80_0000;

/** Occurrences of each feature of a text, by key. Words are hashed: a rare collision costs nothing here. */
export function countFeatures(text: string): Map<number, number> {
  const counts = new Map<number, number>();
  const count = (key: number) => counts.set(key, (counts.get(key) ?? 0) + 1);
  scanTerms(fold(text), {
    character(code, previous) {
      count(code);
      if (previous !== 0) count(previous * 0x1_0000 + code);
    },
    word: (word) => count(hashWord(word)),
  });
  return counts;
}

/** FNV-1a, folded into the range between the characters and the pairs. */
function hashWord(word: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193) >>> 0;
  return FIRST_WORD + (hash % (FIRST_PAIR - FIRST_WORD));
}

/** A sparse matrix of texts by features (CSR), each row of length 1. */
export interface FeatureMatrix {
  /** Ascending feature keys; column `c` stands for `keys[c]`. */
  keys: Uint32Array;
  /** Inverse document frequency of each column. */
  rarities: Float32Array;
  starts: Uint32Array;
  columns: Uint32Array;
  values: Float32Array;
}

/** Share of many texts beyond which a feature says too little to be worth its time. */
const LARGEST_SHARE = 0.2;
const MANY_TEXTS = 1_000;

/**
 * Keeps features of two texts at least and, of many texts, a fifth at most; and of those the most frequent
 * `limit`.
 */
export function buildFeatureMatrix(texts: readonly string[], limit: number): FeatureMatrix {
  const holding = new Map<number, number>();
  const counted = texts.map((text) => {
    const counts = countFeatures(text);
    for (const key of counts.keys()) holding.set(key, (holding.get(key) ?? 0) + 1);
    return packCounts(counts);
  });
  const most = texts.length * (texts.length < MANY_TEXTS ? 1 : LARGEST_SHARE);
  const keys = chooseKeys(holding, limit, most);
  const columnOf = new Map<number, number>();
  const rarities = new Float32Array(keys.length);
  keys.forEach((key, column) => {
    columnOf.set(key, column);
    rarities[column] = Math.log(1 + texts.length / (holding.get(key) ?? 1));
  });
  return { keys, rarities, ...fillRows(counted, columnOf, rarities) };
}

function packCounts(counts: Map<number, number>): Uint32Array {
  const packed = new Uint32Array(counts.size * 2);
  let at = 0;
  for (const [key, count] of counts) {
    packed[at++] = key;
    packed[at++] = count;
  }
  return packed;
}

function chooseKeys(holding: ReadonlyMap<number, number>, limit: number, most: number): Uint32Array {
  const least = leastHolding(holding, limit, most);
  const keys: number[] = [];
  for (const [key, texts] of holding) if (texts >= least && texts <= most) keys.push(key);
  return Uint32Array.from(keys).sort();
}

/** In how many texts a feature must occur, 2 or more, so that no more than `limit` remain. */
function leastHolding(holding: ReadonlyMap<number, number>, limit: number, most: number): number {
  const having = new Uint32Array(Math.floor(most) + 1);
  for (const texts of holding.values())
    if (texts < having.length) having[texts] = (having[texts] as number) + 1;
  let least = having.length;
  for (let kept = 0; least > 2 && kept + (having[least - 1] as number) <= limit; least--) {
    kept += having[least - 1] as number;
  }
  return least;
}

function fillRows(
  counted: readonly Uint32Array[],
  columnOf: Map<number, number>,
  rarities: Float32Array,
): Pick<FeatureMatrix, "starts" | "columns" | "values"> {
  const total = counted.reduce((sum, packed) => sum + packed.length / 2, 0);
  const starts = new Uint32Array(counted.length + 1);
  const columns = new Uint32Array(total);
  const values = new Float32Array(total);
  let at = 0;
  counted.forEach((packed, row) => {
    let square = 0;
    for (let i = 0; i < packed.length; i += 2) {
      const column = columnOf.get(packed[i] as number);
      if (column === undefined) continue;
      const value = weighCount(packed[i + 1] as number) * (rarities[column] as number);
      columns[at] = column;
      values[at++] = value;
      square += value * value;
    }
    const length = Math.sqrt(square) || 1;
    const start = starts[row] as number;
    for (let i = start; i < at; i++) values[i] = (values[i] as number) / length;
    starts[row + 1] = at;
  });
  return { starts, columns: columns.subarray(0, at), values: values.subarray(0, at) };
}

/** What a feature counts for that occurs so often in one text. */
export function weighCount(count: number): number {
  return 1 + Math.log(count);
}

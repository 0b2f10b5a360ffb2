import { fold } from "../../language/fold.ts";
import type { CannedReason } from "../canned-responses.ts";
import { screeningShapes } from "./screening-shapes.ts";

/** Classes that the model tells apart; the first stands for questions that are answered from documents. */
export const SCREENING_CLASSES = [
  "ordinary",
  "attack",
  "unsafe",
  "private_person",
  "personal_account",
  "undisclosed",
  "opinion",
  "off_topic",
  "crisis",
  "violence",
] as const satisfies readonly ("ordinary" | "undisclosed" | CannedReason)[];
export type ScreeningClass = (typeof SCREENING_CLASSES)[number];

/** Linear weights: `weights[feature * classes + class]`, feature hashes below `size`. */
export interface ScreeningModel {
  size: number;
  weights: ArrayLike<number>;
}

/**
 * From which probability on that a question is no ordinary one it is declined unsearched, by its likeliest class;
 * chosen by cross-validation and by questions people asked, of which less than one in a hundred is declined.
 * What is only beside the matter may wait: if no document answers it, it is declined anyhow.
 */
const DECLINED_FROM: Record<Exclude<ScreeningClass, "ordinary">, number> = {
  attack: 0.75,
  unsafe: 0.85,
  private_person: 0.85,
  personal_account: 0.8,
  undisclosed: 0.75,
  opinion: 0.8,
  off_topic: 0.85,
  crisis: 0.65,
  violence: 0.65,
};

/** Whether a question likeliest of a class other than the ordinary is declined at that probability of being one. */
export function isDeclined(name: ScreeningClass, probability: number): boolean {
  return name !== "ordinary" && probability >= DECLINED_FROM[name];
}

/** Separators people put inside words to get them past a filter: 忽·略. */
const INNER_SEPARATOR = /(?<=\p{Script=Han})[\s·•.。*_\-~|/\\]+(?=\p{Script=Han})/gu;

/** Folded, without the separators that people put inside words. */
export function squeeze(visible: string): string {
  return fold(visible).replace(INNER_SEPARATOR, "");
}

const LONGEST_GRAM = 4;
const EDGE = "^";

/**
 * The features of a folded text without separators: its runs of one to four characters, edges included, its pairs of
 * characters with one between them, its latin words by themselves and in pairs, and its shapes, each hashed
 * (FNV-1a) and once. Questions are short, so what a text says is in its runs of characters; no segmenter is needed.
 */
export function screeningFeatures(squeezed: string, size: number): number[] {
  const found = new Set<number>();
  const words = squeezed.match(/[a-z']+/g) ?? [];
  words.forEach((word, index) => {
    found.add(hash(`w:${word}`, size));
    found.add(hash(`w:${word} ${words[index + 1] ?? EDGE}`, size));
  });
  for (const name of screeningShapes(squeezed)) found.add(hash(`s:${name}`, size));
  const han = squeezed.replace(/[^\p{Script=Han}\d]+/gu, " ").trim();
  for (const run of han.split(" ")) addGrams(`${EDGE}${run}${EDGE}`, size, found);
  return [...found];
}

function addGrams(edged: string, size: number, found: Set<number>): void {
  for (let at = 0; at < edged.length; at++) {
    for (let length = 1; length <= LONGEST_GRAM && at + length <= edged.length; length++) {
      const gram = edged.slice(at, at + length);
      if (gram !== EDGE) found.add(hash(gram, size));
    }
    if (at + 3 <= edged.length) found.add(hash(`${edged.charAt(at)}_${edged.charAt(at + 2)}`, size));
  }
}

/** The probabilities of the classes, in their order; they add up to 1. */
export function screeningProbabilities(squeezed: string, model: ScreeningModel): number[] {
  return featureProbabilities(screeningFeatures(squeezed, model.size), model.weights);
}

/** The same from a text's features. */
export function featureProbabilities(features: readonly number[], weights: ArrayLike<number>): number[] {
  const scale = 1 / Math.sqrt(Math.max(1, features.length));
  const classes = SCREENING_CLASSES.length;
  const scores = new Array<number>(classes).fill(0);
  for (const feature of features) {
    for (let c = 0; c < classes; c++) scores[c] = (scores[c] ?? 0) + (weights[feature * classes + c] ?? 0);
  }
  const most = Math.max(...scores);
  const raised = scores.map((score) => Math.exp((score - most) * scale));
  const total = raised.reduce((sum, value) => sum + value, 0);
  return raised.map((value) => value / total);
}

/** The weights of a file: two in a byte, each four bits, its sign and the root of its size in sevenths of the largest. */
export function unpackWeights(bytes: Uint8Array, largest: number): Float32Array {
  const weights = new Float32Array(bytes.length * 2);
  for (let i = 0; i < weights.length; i++) {
    const byte = bytes[i >> 1] ?? 0;
    const steps = (i % 2 === 0 ? byte >> 4 : byte & 15) - 8;
    weights[i] = ((Math.sign(steps) * steps * steps) / 49) * largest;
  }
  return weights;
}

/** Tells one training text from another, so that weights trained on an older one are noticed. */
export function fingerprint(lines: readonly string[]): string {
  return hash(lines.join("\n"), 2 ** 32).toString(16);
}

function hash(text: string, size: number): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return (value >>> 0) % size;
}

import { fold } from "../../language/fold.ts";
import type { CannedReason } from "../canned-responses.ts";

/** Classes that the model tells apart; the first stands for questions that are answered from documents. */
export const SCREENING_CLASSES = [
  "ordinary",
  "attack",
  "unsafe",
  "private_person",
  "opinion",
  "off_topic",
  "crisis",
  "violence",
] as const satisfies readonly ("ordinary" | CannedReason)[];
export type ScreeningClass = (typeof SCREENING_CLASSES)[number];

/** Linear weights: `weights[feature * classes + class]`, feature hashes below `size`. */
export interface ScreeningModel {
  size: number;
  weights: ArrayLike<number>;
}

/** From this probability on that a question is no ordinary one, it is declined. */
export const DECLINED_FROM = 0.7;

/** Separators people put inside words to get them past a filter: 忽·略. */
const INNER_SEPARATOR = /(?<=\p{Script=Han})[\s·•.。*_\-~|/\\]+(?=\p{Script=Han})/gu;

/** Folded, without the separators that people put inside words. */
export function squeeze(visible: string): string {
  return fold(visible).replace(INNER_SEPARATOR, "");
}

const LONGEST_GRAM = 4;
const EDGE = "^";

/**
 * The features of a folded text without separators: its runs of one to four characters, edges included, and its
 * latin words by themselves and in pairs, each hashed (FNV-1a) and once. Questions are short, so what
 * a text says is in its runs of characters; no segmenter is needed.
 */
export function screeningFeatures(squeezed: string, size: number): number[] {
  const found = new Set<number>();
  const words = squeezed.match(/[a-z']+/g) ?? [];
  words.forEach((word, index) => {
    found.add(hash(`w:${word}`, size));
    found.add(hash(`w:${word} ${words[index + 1] ?? EDGE}`, size));
  });
  const han = squeezed.replace(/[^\p{Script=Han}\d]+/gu, " ").trim();
  for (const run of han.split(" ")) {
    const edged = `${EDGE}${run}${EDGE}`;
    for (let length = 1; length <= LONGEST_GRAM; length++) {
      for (let at = 0; at + length <= edged.length; at++) {
        const gram = edged.slice(at, at + length);
        if (gram !== EDGE) found.add(hash(gram, size));
      }
    }
  }
  return [...found];
}

/** The probabilities of the classes, in their order; they add up to 1. */
export function screeningProbabilities(squeezed: string, { size, weights }: ScreeningModel): number[] {
  const features = screeningFeatures(squeezed, size);
  const scale = 1 / Math.sqrt(Math.max(1, features.length));
  const scores = SCREENING_CLASSES.map((_, index) =>
    features.reduce((sum, f) => sum + (weights[f * SCREENING_CLASSES.length + index] ?? 0) * scale, 0),
  );
  const most = Math.max(...scores);
  const raised = scores.map((score) => Math.exp(score - most));
  const total = raised.reduce((sum, value) => sum + value, 0);
  return raised.map((value) => value / total);
}

function hash(text: string, size: number): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return (value >>> 0) % size;
}

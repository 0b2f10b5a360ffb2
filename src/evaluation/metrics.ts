import type { Answer } from "../domain.ts";
import { textLength } from "./judge.ts";
import type { SuiteItem } from "./suite.ts";

/** An item with what came of it. `answer` is null when asking failed. */
export interface Judged {
  item: SuiteItem;
  answer: Answer | null;
  /** Why it is not right; empty when it is. */
  faults: string[];
}

/** The figures of one kind of question. Shares are in [0, 1]. */
export interface KindFigures {
  kind: string;
  questions: number;
  right: number;
  share: number;
  /** 95 % Wilson score interval of the share. */
  low: number;
  high: number;
}

export interface EvaluationFigures {
  all: KindFigures;
  kinds: KindFigures[];
  /** Median length of the answers that answer, in characters as the contract counts them; 0 when none does. */
  medianLength: number;
  /** Milliseconds. */
  medianTime: number;
}

export function measure(judged: readonly Judged[]): EvaluationFigures {
  const kinds = [...new Set(judged.map(({ item }) => item.kind))].sort();
  const answers = judged.flatMap(({ answer }) => (answer ? [answer] : []));
  const answered = answers.filter(({ outcome }) => outcome.startsWith("answered"));
  return {
    all: figuresOf("all", judged),
    kinds: kinds.map((kind) =>
      figuresOf(
        kind,
        judged.filter(({ item }) => item.kind === kind),
      ),
    ),
    medianLength: median(answered.map(({ text }) => textLength(text))),
    medianTime: median(answers.map(({ tookMs }) => tookMs)),
  };
}

function figuresOf(kind: string, judged: readonly Judged[]): KindFigures {
  const right = judged.filter(({ faults }) => faults.length === 0).length;
  const questions = judged.length;
  return {
    kind,
    questions,
    right,
    share: questions === 0 ? 0 : right / questions,
    ...wilson(right, questions),
  };
}

/** The 95 % score interval (Wilson 1927) of a share: honest for few questions and near 0 and 1. */
export function wilson(right: number, questions: number): { low: number; high: number } {
  if (questions === 0) return { low: 0, high: 1 };
  const z = 1.959964;
  const share = right / questions;
  const scale = 1 + (z * z) / questions;
  const centre = share + (z * z) / (2 * questions);
  const margin = z * Math.sqrt((share * (1 - share)) / questions + (z * z) / (4 * questions * questions));
  return { low: Math.max(0, (centre - margin) / scale), high: Math.min(1, (centre + margin) / scale) };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 0 ? ((sorted[middle - 1] ?? 0) + upper) / 2 : upper;
}

import { expectationOf, expectedLabel } from "./expectation.ts";
import type { FaultCode } from "./fault.ts";
import { isRight, type Judged } from "./judged.ts";
import { textLength } from "./judging/answer-text.ts";
import { isLong } from "./judging/judge-text.ts";
import { measureAnswering, measureCiting, wasAnswered } from "./measuring/answering.ts";
import { type Confusion, confuseGuides, confuseOutcomes } from "./measuring/confusion.ts";
import { measureClarifying, measureRefusing, measureScreening } from "./measuring/declining.ts";
import { measureGuides, measureSearch, type SearchMeans, searchMeans } from "./measuring/finding.ts";
import type { Measure } from "./measuring/measure-share.ts";
import { quantile, type Share, sharePassing } from "./measuring/share.ts";

/** The figures of one kind of question. */
export interface KindFigures extends Share {
  kind: string;
}

export interface EvaluationFigures {
  all: KindFigures;
  kinds: KindFigures[];
  /** By `split`; empty where no item has one. */
  splits: KindFigures[];
  /** By what is expected: route, outcome, or answer and decline. */
  expected: KindFigures[];
  /** Of the questions to be declined, by kind. */
  reasons: KindFigures[];
  measures: Measure[];
  search: SearchMeans;
  outcomeConfusion: Confusion[];
  guideConfusion: Confusion[];
  faults: { code: FaultCode; questions: number }[];
  /** Median length of the answers that answer, in characters as the contract counts them; 0 when none does. */
  medianLength: number;
  /** The same of questions of fact: no card, no list, no comparison. */
  medianFactLength: number;
  /** Milliseconds. */
  medianTime: number;
  time95: number;
}

export function measure(judged: readonly Judged[]): EvaluationFigures {
  const answers = judged.filter(wasAnswered);
  const unanswerable = judged.filter(({ item }) => expectationOf(item) === "decline");
  const times = judged.filter(({ answer }) => answer !== null).map(({ tookMs }) => tookMs);
  return {
    all: figuresOf("all", judged),
    kinds: groupBy(judged, ({ item }) => item.kind),
    splits: groupBy(
      judged.filter(({ item }) => item.split !== undefined),
      ({ item }) => item.split ?? "",
    ),
    expected: groupBy(judged, ({ item }) => expectedLabel(item)),
    reasons: groupBy(unanswerable, ({ item }) => item.kind),
    measures: [
      ...measureAnswering(judged),
      ...measureCiting(judged),
      ...measureRefusing(judged),
      ...measureGuides(judged),
      ...measureClarifying(judged),
      ...measureScreening(judged),
      ...measureSearch(judged),
    ].filter(({ questions }) => questions > 0),
    search: searchMeans(judged),
    outcomeConfusion: confuseOutcomes(judged),
    guideConfusion: confuseGuides(judged),
    faults: countFaults(judged),
    medianLength: quantile(answers.map(lengthOf), 0.5),
    medianFactLength: quantile(answers.filter(isFact).map(lengthOf), 0.5),
    medianTime: quantile(times, 0.5),
    time95: quantile(times, 0.95),
  };
}

function groupBy(judged: readonly Judged[], nameOf: (judged: Judged) => string): KindFigures[] {
  const groups = Map.groupBy(judged, nameOf);
  return [...groups].map(([name, members]) => figuresOf(name, members)).sort(byKind);
}

function byKind(a: KindFigures, b: KindFigures): number {
  return a.kind < b.kind ? -1 : 1;
}

function figuresOf(kind: string, judged: readonly Judged[]): KindFigures {
  return { kind, ...sharePassing(judged, isRight) };
}

function countFaults(judged: readonly Judged[]): EvaluationFigures["faults"] {
  const counts = new Map<FaultCode, number>();
  for (const { faults } of judged) {
    for (const code of new Set(faults.map((fault) => fault.code))) {
      counts.set(code, (counts.get(code) ?? 0) + 1);
    }
  }
  return [...counts]
    .map(([code, questions]) => ({ code, questions }))
    .sort((a, b) => b.questions - a.questions);
}

function isFact({ item, answer }: Judged): boolean {
  return answer?.outcome !== "answered_procedure" && !isLong(item);
}

function lengthOf({ answer }: Judged): number {
  return answer === null ? 0 : textLength(answer.text);
}

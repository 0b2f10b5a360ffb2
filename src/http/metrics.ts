import { OUTCOMES, type Outcome } from "../domain.ts";

/** Upper bounds of the answer-time histogram, seconds. */
const BUCKETS = [0.01, 0.05, 0.1, 0.5, 1, 3, 10, 30];

/** Counters for Prometheus. Labels are route patterns, status classes and outcomes: never a user's text. */
export interface Metrics {
  countRequest(route: string, status: number): void;
  countAnswer(outcome: Outcome, seconds: number): void;
  /** The exposition format, version 0.0.4. */
  render(): string;
}

export function createMetrics(): Metrics {
  const requests = new Map<string, number>();
  const answers = new Map<Outcome, number>(OUTCOMES.map((outcome) => [outcome, 0]));
  const buckets = BUCKETS.map(() => 0);
  const times = { sum: 0, count: 0 };

  return {
    countRequest(route, status) {
      const labels = `route="${route}",status="${Math.floor(status / 100)}xx"`;
      requests.set(labels, (requests.get(labels) ?? 0) + 1);
    },
    countAnswer(outcome, seconds) {
      answers.set(outcome, (answers.get(outcome) ?? 0) + 1);
      times.sum += seconds;
      times.count++;
      BUCKETS.forEach((bound, i) => {
        if (seconds <= bound) buckets[i] = (buckets[i] ?? 0) + 1;
      });
    },
    render() {
      const lines = [
        "# HELP wenban_http_requests_total HTTP requests by route and class of status.",
        "# TYPE wenban_http_requests_total counter",
        ...[...requests].map(([labels, count]) => `wenban_http_requests_total{${labels}} ${count}`),
        "# HELP wenban_answers_total Answers by outcome.",
        "# TYPE wenban_answers_total counter",
        ...[...answers].map(([outcome, count]) => `wenban_answers_total{outcome="${outcome}"} ${count}`),
        "# HELP wenban_answer_seconds Time from question to whole answer.",
        "# TYPE wenban_answer_seconds histogram",
        ...BUCKETS.map((bound, i) => `wenban_answer_seconds_bucket{le="${bound}"} ${buckets[i]}`),
        `wenban_answer_seconds_bucket{le="+Inf"} ${times.count}`,
        `wenban_answer_seconds_sum ${times.sum}`,
        `wenban_answer_seconds_count ${times.count}`,
      ];
      return `${lines.join("\n")}\n`;
    },
  };
}

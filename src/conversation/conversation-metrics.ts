import type { SendFailure } from "../adapters/adapter.ts";
import type { ConversationRecords } from "./conversation-records.ts";

/** Numbers on the conversations for Prometheus; no user text. */
export interface ConversationMetrics {
  onSendFailed(reason: SendFailure): void;
  /** Lines of the exposition format, version 0.0.4. */
  render(): Promise<string[]>;
}

export function createConversationMetrics(records: Pick<ConversationRecords, "census">): ConversationMetrics {
  const failures = new Map<SendFailure, number>();
  return {
    onSendFailed(reason) {
      failures.set(reason, (failures.get(reason) ?? 0) + 1);
    },
    async render() {
      const { unanswered, backlogMs, maybeDuplicate, ...outgoing } = await records.census();
      return [
        ...describe("wenban_inbox_messages", "gauge", "Messages without an answer."),
        `wenban_inbox_messages ${unanswered}`,
        ...describe("wenban_inbox_oldest_seconds", "gauge", "For how long the next message has waited."),
        `wenban_inbox_oldest_seconds ${backlogMs / 1000}`,
        ...describe("wenban_outbox_answers", "gauge", "Answers that have not gone out, by state."),
        ...Object.entries(outgoing).map(
          ([state, count]) => `wenban_outbox_answers{state="${state}"} ${count}`,
        ),
        ...describe("wenban_outbox_maybe_duplicate", "gauge", "Answers that may have been sent twice."),
        `wenban_outbox_maybe_duplicate ${maybeDuplicate}`,
        ...describe("wenban_send_failures_total", "counter", "Failed tries to send, by class of failure."),
        ...[...failures].map(([reason, count]) => `wenban_send_failures_total{class="${reason}"} ${count}`),
      ];
    },
  };
}

function describe(name: string, type: "gauge" | "counter", help: string): string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`];
}

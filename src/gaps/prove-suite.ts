import { compareRuns } from "../evaluation/compare.ts";
import { type Examinee, evaluate } from "../evaluation/evaluate.ts";
import { parseRecord, type RunRecord, recordRun } from "../evaluation/run-record.ts";
import type { SuiteItem } from "../evaluation/suite.ts";
import type { ProofStore, SuiteChange } from "./proof-store.ts";

/** The figures of all suites are kept as one run, question by question. */
const KEPT = "last";

/** A suite to run, and what to compare it with. */
export interface SuiteRequest {
  name: string;
  items: readonly SuiteItem[];
  system: { name: string; examinee: Examinee };
  /** Null when there is nothing to compare with. */
  before: RunRecord | null;
  startedAt: Date;
  signal?: AbortSignal;
}

/** Runs a suite and says what has changed since the run before. */
export async function proveSuite(request: SuiteRequest): Promise<{ change: SuiteChange; record: RunRecord }> {
  const { name, items, system, before, startedAt, signal } = request;
  const { judged } = await evaluate(items, system.examinee, signal ? { signal } : {});
  signal?.throwIfAborted();
  const run = { suites: [name], system: system.name, startedAt, isInterrupted: false, judged };
  const record: RunRecord = { ...recordRun(run) };
  const comparison = before === null ? null : compareRuns(before, record);
  const isNew = comparison === null || comparison.shared === 0;
  return {
    record,
    change: {
      name,
      questions: record.items.length,
      right: record.items.filter(({ right }) => right).length,
      rightBefore: isNew ? null : comparison.all.before.right,
      gained: comparison?.gained.map(({ after }) => after.id) ?? [],
      lost: comparison?.lost.map(({ after }) => after.id) ?? [],
      p: comparison?.p ?? 1,
    },
  };
}

/** The figures that suites are compared with; null before the first run, or where they can't be read any more. */
export async function lastFigures(store: ProofStore): Promise<RunRecord | null> {
  const text = await store.lastRun(KEPT);
  if (text === null) return null;
  try {
    return parseRecord("proofs.sqlite", text);
  } catch {
    return null;
  }
}

/** Keeps a run's figures; those of questions it did not ask stay. */
export async function keepFigures(store: ProofStore, record: RunRecord): Promise<void> {
  const before = await lastFigures(store);
  const asked = new Set(record.items.map(({ id }) => id));
  const others = before?.items.filter(({ id }) => !asked.has(id)) ?? [];
  await store.keepRun(KEPT, JSON.stringify({ ...record, items: [...others, ...record.items] }));
}

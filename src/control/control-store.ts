import type { ControlChange, RecordedChange } from "./control-change.ts";

/** The record of what operators decided, durable; several processes read and write it at once. */
export interface ControlStore {
  /** Adds a change; durable when it resolves. */
  append(change: ControlChange, actor: string): Promise<void>;
  /** The changes after `sequence` (0: all of them), oldest first. */
  changes(after: number): Promise<RecordedChange[]>;
  close(): Promise<void>;
}

import type { OffsetRun, Span } from "../../domain.ts";
import { storedSpan } from "../../language/offset-map.ts";

/** A text on its way from stored to shown form, with the map back to the stored text. */
export interface Draft {
  text: string;
  offsets: OffsetRun[];
}

/** One change of a draft: the range is replaced. A text of the same length keeps its place in the map. */
export interface Edit extends Span {
  text: string;
  /** The character before the range stands for the range too: the map remembers where it really ends. */
  keepsEnd?: boolean;
}

/** A draft that still is the stored text. */
export function startDraft(text: string): Draft {
  return { text, offsets: text === "" ? [] : [{ shown: 0, stored: 0, length: text.length }] };
}

/** The draft with another text of the same length, character for character. */
export function withText(draft: Draft, text: string): Draft {
  if (text.length !== draft.text.length) throw new RangeError("the text must keep its length");
  return { text, offsets: draft.offsets };
}

/** Applies edits that are sorted and do not overlap. Linear in the text, the runs and the edits. */
export function applyEdits(draft: Draft, edits: Edit[]): Draft {
  if (edits.length === 0) return draft;
  const writer = createWriter(draft);
  let from = 0;
  for (const edit of edits) {
    writer.keep(from, edit.start);
    if (edit.text.length === edit.end - edit.start) writer.substitute(edit);
    else writer.insert(edit);
    from = edit.end;
  }
  writer.keep(from, draft.text.length);
  return writer.finish();
}

/** Edits that delete the ranges. */
export function deletions(spans: Iterable<Span>): Edit[] {
  return Array.from(spans, ({ start, end }) => ({ start, end, text: "" }));
}

interface Writer {
  keep(start: number, end: number): void;
  substitute(edit: Edit): void;
  insert(edit: Edit): void;
  finish(): Draft;
}

function createWriter(draft: Draft): Writer {
  const parts: string[] = [];
  const offsets: OffsetRun[] = [];
  let length = 0;
  let next = 0;
  const copyRuns = (start: number, end: number) => {
    for (; next < draft.offsets.length; next++) {
      const run = draft.offsets[next];
      if (run === undefined || run.shown > end || (run.shown === end && run.length > 0)) return;
      copyRun(offsets, run, start, end, length);
      if (run.shown + run.length > end) return;
    }
  };
  const write = (text: string) => {
    parts.push(text);
    length += text.length;
  };
  return {
    keep(start, end) {
      if (start >= end) return;
      copyRuns(start, end);
      write(draft.text.slice(start, end));
    },
    substitute(edit) {
      copyRuns(edit.start, edit.end);
      write(edit.text);
    },
    insert(edit) {
      if (edit.keepsEnd)
        offsets.push({ shown: length, stored: storedSpan(draft.offsets, edit).end, length: 0 });
      write(edit.text);
    },
    finish: () => ({ text: parts.join(""), offsets }),
  };
}

/** Adds the part of a run that lies in [start, end), moved so that `start` comes to stand at `at`. */
function copyRun(offsets: OffsetRun[], run: OffsetRun, start: number, end: number, at: number): void {
  const from = Math.max(run.shown, start);
  const to = Math.min(run.shown + run.length, end);
  if (from > to || (from === to && run.length > 0)) return;
  const moved = { shown: at + from - start, stored: run.stored + from - run.shown, length: to - from };
  const last = offsets.at(-1);
  const continues =
    last !== undefined &&
    last.length > 0 &&
    moved.length > 0 &&
    last.shown + last.length === moved.shown &&
    last.stored + last.length === moved.stored;
  if (continues) last.length += moved.length;
  else offsets.push(moved);
}

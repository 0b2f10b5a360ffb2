import { matchLabel } from "./label.ts";

/** What columns of one field are called, and what their values must be like. */
export interface FieldWords<Field extends string> {
  field: Field;
  /** Whole labels, the surest first; compared as `matchLabel` gives them. */
  words: readonly string[];
  /** Ends of labels that are not known as a whole. */
  ends?: readonly string[];
  /** Words anywhere in labels that are not known as a whole. */
  parts?: readonly string[];
  /** Whether a column with this label and these values, blanks left out, can be the field. */
  holds?(values: readonly string[], label: string): boolean;
}

const WHOLE = 1_000;
const END = 500;
const PART = 400;
const GROUP = 300;

/**
 * The field of each column by its label and its values; `other` for a column that none of the vocabulary fits.
 * A field is given to one column only, to the one whose label fits best and, among equals, stands first.
 * `samples` holds values of each column, `groups` the labels above those of the columns.
 */
export function guessColumns<Field extends string>(
  labels: readonly string[],
  samples: readonly (readonly string[])[],
  vocabulary: readonly FieldWords<Field>[],
  groups: readonly string[] = [],
): (Field | "other")[] {
  const fits = labels.flatMap((label, column) => {
    const values = (samples[column] ?? []).filter((value) => value.trim() !== "");
    const whole = matchLabel(label);
    const own = matchLabel(label.slice(label.lastIndexOf(" · ") + 1));
    const group = matchLabel(groups[column] ?? "");
    return vocabulary.flatMap((entry) => {
      const score = scoreOf(own, group, entry);
      const isFit = score > 0 && (values.length === 0 || (entry.holds?.(values, whole) ?? true));
      return isFit ? [{ column, field: entry.field, score }] : [];
    });
  });
  fits.sort((a, b) => b.score - a.score || a.column - b.column);
  const taken = new Map<number, Field>();
  const given = new Set<Field>();
  for (const { column, field } of fits) {
    if (taken.has(column) || given.has(field)) continue;
    taken.set(column, field);
    given.add(field);
  }
  return labels.map((_, column) => taken.get(column) ?? "other");
}

/** How well a label, or else the one above it, fits; 0 for not at all. Labels as `matchLabel` gives them. */
function scoreOf(own: string, group: string, { words, ends = [], parts = [] }: FieldWords<string>): number {
  const whole = words.indexOf(own);
  if (whole >= 0) return WHOLE - whole;
  const end = own === "" ? -1 : ends.findIndex((word) => own.endsWith(word));
  if (end >= 0) return END - end;
  const part = own === "" ? -1 : parts.findIndex((word) => own.includes(word));
  if (part >= 0) return PART - part;
  const above = group === "" ? -1 : words.indexOf(group);
  return above < 0 ? 0 : GROUP - above;
}

import type { GuideLine } from "./guide-line.ts";
import { readHeading } from "./read-heading.ts";

/** In which ways a guide writes its labels. */
export interface GuideStyles {
  /** Styles in which labels are believed. */
  accepted: Set<string>;
  /** The style of most of its labels, and how high it stands; null where rows alone hold labels. */
  primary: string | null;
  depth: number;
  /** Keys of all fields that its lines name. */
  keys: Set<string>;
}

/** Fewest fields that must be named in a style of numbering that usually numbers the items of lists. */
const FEWEST_NUMBERED = 3;
const DEEPEST_HEADING = 25;

/** Finds out how a guide writes its labels, from all labels that its lines may be. */
export function findStyles(lines: readonly GuideLine[]): GuideStyles {
  const named = new Map<string, { depth: number; keys: Set<string> }>();
  for (const line of lines) {
    const heading = readHeading(line);
    if (heading === null || heading.style === "item" || heading.labels.length === 0 || !heading.isMarked)
      continue;
    const style = named.get(heading.style) ?? { depth: heading.depth, keys: new Set() };
    for (const { key } of heading.labels) style.keys.add(key);
    named.set(heading.style, style);
  }
  const accepted = [...named].filter(
    ([name, { depth, keys }]) => depth <= DEEPEST_HEADING || name === "line" || keys.size >= FEWEST_NUMBERED,
  );
  accepted.sort(([, a], [, b]) => b.keys.size - a.keys.size || a.depth - b.depth);
  const [primary, found] = accepted[0] ?? [null, undefined];
  return {
    accepted: new Set(accepted.map(([name]) => name)),
    primary,
    depth: found?.depth ?? 0,
    keys: new Set(accepted.flatMap(([, { keys }]) => [...keys])),
  };
}

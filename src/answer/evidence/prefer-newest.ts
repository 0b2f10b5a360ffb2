import type { Day, Document } from "../../domain.ts";
import type { RegionTable } from "../../language/regions.ts";
import { validityOn } from "../citations.ts";
import { dayOf } from "../validity/succession.ts";
import { statesSameRule } from "./same-rule.ts";
import type { Window } from "./score-windows.ts";
import type { RankedPart } from "./statement.ts";
import { isSupported } from "./support.ts";

/** How far below the best window another one that answers may lie to be its rival. */
const RIVAL = 0.4;
const LOOKED_AT = 60;

/**
 * The windows with the newest document in force first where several state one rule, and then the one of the
 * narrower place; what a document in force answers is not answered from one that has lapsed or not begun.
 */
export function preferNewest(all: RankedPart, today: Day, regions: RegionTable): RankedPart {
  const ranked = withoutLater(all, today);
  const [best] = ranked.windows;
  if (!best) return ranked;
  const near = bestOfDocuments(ranked.windows.slice(0, LOOKED_AT), best.score - RIVAL);
  if (near.length < 2) return ranked;
  const rivals = near.filter((window) => isRival(window, best, today, regions));
  const answering = rivals.filter((window) => window === best || isSupported(window, ranked));
  const [first] = answering.sort((a, b) =>
    comparePrecedence(a.view.document, b.view.document, today, regions),
  );
  if (!first || first === best) return ranked;
  const behind = new Set(answering.filter((window) => window !== first).map(({ view }) => view.document.id));
  const kept = ranked.windows.filter(({ view }) => !behind.has(view.document.id));
  return { ...ranked, windows: [first, ...kept.filter((window) => window !== first)] };
}

/** Without rules that have not begun on the asker's day, where the rule that they will replace speaks as well. */
function withoutLater(ranked: RankedPart, today: Day): RankedPart {
  const documents = [...new Set(ranked.windows.map(({ view }) => view.document))];
  const replaced = new Set(
    documents.flatMap((document) =>
      document.supersededBy !== null && !isLapsed(document, today) ? [document.supersededBy] : [],
    ),
  );
  const isLater = ({ view: { document } }: Window) =>
    replaced.has(document.title) && validityOn(document, today) === "not_yet_effective";
  const windows = replaced.size === 0 ? ranked.windows : ranked.windows.filter((one) => !isLater(one));
  return { ...ranked, windows };
}

/** The best window of each document. */
function bestOfDocuments(windows: readonly Window[], least: number): Window[] {
  const seen = new Set<string>();
  return windows.filter(({ view, score }) => {
    if (score < least || seen.has(view.document.id)) return false;
    return seen.add(view.document.id) !== undefined;
  });
}

/** Whether two documents of one place, or of places that lie in each other, state one rule, or one replaced the other. */
function isRival(window: Window, best: Window, today: Day, regions: RegionTable): boolean {
  if (window === best) return true;
  const [one, other] = [window.view.document, best.view.document];
  if (!isRule(one) || !isRule(other) || !areNested(one, other, regions)) return false;
  if (one.supersededBy === other.title || other.supersededBy === one.title) return true;
  return statesSameRule(window, best) && (isLapsed(other, today) || hasRank(one) === hasRank(other));
}

/** Whether a document says when it applies; a report on one year is not replaced by that on the next. */
function isRule(document: Document): boolean {
  return document.kind === "policy" && (hasRank(document) || document.supersededBy !== null);
}

function hasRank({ effectiveFrom, effectiveTo }: Document): boolean {
  return effectiveFrom !== null || effectiveTo !== null;
}

function areNested({ region: one }: Document, { region: other }: Document, regions: RegionTable): boolean {
  if (one === null || other === null) return one === other;
  return regions.covers(one.code, other.code) || regions.covers(other.code, one.code);
}

function isLapsed(document: Document, today: Day): boolean {
  return !["in_force", "unknown"].includes(validityOn(document, today));
}

/** In force before not; then the newer; then the one of the narrower place. Equal ones keep their order. */
function comparePrecedence(one: Document, other: Document, today: Day, regions: RegionTable): number {
  const lapsed = Number(isLapsed(one, today)) - Number(isLapsed(other, today));
  if (lapsed !== 0) return lapsed;
  const newer = dayOf(other).localeCompare(dayOf(one));
  if (newer !== 0) return newer;
  if (one.region === null || other.region === null || one.region.code === other.region.code) return 0;
  return regions.covers(one.region.code, other.region.code) ? 1 : -1;
}

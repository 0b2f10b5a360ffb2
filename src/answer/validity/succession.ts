import type { Day, Document } from "../../domain.ts";
import { fold } from "../../language/fold.ts";
import type { RegionTable } from "../../language/regions.ts";

/** That one document says of itself that it repeals another. */
export interface Repeal {
  /** Key of the title that is repealed, see `titleKey`. */
  key: string;
  /** The document that says so. */
  by: Document;
}

/** What a title is called by: 关于印发《X》的通知 and 《X》 are the same matter's. */
export function titleKey(title: string): string {
  const folded = fold(title).replace(/\s/g, "");
  const inner = /(?:印发|公布|发布|下发|颁布|修订)[^《》]{0,8}《([^《》]{4,80})》/.exec(folded)?.[1];
  return (inner ?? folded)
    .replace(/^[^《》]{0,30}关于(?:印发|公布|发布|下发|颁布)/, "")
    .replace(/的(?:通知|公告|通告)$/, "")
    .replace(/[《》“”"'「」()（）〔〕[\]【】]/g, "");
}

/** What documents say that they repeal, by the key of its title; a document repeals none of its own name and day. */
export function readRepeals(documents: readonly Document[]): Repeal[] {
  return documents.flatMap((by) =>
    by.findings
      .filter(({ field }) => field === "repeals")
      .flatMap(({ value }) => [...value.matchAll(/《([^《》]{2,80})》/g)])
      .map(([, title = ""]) => ({ key: titleKey(title), by }))
      .filter(({ key }) => key.length >= SHORTEST_TITLE),
  );
}

/** Shorter titles (办法, 通知) are names of too many. */
const SHORTEST_TITLE = 5;

/**
 * The document that repeals another: one that names its title, of its own place or one above, and published
 * later. Null where none does.
 */
export function findSuccessor(
  document: Document,
  repeals: readonly Repeal[],
  regions: RegionTable,
): Document | null {
  const key = titleKey(document.title);
  const found = repeals.filter(
    ({ key: repealed, by }) =>
      repealed === key && by.id !== document.id && isLater(by, document) && reaches(by, document, regions),
  );
  return found.sort((a, b) => dayOf(b.by).localeCompare(dayOf(a.by))).at(-1)?.by ?? null;
}

/** When a document begins to apply, as far as it is known; empty when nothing is. */
export function dayOf({ effectiveFrom, publishedAt }: Document): Day {
  return effectiveFrom ?? publishedAt ?? "";
}

function isLater(by: Document, document: Document): boolean {
  const [newer, older] = [dayOf(by), dayOf(document)];
  return newer === "" || older === "" || newer > older;
}

function reaches(by: Document, document: Document, regions: RegionTable): boolean {
  if (by.region === null || document.region === null) return by.region === document.region;
  return regions.covers(by.region.code, document.region.code);
}

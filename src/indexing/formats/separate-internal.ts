import type { SourceDocument } from "../loader.ts";

const INTERNAL = /\[internal\][\s\S]*?(?:\[\/internal\]|$)/gi;

/** Suffix of the id of the internal half of a document that is public but for marked parts. */
const INTERNAL_SUFFIX = "~internal";

/**
 * A document with parts in `[internal]…[/internal]` becomes two, so that the marked parts can reach no
 * citizen on any path: the text without them, and the whole text as an internal document of its own.
 * A document that is internal anyway stays one.
 */
export function separateInternal(source: SourceDocument): SourceDocument[] {
  if (source.declared.visibility === "internal" || !/\[internal\]/i.test(source.text)) return [source];
  const whole: SourceDocument = {
    ...source,
    id: `${source.id}${INTERNAL_SUFFIX}`,
    declared: { ...source.declared, visibility: "internal" },
    declaredFrom: { ...source.declaredFrom, visibility: "text:[internal]" },
    warnings: [],
  };
  const open = source.text.replace(INTERNAL, "");
  if (open.trim() === "") return [{ ...whole, id: source.id, warnings: source.warnings }];
  const message = "文中标为 [internal] 的部分已从公开文本中分出，只供工作人员查阅。";
  const warnings = [...source.warnings, { code: "ingest.internal_part", message }];
  // Ranges of fields, rows, pages and headings are true of the whole text only.
  const { headingLevels: _, ...rest } = source;
  return [{ ...rest, text: open, procedure: null, register: null, pages: [], warnings }, whole];
}

import { shownSpan } from "../../language/offset-map.ts";
import type { SourceDocument } from "../loader.ts";
import type { CleanText } from "./clean.ts";

/** The headings that a file's styles name, beside those that marks in the text name. */
export function withHeadingLevels(
  clean: CleanText,
  { headingLevels = [], text }: Pick<SourceDocument, "headingLevels" | "text">,
): CleanText {
  if (headingLevels.length === 0) return clean;
  const declaredLevels = new Map(clean.declaredLevels);
  for (const { start, level } of headingLevels) {
    const newline = text.indexOf("\n", start);
    const shown = shownSpan(clean.offsets, { start, end: newline < 0 ? text.length : newline });
    const isLine = shown.start === 0 || clean.shown.charAt(shown.start - 1) === "\n";
    if (shown.end > shown.start && isLine) declaredLevels.set(shown.start, level);
  }
  return { ...clean, declaredLevels };
}

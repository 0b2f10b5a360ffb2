import type { Register } from "../../domain.ts";
import { isListTitle } from "./list-title.ts";
import { readLinedRegister } from "./read-register.ts";
import { linesOfText } from "./table-lines.ts";

/** Share of a page's text from which its table is what the page is about. */
const TABLE_SHARE = 0.5;

/** The list that a page publishes: its title names one, and most of its text is the table; else null. */
export function readPageRegister(text: string, title: string | undefined): Register | null {
  if (!text.includes("\t") || (title !== undefined && !isListTitle(title))) return null;
  const lined = linesOfText(text);
  if (title === undefined && !lined.prose.some((line) => isListTitle(line.text))) return null;
  const read = readLinedRegister(lined, title === undefined ? {} : { title });
  const size = (read?.register.rows ?? []).reduce((sum, { start, end }) => sum + end - start, 0);
  return read !== null && size >= text.length * TABLE_SHARE ? read.register : null;
}

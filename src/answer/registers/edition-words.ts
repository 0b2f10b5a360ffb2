import type { Notice, Span } from "../../domain.ts";
import type { ListEdition } from "./list-edition.ts";
import { nameKey } from "./name-key.ts";

/** 《…清单》(2025年版,2025-06-30): the list with its edition. */
export function listWords({ register }: ListEdition): string {
  return `《${register.name}》`;
}

/** 2025年版，2025-06-30: what is known of an edition; empty when nothing is. */
export function editionWords({ register, document }: ListEdition, withPublisher = false): string {
  const { label, date } = register.edition;
  const day = date ?? document.publishedAt;
  const parts = [label, day && !label?.includes(day) ? day : null, withPublisher ? document.publisher : null];
  return parts.filter((part) => part !== null && part !== "").join("，");
}

/** The short name of an edition: its label, else its day. */
export function shortEdition({ register, document }: ListEdition): string {
  const { label, date } = register.edition;
  return label ?? date ?? document.publishedAt ?? "未注明日期的版本";
}

/** The line that says which list this is: the one that names it, else the first that is not empty. */
export function titleSpan(edition: ListEdition): Span {
  const { document, register } = edition;
  const { text } = document;
  const first = edition.facets().rows.start;
  const lines = linesOf(text, Math.max(first, 1));
  const key = nameKey(register.name);
  const named = lines.find((line) => nameKey(text.slice(line.start, line.end)).includes(key));
  const known = named ?? lines[0] ?? register.rows[0];
  return { start: known?.start ?? 0, end: known?.end ?? 0 };
}

const SAYS_WHOLE = /全部|完整|清单(?:之外|以外|外)|未列入/;

/** The line that says the list is complete; null where its text does not say it. */
export function completenessSpan(edition: ListEdition): Span | null {
  const { document, register } = edition;
  const { text } = document;
  const declared = register.edition.completeFrom ?? "";
  const found = /^text:(\d+)-(\d+)$/.exec(declared);
  const span = found && { start: Number(found[1]), end: Number(found[2]) };
  if (span && span.start < span.end && span.end <= text.length) return span;
  return notesOf(edition).find((note) => SAYS_WHOLE.test(note.text))?.span ?? null;
}

/** The lines before and behind the rows: title, notes, header. */
export function notesOf(edition: ListEdition): { span: Span; text: string }[] {
  const { text } = edition.document;
  const { start: first, end: last } = edition.facets().rows;
  const behind = linesOf(text.slice(last), text.length).map(({ start, end }) => ({
    start: start + last,
    end: end + last,
  }));
  return [...linesOf(text, first), ...behind].map((span) => ({
    span,
    text: text.slice(span.start, span.end),
  }));
}

const MOST_LINES = 60;

/** Lines that begin before an offset and are not empty, without the white space around them. */
function linesOf(text: string, before: number): Span[] {
  const lines: Span[] = [];
  for (let start = 0; start < Math.min(before, text.length) && lines.length < MOST_LINES; ) {
    const newline = text.indexOf("\n", start);
    const end = newline < 0 ? text.length : newline;
    const line = text.slice(start, end);
    const from = start + (line.length - line.trimStart().length);
    if (line.trim() !== "") lines.push({ start: from, end: from + line.trim().length });
    start = end + 1;
  }
  return lines;
}

/** Says that a count or a list is without the rows that were not taken in. */
export function withheldNotices({ register }: ListEdition): Notice[] {
  const { withheld } = register.edition;
  if (!withheld) return [];
  return [{ code: "partial", text: `清单中有 ${withheld} 行含个人号码，没有收录，以下不含这些行。` }];
}

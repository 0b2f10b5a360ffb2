import type { Document, ProcedureField } from "../../domain.ts";
import { fold } from "../../language/fold.ts";
import type { Lexicon } from "../../language/lexicon.ts";
import { contentRuns, contentWords } from "../question/content-words.ts";
import type { UnderstoodQuestion } from "../question/understood-question.ts";
import { askedFields } from "./asked-fields.ts";
import { isLeftToOthers, isSame } from "./compared-cells.ts";
import { fieldsFor } from "./field-groups.ts";
import type { ProcedureMatch } from "./match-procedure.ts";
import { withoutAround } from "./name-shapes.ts";

/** As many guides can be chosen from. */
const FEWEST = 2;
const MOST = 4;
const SHORTEST = 2;
/** What is done with any document or matter, beside its name. */
const EMPTY = /^(?:[带办要交拿备用去收走]|东西|手续|事情|业务|准备|所需|一个)$/;

/**
 * The guides that a question means which says no more than an object: those whose titles hold it or whose everyday
 * names end in it. Several where they share it (护照 for its first issue and its renewal) and answer differently; one
 * whose title begins with it (结婚 for 结婚登记). Empty where the question says more, or a name of one guide alone.
 */
export function guidesOfObject(
  { folded, previous, places }: UnderstoodQuestion,
  matches: readonly ProcedureMatch[],
  lexicon: Lexicon,
): ProcedureMatch[] {
  const bare = places.reduce((text, place) => text.replaceAll(fold(place.text), " "), folded).trim();
  const object = previous === null ? objectOf(bare, lexicon) : null;
  if (object === null) return [];
  const isSaid = (one: ProcedureMatch) =>
    one.names.map(fold).some((name) => name === object || name === bare);
  if (matches.filter(isSaid).length === 1) return [];
  const forms = [object, ...officialForms(object, lexicon)];
  const titled = matches.filter(({ document }) => forms.some((form) => fold(document.title).includes(form)));
  const called = matches.filter(({ names }) => names.some((name) => fold(name).endsWith(object)));
  const sharing = matches.filter((one) => titled.includes(one) || called.includes(one));
  const [only] = sharing;
  if (only && sharing.length < FEWEST) return fold(only.document.title).startsWith(object) ? [only] : [];
  return sharing.length <= MOST && tellOtherwise(documentsOf(sharing), folded, lexicon) ? sharing : [];
}

/** The guides that were matched. */
export function documentsOf(matches: readonly ProcedureMatch[]): Document[] {
  return matches.map(({ document }) => document);
}

/**
 * Whether guides answer a folded question differently: in a field that it asks for, or as a whole. What they all leave
 * to others to tell is no common answer.
 */
export function tellOtherwise(guides: readonly Document[], folded: string, lexicon: Lexicon): boolean {
  const { keys } = askedFields(folded, lexicon);
  const fieldsOf = (key: string) => guides.map(({ procedure }) => fieldsFor(procedure?.fields ?? [], key));
  return keys.length === 0 || keys.some((key) => !sayTheSame(fieldsOf(key)));
}

function sayTheSame(column: readonly (readonly ProcedureField[])[]): boolean {
  return isSame(column) && !column.every(isLeftToOthers);
}

/** The one thing that a folded question speaks of beside what it asks; null where it speaks of more. */
function objectOf(folded: string, lexicon: Lexicon): string | null {
  const fields = lexicon.expand(folded).filter(({ field }) => field !== null);
  const runs = contentRuns(contentWords(withoutAround(blank(folded, fields)))).filter(
    ({ text }) => !EMPTY.test(text),
  );
  const [only, ...others] = runs;
  return only === undefined || others.length > 0 || only.text.length < SHORTEST ? null : only.text;
}

/** What the lexicon says officially for the whole of an object. */
function officialForms(object: string, lexicon: Lexicon): string[] {
  return lexicon
    .expand(object)
    .filter(({ start, end, field }) => field === null && start === 0 && end === object.length)
    .map(({ official }) => fold(official));
}

function blank(text: string, spans: readonly { start: number; end: number }[]): string {
  return spans.reduce(
    (rest, { start, end }) => rest.slice(0, start) + " ".repeat(end - start) + rest.slice(end),
    text,
  );
}

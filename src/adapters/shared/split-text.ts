import { type Atom, type Measure, splitAtoms } from "./text-atoms.ts";

/** A link in HTML, Markdown or Slack's way, for the label that stands in for one too long to send. */
const LINK_LABEL = /^<a [^<>]*>([^<>]*)<\/a>$|^\[([^\]\n]+)\]\(|^<https?:[^<>|]*\|([^<>]*)>$/;
/** Better cuts are only looked for in the second half of a part, so that no part is tiny. */
const SMALLEST_SHARE = 0.5;

/**
 * Splits a text into parts of at most `limit` as `measure` counts, at paragraphs, lines, sentences or
 * clauses where there are any. Citation lines, links, citation marks and characters are never cut; a link
 * longer than `limit` on its own is replaced by its label. White space at the edges of parts is dropped.
 */
export function splitText(text: string, limit: number, measure: Measure): string[] {
  const atoms = splitAtoms(text).flatMap((atom) => shrinkAtom(atom, limit, measure));
  const sizes = atoms.map((atom) => measure(atom.text));
  const parts: string[] = [];
  for (let start = 0; start < atoms.length; ) {
    const end = findEnd(atoms, sizes, start, limit);
    const part = joinAtoms(atoms.slice(start, end)).trim();
    if (part !== "") parts.push(part);
    start = end;
  }
  return parts;
}

/** The longest beginning of a text that holds at most `limit`, cut between atoms; white space at its end dropped. */
export function cutText(text: string, limit: number, measure: Measure): string {
  let kept = "";
  let size = 0;
  for (const atom of splitAtoms(text)) {
    size += measure(atom.text);
    if (size > limit) break;
    kept += atom.text;
  }
  return kept.trimEnd();
}

function joinAtoms(atoms: readonly Atom[]): string {
  return atoms.map((atom) => atom.text).join("");
}

/** Index after the last atom of the part that begins at `start`. */
function findEnd(atoms: readonly Atom[], sizes: readonly number[], start: number, limit: number): number {
  let end = start;
  let size = 0;
  let best = { end: 0, cut: 0 };
  while (end < atoms.length && size + (sizes[end] ?? 0) <= limit) {
    size += sizes[end] ?? 0;
    const cut = atoms[end]?.cut ?? 0;
    end++;
    if (cut > 0 && cut >= best.cut && size >= limit * SMALLEST_SHARE) best = { end, cut };
  }
  if (end === atoms.length) return end;
  return Math.max(best.cut > 0 ? best.end : end, start + 1);
}

function shrinkAtom(atom: Atom, limit: number, measure: Measure): Atom[] {
  if (measure(atom.text) <= limit) return [atom];
  const label = LINK_LABEL.exec(atom.text);
  const text = label?.[1] ?? label?.[2] ?? label?.[3] ?? atom.text;
  return [...text].map((character) => ({ text: character, cut: 0 }));
}

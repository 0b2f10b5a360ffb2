/** How platforms count the length of a text. */
export type Measure = (text: string) => number;

/** Bytes as the text is sent; half a surrogate pair is sent as U+FFFD. */
export const utf8Bytes: Measure = (text) => {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) bytes += 1;
    else if (code < 0x800) bytes += 2;
    else bytes += code < 0x10000 ? 3 : 4;
  }
  return bytes;
};
export const utf16Units: Measure = (text) => text.length;
export const characters: Measure = (text) => [...text].length;

/** How good a place is to cut; the higher, the better. */
const ANYWHERE = 0;
const AFTER_CLAUSE = 1;
const AFTER_SENTENCE = 2;
const AFTER_LINE = 3;
const AFTER_PARAGRAPH = 4;

/** A piece of text that must not be cut, with how good a cut is after it. */
export interface Atom {
  text: string;
  cut: number;
}

/**
 * What must stay whole: a citation line, the head of a table with its first row, a row, a link in HTML, Markdown or
 * Slack's way, a bare address, a citation mark, an escaped character, and a character with its combining marks.
 * Every repetition is bounded, so that hostile text costs linear time.
 */
const ATOM = new RegExp(
  [
    String.raw`(?<=^|\n)\[\d{1,3}\] [^\n]{0,4000}`,
    String.raw`(?<=^|\n)\|[^\n]{1,1000}\n\|[-:| ]{1,300}\n\|[^\n]{1,1000}`,
    String.raw`(?<=^|\n)\|[^\n]{1,1000}\|(?=\n|$)`,
    "<a [^<>]{0,3000}>[^<>]{0,500}</a>",
    String.raw`<https?://[^<>|\s]{1,3000}\|[^<>\n]{1,500}>`,
    String.raw`\[[^\]\[\n]{1,300}\]\([^()\s]{1,3000}\)`,
    String.raw`https?://[^\s<>"'）)\]】、，。；]{1,3000}`,
    String.raw`\[\d{1,3}\]`,
    String.raw`\r\n`,
    String.raw`&(?:[a-z]{2,4}|#\d{1,5});`,
    String.raw`\\[!-/:-@[-\x60{-~]`,
    String.raw`[\s\S][\p{M}\u200d\ufe0e\ufe0f]{0,8}`,
  ].join("|"),
  "gu",
);

const SENTENCE_END = new Set([..."。！？；!?;"]);
const CLAUSE_END = new Set([..."，,、：:"]);
const CLOSING = new Set([..."”’」』）)】》\"'"]);
const MARK = /^\[\d{1,3}\]$/;

/** Cuts a text into atoms; joined, they are the text again. */
export function splitAtoms(text: string): Atom[] {
  const pieces = text.match(ATOM) ?? [];
  const atoms = pieces.map((piece): Atom => ({ text: piece, cut: cutAfter(piece) }));
  for (let i = 1; i < atoms.length; i++) moveCut(atoms[i - 1], atoms[i]);
  return atoms;
}

function cutAfter(piece: string): number {
  if (piece === "\n" || piece === "\r\n") return AFTER_LINE;
  if (SENTENCE_END.has(piece)) return AFTER_SENTENCE;
  return CLAUSE_END.has(piece) ? AFTER_CLAUSE : ANYWHERE;
}

/**
 * Moves a cut to the atom behind it: a mark, a closing quote or a further end mark belongs to the sentence
 * before it, and an empty line is a better cut than the end of the line before it.
 */
function moveCut(before: Atom | undefined, after: Atom | undefined): void {
  if (!before || !after || before.cut === ANYWHERE) return;
  if (before.cut >= AFTER_LINE) {
    if (after.cut >= AFTER_LINE) after.cut = AFTER_PARAGRAPH;
    return;
  }
  const belongs = MARK.test(after.text) || CLOSING.has(after.text) || SENTENCE_END.has(after.text);
  if (!belongs) return;
  after.cut = Math.max(before.cut, after.cut);
  before.cut = ANYWHERE;
}

/** Offsets after which a sentence or a line ends, the end of the text included, in rising order. */
export function sentenceEnds(text: string): number[] {
  const ends: number[] = [];
  let at = 0;
  for (const atom of splitAtoms(text)) {
    at += atom.text.length;
    if (atom.cut >= AFTER_SENTENCE || at === text.length) ends.push(at);
  }
  return ends;
}

/** Marks at which a quote may be cut: browsers match whole words, and a word never spans one. */
const CUT = /[，。；：！？\n\t]/;
/** Shorter pieces occur too often to point anywhere. */
const SHORTEST = 4;
const LONGEST = 60;
/** Files that a browser does not search. */
const NOT_A_PAGE = /\.(?:pdf|docx?|xlsx?|pptx?|wps|et|zip|rar)$/i;

/**
 * The address of an original with the quote to scroll to (WICG, "Text Fragments"); the address alone where its
 * file has no text to find. Null for what is no web address: addresses come from documents.
 */
export function originalAddress(url: string | null, quote: string, canFind: boolean): string | null {
  if (url === null || !/^https?:\/\//i.test(url)) return null;
  const fragment = canFind && !NOT_A_PAGE.test(url.replace(/[?#].*$/, "")) ? textFragment(quote) : null;
  return fragment ? `${url.replace(/#.*$/, "")}#:~:text=${fragment}` : url;
}

/** `start` or `start,end`, cut at punctuation and encoded; null for a quote with nothing to find it by. */
export function textFragment(quote: string): string | null {
  const pieces = quote
    .split(CUT)
    .map((piece) => piece.trim())
    .filter((piece) => piece.length >= SHORTEST && piece.length <= LONGEST);
  const [first, last] = [pieces[0], pieces[pieces.length - 1]];
  if (first === undefined || last === undefined) return null;
  return first === last ? encodePiece(first) : `${encodePiece(first)},${encodePiece(last)}`;
}

function encodePiece(piece: string): string {
  return encodeURIComponent(piece).replace(/-/g, "%2D");
}

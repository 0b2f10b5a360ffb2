/** Before a word they deny it (房贷没还清); a word that begins with one is said so. */
const DENIALS = "没未不别勿非";

function isDenied(text: string, at: number): boolean {
  return DENIALS.includes(text.charAt(at - 1)) || text.startsWith("没有", at - 2);
}

/** Whether a text says a word at least once without denying it. */
export function isSaidIn(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (at === 0 || !isDenied(text, at)) return true;
  }
  return false;
}

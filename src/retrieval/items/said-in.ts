/** Before a word they deny it (房贷没还清); a word that begins with one is said so. */
const DENIALS = "没未不别勿非";

/** Whether a text says a word at least once without denying it. */
export function isSaidIn(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (at === 0 || !DENIALS.includes(text.charAt(at - 1))) return true;
  }
  return false;
}

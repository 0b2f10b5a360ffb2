/** A file has few heads and feet; a page number that counts makes many. */
const MOST_ASIDES = 500;
const LONGEST_ASIDE = 200;

/** Heads, feet and watermarks as a parsed file tells them: each once, on one line, none of them long. */
export function cleanAsides(texts: Iterable<string>): string[] {
  const kept = new Set<string>();
  for (const text of texts) {
    const aside = text.slice(0, LONGEST_ASIDE).replace(/\s+/g, " ").trim();
    if (aside !== "" && kept.size < MOST_ASIDES) kept.add(aside);
  }
  return [...kept];
}

import type { Span } from "../../domain.ts";
import { fold } from "../../language/fold.ts";
import { splitSentences } from "../../language/sentences.ts";

/** Shorter quotes stand everywhere and prove nothing, in characters without white space. */
const SHORTEST = 6;
const PASSED_OVER = /[\s\p{Cf}\p{Variation_Selector}]/u;

/**
 * The sentences of a text in which a quote stands verbatim: letter for letter after folding, white space and
 * hidden characters aside. Null for a quote that stands nowhere or is too short to prove anything.
 */
export function findQuote(text: string, quote: string): Span | null {
  const wanted = squeeze(quote).text.replace(/[。；;.，,…]+$/, "");
  const { text: squeezed, positions } = squeeze(text);
  if (wanted.length < SHORTEST) return null;
  const at = squeezed.indexOf(wanted);
  const start = positions[at];
  const last = positions[at + wanted.length - 1];
  return start === undefined || last === undefined ? null : aroundSentences(text, { start, end: last + 1 });
}

/** The text without what does not count, and where each character of it came from. */
function squeeze(text: string): { text: string; positions: number[] } {
  const folded = fold(text);
  const positions: number[] = [];
  let squeezed = "";
  for (let at = 0; at < folded.length; at++) {
    if (PASSED_OVER.test(folded.charAt(at))) continue;
    squeezed += folded.charAt(at);
    positions.push(at);
  }
  return { text: squeezed, positions };
}

/** The range widened to the whole sentences it touches: half a sentence can say the opposite. */
function aroundSentences(text: string, { start, end }: Span): Span {
  const touched = splitSentences(text).filter((sentence) => sentence.start < end && start < sentence.end);
  return { start: touched[0]?.start ?? start, end: touched.at(-1)?.end ?? end };
}

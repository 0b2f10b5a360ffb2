import { applyEdits, type Draft, deletions } from "./draft.ts";

/** Three or more single characters with one to three spaces between them: a word spread out. */
const SPREAD = /(?<![\p{Script=Han}])\p{Script=Han}(?: {1,3}\p{Script=Han}(?!\p{Script=Han})){2,60}/gu;
/** Two characters that fill a line or a cell, such as 附 件. */
const SPREAD_PAIR =
  /(?<=^|[\n\t])[ ]{0,40}\p{Script=Han}( {1,8})\p{Script=Han}(?=[ ]{0,40}(?:$|[\n\t:：]))/gu;

/** Closes the spaces of words that were spread out for the eye, such as 「办 理 时 限」. */
export function joinSpacedCharacters(draft: Draft): Draft {
  return joinPairs(joinRuns(draft));
}

function joinRuns(draft: Draft): Draft {
  const spans = Array.from(draft.text.matchAll(SPREAD)).flatMap((match) =>
    Array.from(match[0].matchAll(/ +/g), (space) => ({
      start: match.index + space.index,
      end: match.index + space.index + space[0].length,
    })),
  );
  return applyEdits(draft, deletions(spans));
}

function joinPairs(draft: Draft): Draft {
  const spans = Array.from(draft.text.matchAll(SPREAD_PAIR), (match) => {
    const gap = match[1]?.length ?? 0;
    const end = match.index + match[0].trimEnd().length - 1;
    return { start: end - gap, end };
  });
  return applyEdits(draft, deletions(spans));
}

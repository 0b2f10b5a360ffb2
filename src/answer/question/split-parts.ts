import type { Span } from "../../domain.ts";
import { contentRuns, contentWords, type Word } from "./content-words.ts";
import type { PlaceMention } from "./find-places.ts";
import { askedKind } from "./question-kind.ts";
import type { AskedPlace, QuestionPart } from "./understood-question.ts";

/** A question as read so far: places, years and the ranges they take up. */
export interface ReadQuestion {
  folded: string;
  mentions: readonly PlaceMention[];
  years: readonly { year: number; start: number; end: number }[];
}

/** More than anybody asks at once; what is beyond is left for the next question. */
const MOST_PARTS = 4;
const BOUNDARY = /[,，。;；?？!！\n]/;
const DISTRIBUTES = /分别|各自|各有|各是|各(?=[^种类项级地界]|$)/;
const CONJUNCTION = /和|与|跟|以及|、/g;

/**
 * The things a question asks for. A clause that asks begins a part; one that only tells joins the next
 * that asks (or the last), so that 「我在椒江租房子想提公积金,还要开证明吗?」 is one part.
 * 「A和B分别由谁牵头」 is two.
 */
export function splitParts(question: ReadQuestion): QuestionPart[] {
  const { folded, mentions, years } = question;
  const words = contentWords(folded, [...mentions, ...years]);
  const parts = groupClauses(folded)
    .filter(isFirstOf(folded))
    .slice(0, MOST_PARTS)
    .flatMap((group) => distribute(folded, group, words))
    .map(({ span, shared }) => {
      const inside = (item: Span) => item.start >= span.start && item.start < span.end;
      const isShared = (item: Span) =>
        shared !== null && item.start >= shared.start && item.start < shared.end;
      const own = (item: Span) => inside(item) || isShared(item);
      return {
        text: folded.slice(span.start, span.end) + (shared ? folded.slice(shared.start, shared.end) : ""),
        asked: askedKind(folded.slice(shared?.start ?? span.start, shared?.end ?? span.end)),
        words: contentRuns(words.filter(own)),
        background: shared ? [] : contentRuns(words.filter((word) => !own(word))),
        places: mentions.filter(own).map(placeOf),
        years: years.filter(own).map(({ year }) => year),
      };
    });
  return parts.map((part, at) => {
    const before = parts[at - 1];
    const asksAlike = before !== undefined && part.asked.kind === "open" && ELLIPTIC.test(part.text);
    return asksAlike ? { ...part, asked: { ...before.asked, unit: "", noun: "" } } : part;
  });
}

/** A part said again asks for nothing more. */
function isFirstOf(folded: string): (group: Span) => boolean {
  const seen = new Set<string>();
  return ({ start, end }) => {
    const text = folded.slice(start, end).trim();
    return !seen.has(text) && Boolean(seen.add(text));
  };
}

function splitAtBoundaries(folded: string): Span[] {
  const clauses: Span[] = [];
  let start = 0;
  for (let i = 0; i <= folded.length; i++) {
    if (i < folded.length && !BOUNDARY.test(folded.charAt(i))) continue;
    if (folded.slice(start, i).trim() !== "") clauses.push({ start, end: i });
    start = i + 1;
  }
  return clauses;
}

/** 「网络平台的呢」: asks of another thing what the part before it asked. */
const ELLIPTIC = /呢$/;

function groupClauses(folded: string): Span[] {
  const groups: Span[] = [];
  let pending: Span | null = null;
  for (const clause of splitAtBoundaries(folded)) {
    const merged: Span = { start: pending?.start ?? clause.start, end: clause.end };
    const text = folded.slice(clause.start, clause.end);
    const asksAlike = groups.length > 0 && pending === null && ELLIPTIC.test(text);
    if (askedKind(text).kind === "open" && !asksAlike) pending = merged;
    else {
      groups.push(merged);
      pending = null;
    }
  }
  const last = groups.at(-1);
  if (pending && last) last.end = pending.end;
  else if (pending) groups.push(pending);
  return groups;
}

interface Share {
  span: Span;
  /** What is asked of every member; null where nothing is distributed. */
  shared: Span | null;
}

/** 「A和B分别…」 asks the same of A and of B. Members must have words of their own. */
function distribute(folded: string, group: Span, words: readonly Word[]): Share[] {
  const text = folded.slice(group.start, group.end);
  const at = text.search(DISTRIBUTES);
  if (at <= 0) return [{ span: group, shared: null }];
  const shared = { start: group.start + at, end: group.end };
  const members: Span[] = [];
  let start = group.start;
  for (const match of text.slice(0, at).matchAll(CONJUNCTION)) {
    members.push({ start, end: group.start + match.index });
    start = group.start + match.index + match[0].length;
  }
  members.push({ start, end: shared.start });
  const isWorthwhile = (span: Span) =>
    words.some((word) => word.start >= span.start && word.start < span.end);
  if (members.length < 2 || !members.every(isWorthwhile)) return [{ span: group, shared: null }];
  return members.map((span) => ({ span, shared }));
}

function placeOf(mention: PlaceMention): AskedPlace {
  return { text: mention.text, candidates: mention.candidates, from: mention.from };
}

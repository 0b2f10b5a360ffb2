import type { Region } from "../../domain.ts";
import type { RegionMention, RegionTable } from "../../language/regions.ts";
import { isSlip, soundSame } from "../../language/slips.ts";
import { soundsLike } from "./find-places.ts";

const SUFFIX = /[省市区县]$/;

/**
 * Mends a place name that was typed by its sound or look, only towards `known` places, the ones the corpus has documents
 * of, and never across a place that the text really names: bare by its sound (焦江 for 椒江), with its 市, 区 or 县 less
 * strictly (坪三区 for 坪山区).
 */
export function mendPlaceNames(folded: string, known: readonly Region[], regions: RegionTable): string {
  const whole = nameInFull(folded, known, regions);
  if (whole !== folded) return whole;
  const taken = regions.find(folded);
  const mended = mendSounds(folded, known, taken);
  if (mended !== folded) return mended;
  for (const { typed, start } of unknownNames(folded, taken)) {
    const meant = new Set(known.map(lastName).filter((name) => differsOnce(typed, name, isSlip)));
    const [only] = meant;
    if (only !== undefined && meant.size === 1)
      return folded.slice(0, start) + only + folded.slice(start + typed.length);
  }
  return folded;
}

/**
 * With its 区, 县 or 市 the name of a district that is an everyday word as well, where it stands right behind
 * the city it lies in: 兰州城关 is 兰州城关区.
 */
function nameInFull(folded: string, known: readonly Region[], regions: RegionTable): string {
  for (const mention of regions.find(folded)) {
    for (const region of known) {
      const full = lastName(region);
      const bare = full.replace(SUFFIX, "");
      if (bare.length < 2 || bare === full || !folded.startsWith(bare, mention.end)) continue;
      const end = mention.end + bare.length;
      const isInside = mention.candidates.some(
        ({ code }) => code !== region.code && regions.covers(code, region.code),
      );
      if (isInside && !folded.startsWith(full, mention.end))
        return folded.slice(0, end) + full.slice(bare.length) + folded.slice(end);
    }
  }
  return folded;
}

/** Names with 市, 区 or 县 that sound like a place which the corpus has nothing of (萧杉区): no other place is meant. */
export function mistypedPlaces(folded: string, regions: RegionTable): string[] {
  const unknown = unknownNames(folded, regions.find(folded));
  const words = unknown.length === 0 ? [] : ordinaryWords(folded);
  const names = unknown.filter(
    ({ start, typed }) =>
      !words.some(({ index, segment }) => index < start + typed.length && start < index + segment.length),
  );
  if (names.length === 0) return [];
  const places = [...regions.names()].map(({ name }) => name).filter((name) => SUFFIX.test(name));
  return names.flatMap(({ typed }) =>
    places.some((name) => name.length >= SHORTEST && differsOnce(typed, name, soundSame)) ? [typed] : [],
  );
}

function mendSounds(folded: string, known: readonly Region[], taken: readonly RegionMention[]): string {
  let mended = folded;
  for (const name of shortNames(known)) {
    if (name.length < 2 || mended.includes(name)) continue;
    for (let start = 0; start + name.length <= mended.length; start++) {
      if (!sharesCharacter(mended, start, name) || isTaken(taken, start, name.length)) continue;
      if (!soundsLike(mended.slice(start, start + name.length), name)) continue;
      mended = mended.slice(0, start) + name + mended.slice(start + name.length);
      break;
    }
  }
  return mended;
}

function isTaken(taken: readonly RegionMention[], start: number, length: number): boolean {
  return taken.some((mention) => start < mention.end && mention.start < start + length);
}

function shortNames(known: readonly Region[]): Set<string> {
  const names = new Set<string>();
  for (const region of known) {
    const last = lastName(region);
    names.add(last.length > 2 ? last.replace(SUFFIX, "") : last);
  }
  return names;
}

function lastName({ name }: Region): string {
  return /[^省市区县]+[省市区县]?$/.exec(name)?.[0] ?? name;
}

/** Whether the text has from `start` a character of the name where the name has it. */
function sharesCharacter(text: string, start: number, name: string): boolean {
  for (let at = 0; at < name.length; at++) {
    if (text.charCodeAt(start + at) === name.charCodeAt(at)) return true;
  }
  return false;
}

const FULL_NAME = /(?=([\p{Script=Han}]{2,4}[市区县]))/gu;
const SHORTEST = 3;
const segmenter = new Intl.Segmenter("zh", { granularity: "word" });

/** What stands like a name before a 市, 区 or 县: none of its characters belongs to an ordinary word. */
function unknownNames(folded: string, taken: readonly RegionMention[]): { typed: string; start: number }[] {
  const matches = [...folded.matchAll(FULL_NAME)];
  if (matches.length === 0) return [];
  const words = ordinaryWords(folded);
  return matches.flatMap((match) => {
    const longest = match[1] ?? "";
    const end = match.index + longest.length;
    const starts = Array.from({ length: longest.length - SHORTEST + 1 }, (_, at) => match.index + at);
    return starts
      .filter((start) => !isTaken(taken, start, end - start) && !holdsWord(words, start, end - 1))
      .map((start) => ({ typed: folded.slice(start, end), start }));
  });
}

function ordinaryWords(folded: string): Intl.SegmentData[] {
  return [...segmenter.segment(folded)].filter(({ segment }) => segment.length > 1);
}

/** 开发区, 推进城市: an ordinary word reaches into what would be the name. */
function holdsWord(words: readonly Intl.SegmentData[], start: number, end: number): boolean {
  return words.some(({ index, segment }) => {
    const isInside = index >= start && index + segment.length <= end;
    return isInside || (index < start && index + segment.length > start);
  });
}

function differsOnce(typed: string, name: string, like: (typed: string, meant: string) => boolean): boolean {
  if (typed.length !== name.length) return false;
  const wrong = [...typed].flatMap((character, at) => (character === name.charAt(at) ? [] : [at]));
  const [at, ...more] = wrong;
  return at !== undefined && more.length === 0 && like(typed.charAt(at), name.charAt(at));
}

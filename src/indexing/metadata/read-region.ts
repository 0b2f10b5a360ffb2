import type { Finding, Region } from "../../domain.ts";
import type { RegionMention, RegionTable } from "../../language/regions.ts";
import type { CleanText } from "../cleaning/clean.ts";

export interface RegionRequest {
  /** The title; null where it was made from the text. */
  title: string | null;
  publisher: string | null;
  /** Name of the site the page stood on. */
  site: string | null;
  clean: CleanText;
  /** As the file writes it. */
  declared: string | undefined;
  defaults: { region?: Region };
  regions: RegionTable;
}

export interface RegionReading {
  region: Region | null;
  findings: Finding[];
  reports: { code: string; message: string }[];
}

/** How much of the text is looked at for places. */
const TEXT_LOOKED_AT = 6000;
const OPENING = 400;
/** Share of the places named in a text that must lie in the one its opening names. */
const LEAST_SHARE = 0.6;
const NATION_CODE = "100000";
/** Fewest mentions of a place in a text that is not about it by its title or publisher. */
const LEAST_MENTIONS = 2;
const NATIONAL =
  /^(?:中华人民共和国[^\n，。]{1,30}(?:法|法典|典|条例|办法|规定|细则|决定)(?![\p{Script=Han}]*(?:局|厅|海关))|国务院|全国人民代表大会|全国人大)/u;

/**
 * The place a document applies to: as declared, else as its title, its publisher or its opening name it.
 * Where these leave a choice the region stays empty.
 */
export function readRegion(request: RegionRequest): RegionReading {
  const { declared, regions, defaults } = request;
  if (declared !== undefined) {
    const region = regions.parse(declared);
    if (region !== null) return { region, findings: [], reports: [] };
    const message = `地区「${declared.slice(0, 40)}」不在行政区划表中，或有同名地区，已留空。请写全称或 6 位代码。`;
    return { region: null, findings: [], reports: [{ code: "ingest.unknown_region", message }] };
  }
  const inferred = inferRegion(request);
  if (inferred !== null) return { region: inferred.region, findings: [toFinding(inferred)], reports: [] };
  const region = defaults.region ?? null;
  return { region, findings: region === null ? [] : [toFinding({ region, from: "default" })], reports: [] };
}

interface Inferred {
  region: Region;
  from: string;
}

function toFinding({ region, from }: Inferred): Finding {
  return { field: "region", value: region.name, from };
}

function inferRegion(request: RegionRequest): Inferred | null {
  const { title, publisher, site, clean, regions } = request;
  const places = [
    { text: title ?? "", from: "title" },
    { text: publisher ?? "", from: "publisher" },
    { text: site ?? "", from: "meta:SiteName" },
    { text: openingOf(clean.shown), from: "text" },
  ];
  const context = once(() => contextRegions(request));
  for (const { text, from } of places) {
    const region = soleRegion(regions, regions.find(text), context);
    if (region === null) continue;
    if (from === "text" && !dominates(regions, region, clean.shown)) continue;
    return { region, from };
  }
  const nation = NATIONAL.test(title ?? clean.shown) ? regions.parse("全国") : null;
  return nation === null ? null : { region: nation, from: "title" };
}

function openingOf(shown: string): string {
  const end = shown.indexOf("\n", OPENING / 2);
  return shown.slice(0, end < 0 || end > OPENING ? OPENING : end);
}

/** Unambiguous places anywhere on the page, and the default: they decide between districts of one name. */
function contextRegions({ title, publisher, site, clean, regions, defaults }: RegionRequest): Region[] {
  const furniture = clean.furniture.map((line) => line.text);
  const page = [title, publisher, site, ...furniture, clean.shown.slice(0, TEXT_LOOKED_AT)].join("\n");
  const named = regions.find(page).flatMap(({ candidates }) => (candidates.length === 1 ? candidates : []));
  return defaults.region === undefined ? named : [...named, defaults.region];
}

/** Most pages never need their context: it is read when it is first asked for. */
function once<T>(read: () => T): () => T {
  let value: T | undefined;
  return () => {
    value ??= read();
    return value;
  };
}

/** The one region all mentions agree on: the lowest, when the others are above it. */
function soleRegion(regions: RegionTable, mentions: RegionMention[], context: () => Region[]): Region | null {
  let sole: Region | null = null;
  for (const mention of mentions) {
    const region = settle(regions, mention, context);
    if (region === null) return null;
    if (sole === null || regions.covers(sole.code, region.code)) sole = region;
    else if (!regions.covers(region.code, sole.code)) return null;
  }
  return sole;
}

function settle(regions: RegionTable, mention: RegionMention, context: () => Region[]): Region | null {
  if (mention.candidates.length === 1) return mention.candidates[0] ?? null;
  const fitting = mention.candidates.filter((candidate) =>
    context().some((place) => place.code !== NATION_CODE && regions.covers(place.code, candidate.code)),
  );
  return fitting.length === 1 ? (fitting[0] ?? null) : null;
}

/**
 * Whether most places named in the text lie in the region or above it, and it is not named in passing: twice
 * at least, or once in a text that calls itself that of a city, district or county.
 */
function dominates(regions: RegionTable, region: Region, shown: string): boolean {
  const mentions = regions
    .find(shown.slice(0, TEXT_LOOKED_AT))
    .filter(({ candidates }) => candidates.every(({ code }) => code !== NATION_CODE));
  const related = mentions.filter(({ candidates }) =>
    candidates.some(({ code }) => regions.covers(region.code, code) || regions.covers(code, region.code)),
  );
  const own = ownLevels(shown);
  if (own.size > 0 && !own.has(region.name.slice(-1))) return false;
  return (
    related.length >= (own.size > 0 ? 1 : LEAST_MENTIONS) && related.length >= mentions.length * LEAST_SHARE
  );
}

/** The levels a text calls its own, by 全市, 我区 and the like. */
function ownLevels(shown: string): Set<string> {
  return new Set(
    Array.from(shown.slice(0, TEXT_LOOKED_AT).matchAll(/[全我本]([省市区县州])/g), (match) => match[1] ?? ""),
  );
}

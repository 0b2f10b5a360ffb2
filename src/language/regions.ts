import type { Region, Span } from "../domain.ts";
import { fold } from "./fold.ts";
import { coversRegion, longestChain, NATION_CODE } from "./region-chain.ts";
import { type RawMention, settleMentions, toMention } from "./region-context.ts";
import { buildNameTree, listRegionNames } from "./region-names.ts";
import type { FormerDivision, RegionData } from "./regions-data.ts";

const NATION: Region = { code: NATION_CODE, name: "全国" };
const NATION_NAMES = new Set(["全国", "中国", "国家", "中华人民共和国"]);

/** A place named in a text; 杭州市西湖区 and 杭州西湖区 are one mention, bare 西湖区 has several candidates. */
export interface RegionMention extends Span {
  /** Present divisions it can mean, wider ones first; never empty. */
  candidates: Region[];
  /** Set when the text used a name that no longer exists. */
  former: FormerDivision | null;
}

/** The national division table. */
export interface RegionTable {
  /** Places in a text of any script, in order, never overlapping. */
  find(text: string): RegionMention[];
  /** The one region a name or 6-digit code stands for; null when unknown or ambiguous. */
  parse(nameOrCode: string): Region | null;
  /** Whether the upper division contains or is the lower one; the nation covers all. */
  covers(upperCode: string, lowerCode: string): boolean;
  /** The region and all above it, nation first; empty for an unknown code. */
  lineage(code: string): Region[];
  /** The division this one was cut out of and in which year; null for all others. */
  splitFrom(code: string): { year: number; from: Region } | null;
  /** Every name that stands for a division wherever it is written, full and bare. */
  names(): Iterable<{ name: string; region: Region }>;
}

/** Makes the table from the parsed data files (`parseRegionData`). */
export function createRegionTable(data: RegionData): RegionTable {
  const regions = fullRegions(data);
  const names = listRegionNames(data);
  const tree = buildNameTree(names);
  const formerCodes = new Map(data.former.flatMap((f) => (f.code === null ? [] : [[f.code, f] as const])));

  const toRegions = (codes: Iterable<string>): Region[] =>
    [...new Set(codes)].flatMap((code) => regions.get(code) ?? []).sort(byWidth);

  function find(text: string): RegionMention[] {
    const folded = fold(text);
    const raw: RawMention[] = [];
    for (let at = 0; at < folded.length; at++) {
      if (!tree.next?.has(folded.charCodeAt(at))) continue;
      const chain = longestChain(tree, folded, at, false);
      if (chain === null) continue;
      if (chain.names[0]?.strength !== "phrase") raw.push(toMention(chain, at));
      at = chain.end - 1;
    }
    return settleMentions(raw, folded).map(({ start, end, codes, former }) => ({
      start,
      end,
      candidates: toRegions(codes),
      former,
    }));
  }

  function parse(nameOrCode: string): Region | null {
    const own = regions.get(nameOrCode);
    if (own !== undefined) return own;
    const text = fold(nameOrCode).trim();
    if (/^\d{6}$/.test(text)) return parseCode(text);
    if (NATION_NAMES.has(text)) return NATION;
    const chain = longestChain(tree, text, 0, true);
    if (chain === null || chain.end !== text.length) return null;
    const candidates = toRegions(toMention(chain, 0).codes);
    return candidates.length === 1 ? (candidates[0] ?? null) : null;
  }

  function parseCode(code: string): Region | null {
    const now = formerCodes.get(code)?.now;
    return regions.get(code) ?? (now?.length === 1 ? (regions.get(now[0] ?? "") ?? null) : null);
  }

  function lineage(code: string): Region[] {
    const own = regions.get(code);
    if (own === undefined) return [];
    const codes = new Set([NATION_CODE, `${code.slice(0, 2)}0000`, `${code.slice(0, 4)}00`, code]);
    return [...codes].flatMap((each) => regions.get(each) ?? []);
  }

  function splitFrom(code: string): { year: number; from: Region } | null {
    const split = data.splits.find((each) => each.code === code);
    const from = split === undefined ? undefined : regions.get(split.from);
    return split === undefined || from === undefined ? null : { year: split.year, from };
  }

  function* listNames(): Iterable<{ name: string; region: Region }> {
    for (const { name, code, strength, former } of names) {
      const region = strength === "sure" && former === null ? regions.get(code) : undefined;
      if (region !== undefined) yield { name, region };
    }
  }

  return { find, parse, covers: coversRegion, lineage, splitFrom, names: listNames };
}

/** Every division by code, with its full name from the province down. */
function fullRegions(data: RegionData): Map<string, Region> {
  const own = new Map(data.divisions.map(({ code, name }) => [code, name]));
  const regions = new Map<string, Region>([[NATION_CODE, NATION]]);
  for (const { code } of data.divisions) {
    const codes = new Set([`${code.slice(0, 2)}0000`, `${code.slice(0, 4)}00`, code]);
    regions.set(code, { code, name: [...codes].map((each) => own.get(each) ?? "").join("") });
  }
  return regions;
}

/** Provinces before cities before districts; by code within. */
function byWidth(a: Region, b: Region): number {
  return width(a.code) - width(b.code) || (a.code < b.code ? -1 : 1);
}

function width(code: string): number {
  if (code.endsWith("0000")) return 0;
  return code.endsWith("00") ? 1 : 2;
}

import { coversRegion, presentCodes, type RegionChain } from "./region-chain.ts";
import type { FormerDivision } from "./regions-data.ts";

/** A place as found, before its neighbours in the text are looked at. */
export interface RawMention {
  start: number;
  end: number;
  /** Codes it can stand for. */
  codes: string[];
  former: FormerDivision | null;
  /** A name that is a place only beside another one. */
  isTentative: boolean;
}

/** Words that join two places: 余杭和西湖, 余杭、西湖, 余杭还有西湖. */
const JOINED = /^(?:和|与|跟|同|及|以及|还有|、|,|比|对比|或|vs)$/;
const LONGEST_JOINT = 2;

/** A chain as a mention: of names that lie in one another the widest, a province before all. */
export function toMention(chain: RegionChain, start: number): RawMention {
  const first = chain.names[0];
  return {
    start,
    end: chain.end,
    codes: chain.names.every((name) => name.isFull)
      ? chain.names.flatMap(presentCodes)
      : widest(chain.names.flatMap(presentCodes)),
    former: first?.former ?? null,
    isTentative: chain.length === 1 && first?.strength === "in_context",
  };
}

function widest(codes: string[]): string[] {
  const provinces = codes.filter((code) => code.endsWith("0000"));
  if (provinces.length > 0) return provinces;
  return codes.filter((code) => !codes.some((other) => other !== code && coversRegion(other, code)));
}

/** Drops tentative places that stand alone, and narrows ambiguous ones by the other places of the text. */
export function settleMentions(raw: RawMention[], text: string): RawMention[] {
  const settled = raw.filter((mention, i) => !mention.isTentative || hasNeighbour(raw, i, text));
  const certain = settled.filter((mention) => mention.codes.length === 1).flatMap((mention) => mention.codes);
  const exact = new Set(certain);
  const near = [4, 2].map((length) => ({
    length,
    heads: new Set(certain.map((code) => code.slice(0, length))),
  }));
  const narrow = (codes: string[]): string[] => {
    const inside = codes.filter((code) => isInside(code, exact));
    if (inside.length > 0) return inside;
    for (const { length, heads } of near) {
      const beside = codes.filter((code) => heads.has(code.slice(0, length)));
      if (beside.length > 0) return beside;
    }
    return codes;
  };
  return settled.map((mention) =>
    mention.codes.length === 1 ? mention : { ...mention, codes: narrow(mention.codes) },
  );
}

/** Whether the province or the city of a division is one of the places. */
function isInside(code: string, places: ReadonlySet<string>): boolean {
  const uppers = [`${code.slice(0, 2)}0000`, `${code.slice(0, 4)}00`];
  return uppers.some((upper) => upper !== code && places.has(upper));
}

function hasNeighbour(raw: RawMention[], index: number, text: string): boolean {
  const mention = raw[index];
  const joins = (left: RawMention | undefined, right: RawMention | undefined): boolean =>
    left !== undefined &&
    right !== undefined &&
    !(left.isTentative && right.isTentative) &&
    right.start - left.end <= LONGEST_JOINT &&
    JOINED.test(text.slice(left.end, right.start));
  return joins(raw[index - 1], mention) || joins(mention, raw[index + 1]);
}

import type { NameNode, RegionName } from "./region-names.ts";

/** A run of names, each lying in the one before: 浙江省·杭州市·西湖区 or 杭州·西湖. */
export interface RegionChain {
  end: number;
  /** What the last name can stand for. */
  names: RegionName[];
  /** How many names were joined. */
  length: number;
}

/** Marks that may stand between a place and the one inside it. */
const SEPARATOR = /[ /·\-的]/;
const ROAD = /[东南西北中]?(?:[一二三四五六七八九十]段)?(?:路|街(?!道)|大街|大道|巷|弄|胡同|大桥|立交)/y;
const HAN = /[\u4e00-\u9fff]/;
/** Characters that end a word before a place name, so that what follows can begin one. */
const BEFORE_A_PLACE = new Set("在到去来从回住离往是们咱于由向为与跟及或和至即原我你他");

/**
 * The run of names from `at` that reaches furthest; null where none begins. With `lenient`, as for a text
 * that is nothing but a name, every name counts wherever it stands.
 */
export function longestChain(tree: NameNode, text: string, at: number, lenient: boolean): RegionChain | null {
  const begins = (name: RegionName): boolean => lenient || canBegin(name, text, at);
  return extend(tree, text, at, (names) => preferPresent(names.filter(begins)));
}

function extend(
  tree: NameNode,
  text: string,
  at: number,
  narrow: (names: RegionName[]) => RegionName[],
): RegionChain | null {
  let best: RegionChain | null = null;
  let node: NameNode | undefined = tree;
  for (let end = at; end < text.length && node !== undefined; ) {
    node = node.next?.get(text.charCodeAt(end++));
    const fitting = node?.names?.filter((name) => canEnd(name, text, end)) ?? [];
    const names = fitting.length === 0 ? fitting : narrow(fitting);
    if (names.length === 0) continue;
    const chain = continueChain(tree, text, end, names);
    if (best === null || chain.end >= best.end) best = chain;
  }
  return best;
}

/** The chain that ends with `names` at `end`, or goes on with a place inside one of them. */
function continueChain(tree: NameNode, text: string, end: number, names: RegionName[]): RegionChain {
  const here: RegionChain = { end, names, length: 1 };
  const joined = SEPARATOR.test(text.charAt(end)) ? end + 1 : end;
  if (!tree.next?.has(text.charCodeAt(joined))) return here;
  const loose = text.charAt(end) === "的";
  const inner = extend(tree, text, joined, (found) =>
    preferPresent(
      found.filter((name) => !(loose && name.strength === "in_context") && liesInAny(names, name)),
    ),
  );
  return inner === null ? here : { ...inner, length: inner.length + 1 };
}

/** 余杭区级 and 南京西路 name a rank and a road, not 余杭区 and 南京. */
function canEnd(name: RegionName, text: string, end: number): boolean {
  if (name.isFull) return text.charAt(end) !== "级";
  ROAD.lastIndex = end;
  return !ROAD.test(text);
}

function canBegin(name: RegionName, text: string, at: number): boolean {
  if (name.strength === "under_parent") return false;
  if (name.strength !== "at_boundary" || at === 0) return true;
  const before = text.charAt(at - 1);
  return !HAN.test(before) || BEFORE_A_PLACE.has(before);
}

/** A former name counts only where no present division bears it. */
function preferPresent(names: RegionName[]): RegionName[] {
  const present = names.filter((name) => name.former === null);
  return present.length > 0 ? present : names;
}

/** Strictly inside, so that a run of names never gets longer than the levels there are. */
function liesInAny(uppers: RegionName[], lower: RegionName): boolean {
  const inner = presentCodes(lower);
  return uppers
    .flatMap(presentCodes)
    .some((upper) => inner.some((code) => code !== upper && coversRegion(upper, code)));
}

/** Codes of the present divisions a name stands for. */
export function presentCodes(name: RegionName): string[] {
  return name.former === null ? [name.code] : name.former.now;
}

/** Code of the nation. */
export const NATION_CODE = "100000";

/** Whether the upper division contains or is the lower one. Codes carry the hierarchy: 330000 ⊃ 330100 ⊃ 330110. */
export function coversRegion(upperCode: string, lowerCode: string): boolean {
  if (upperCode === NATION_CODE || upperCode === lowerCode) return true;
  if (upperCode.endsWith("0000")) return lowerCode.startsWith(upperCode.slice(0, 2));
  return upperCode.endsWith("00") && lowerCode.startsWith(upperCode.slice(0, 4));
}

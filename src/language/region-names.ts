import { fold } from "./fold.ts";
import type { FormerDivision, RegionData } from "./regions-data.ts";

/** How sure a name is a place where it stands alone. */
type NameStrength =
  /** Always a place. */
  | "sure"
  /** A place when nothing before it could begin a longer word (和县, 市中区). */
  | "at_boundary"
  /** A place beside or after another place (西湖, 路桥). */
  | "in_context"
  /** A place only after the one it lies in (城区). */
  | "under_parent"
  /** No place, but a word that holds a place's name (长治久安). */
  | "phrase";

/** What one written name stands for. */
export interface RegionName {
  name: string;
  code: string;
  isFull: boolean;
  strength: NameStrength;
  /** Set when the name is a former one; `code` is then the main division its area belongs to now. */
  former: FormerDivision | null;
}

/** A tree of folded names, one character per step; null where there is nothing, which is most of it. */
export interface NameNode {
  next: Map<number, NameNode> | null;
  names: RegionName[] | null;
}

/** Other suffixes by which an autonomous area is called: 景宁县, 恩施州, 鄂温克旗. */
const AUTONOMOUS = /自治([州县旗])$/;
const SPOKEN_FORMS: Record<string, string> = { 内蒙: "150000" };

/** Every written form of every division, present and former. */
export function listRegionNames(data: RegionData): RegionName[] {
  const names: RegionName[] = [];
  for (const { code, name, short } of data.divisions) {
    names.push(present(name, code, true, fullStrength(name, data)));
    const suffix = AUTONOMOUS.exec(name)?.[1];
    if (short !== null && suffix !== undefined) names.push(present(short + suffix, code, true, "sure"));
    const strength = short === null ? null : bareStrength(short, data);
    if (short !== null && strength !== null) names.push(present(short, code, false, strength));
  }
  for (const [name, code] of Object.entries(SPOKEN_FORMS)) names.push(present(name, code, false, "sure"));
  for (const former of data.former) names.push(...formerNames(former, data));
  for (const phrase of data.phrases) names.push(present(phrase, "", false, "phrase"));
  return names;
}

function present(name: string, code: string, isFull: boolean, strength: NameStrength): RegionName {
  return { name, code, isFull, strength, former: null };
}

/** Former names that end otherwise than a division does keep only their full form. */
const FORMER_SUFFIX = /(?:(?<!新)区|地区|[省市县旗州盟])$/;

function formerNames(former: FormerDivision, data: RegionData): RegionName[] {
  const shared = { code: former.now[0] ?? "", former };
  const full: RegionName = {
    ...shared,
    name: former.name,
    isFull: true,
    strength: fullStrength(former.name, data),
  };
  const short = former.name.replace(FORMER_SUFFIX, "");
  const strength = short.length < 2 || short === former.name ? null : bareStrength(short, data);
  if (strength === null) return [full];
  return [full, { ...shared, name: short, isFull: false, strength }];
}

function fullStrength(name: string, data: RegionData): NameStrength {
  if (data.needsParent.has(name)) return "under_parent";
  return name.length === 2 || name.startsWith("市") ? "at_boundary" : "sure";
}

function bareStrength(bare: string, data: RegionData): NameStrength | null {
  if (data.needsSuffix.has(bare) || data.needsParent.has(bare)) return null;
  return data.needsContext.has(bare) ? "in_context" : "sure";
}

/** The names as a tree over their folded characters. */
export function buildNameTree(names: readonly RegionName[]): NameNode {
  const root: NameNode = { next: new Map(), names: null };
  for (const entry of names) {
    const folded = fold(entry.name);
    let node = root;
    for (let i = 0; i < folded.length; i++) node = step(node, folded.charCodeAt(i));
    node.names ??= [];
    node.names.push(entry);
  }
  return root;
}

function step(node: NameNode, code: number): NameNode {
  node.next ??= new Map();
  const known = node.next.get(code);
  if (known !== undefined) return known;
  const made: NameNode = { next: null, names: null };
  node.next.set(code, made);
  return made;
}

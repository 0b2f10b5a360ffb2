import { formatNumber } from "./format-number.ts";
import type { Numbering, NumberingInstance, NumberLevel } from "./read-numbering.ts";
import type { Styles } from "./read-styles.ts";

/** The numbers of a document's paragraphs, asked for in the order of the document. */
export interface ParagraphCounter {
  /**
   * The number of the next paragraph of a list as Word shows it, with what stands between it and the text;
   * empty for bullets and for lists that are not defined.
   * @param styleId style that puts the paragraph into the list; null where the paragraph says so itself
   */
  next(numId: string, level: number, styleId: string | null): string;
}

/** Counters go on in all instances of one definition, unless an instance starts its own. */
export function createParagraphCounter(numbering: Numbering, styles: Styles): ParagraphCounter {
  const counters = new Map<string, (number | null)[]>();
  const started = new Set<string>();
  return {
    next(numId, given, styleId) {
      const list = findList(numbering, styles, numId);
      if (list === null) return "";
      const level = (styleId === null ? undefined : list.levelOf(styleId)) ?? given;
      const definition = list.level(level);
      if (definition === undefined) return "";
      const counter = counters.get(list.abstractId) ?? [];
      counters.set(list.abstractId, counter);
      const start = startOf(list.instance, level, `${numId}:${level}`, started);
      advance(counter, level, start, list.level);
      return writeNumber(counter, level, definition, list.level);
    },
  };
}

type LevelLookup = (level: number) => NumberLevel | undefined;

interface List {
  abstractId: string;
  instance: NumberingInstance;
  level: LevelLookup;
  levelOf(styleId: string): number | undefined;
}

/** A definition may stand elsewhere: with the style that it links to. */
function findList(numbering: Numbering, styles: Styles, numId: string, depth = 0): List | null {
  const instance = numbering.instances.get(numId);
  const abstract = instance && numbering.abstracts.get(instance.abstractId);
  if (instance === undefined || abstract === undefined) return null;
  const linked = abstract.styleLink === null ? null : (styles.get(abstract.styleLink)?.numId ?? null);
  if (linked !== null && linked !== numId && depth < 4) return findList(numbering, styles, linked, depth + 1);
  return {
    abstractId: instance.abstractId,
    instance,
    level: (level) => instance.levels.get(level) ?? abstract.levels.get(level),
    levelOf: (styleId) => [...abstract.levels].find(([, one]) => one.styleId === styleId)?.[0],
  };
}

/** A start given anew holds once, when the instance first comes to the level. */
function startOf(
  instance: NumberingInstance,
  level: number,
  key: string,
  started: Set<string>,
): number | null {
  if (started.has(key)) return null;
  started.add(key);
  return instance.starts.get(level) ?? null;
}

function advance(counter: (number | null)[], level: number, start: number | null, levels: LevelLookup): void {
  // A level above that has not been used counts as begun.
  for (let above = 0; above < level; above++) counter[above] ??= levels(above)?.start ?? 1;
  const before = counter[level] ?? null;
  counter[level] = start ?? (before === null ? (levels(level)?.start ?? 1) : before + 1);
  for (let below = level + 1; below < 9; below++) {
    const restart = levels(below)?.restart ?? null;
    if (restart === null || (restart > 0 && level < restart)) counter[below] = null;
  }
}

function writeNumber(
  counter: readonly (number | null)[],
  level: number,
  { format, text, suffix, isLegal }: NumberLevel,
  levels: LevelLookup,
): string {
  if (format === "bullet") return "";
  const number = text.replace(/%([1-9])/g, (_, digit: string) => {
    const at = Number(digit) - 1;
    const value = counter[at] ?? null;
    if (at > level || value === null) return "";
    return writeCounter(value, isLegal ? "decimal" : (levels(at)?.format ?? "decimal"));
  });
  return number.trim() === "" ? "" : number + gapAfter(number, suffix);
}

function writeCounter(value: number, format: string): string {
  if (format === "bullet") return "";
  if (!format.startsWith("zeros:")) return formatNumber(value, format);
  return String(value).padStart(Number(format.slice(6)), "0");
}

/** A tab stands for a gap; full-width marks bring theirs along. */
function gapAfter(number: string, suffix: NumberLevel["suffix"]): string {
  if (suffix === "nothing") return "";
  return suffix === "tab" && /[\u3000-\u303f\uff00-\uff60]$/.test(number) ? "" : " ";
}

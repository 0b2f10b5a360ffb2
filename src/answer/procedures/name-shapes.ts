import { fold } from "../../language/fold.ts";

/** A name as matching looks at it. */
export interface NameShape {
  folded: string;
  /** Pairs of characters of what the name says beside what people say around any item; all where nothing is left. */
  own: ReadonlySet<string>;
  /** Pairs of characters of all of it, with and without those words. */
  all: ReadonlySet<string>;
}

/** All names that a guide answers to, as matching looks at them. */
export interface GuideShape {
  /** Of the names, in their order. */
  names: readonly NameShape[];
  /** The names in one, folded, and the pairs of characters of that. */
  folded: string;
  pairs: ReadonlySet<string>;
  /** Pairs of characters of all names, with and without what people say around any item. */
  all: ReadonlySet<string>;
}

/** Gives the shape of a guide by all its names. */
export type ShapeGuide = (names: readonly string[]) => GuideShape;

/** Guides kept; more than any corpus has. */
const MOST_KEPT = 10_000;

/** What people say around an item: the fields they ask for and the asking itself. */
const AROUND =
  /办理|申请|申领|条件|材料|证件|地点|地址|流程|步骤|时限|费用|收费|标准|电话|依据|手续|需要|要求|资格|多久|时间|网上|线上|手机|预约|进度|指南|咨询|窗口|本人|可以|能不能/g;

/** Measure words that people put between a verb and an item (开个饭店). */
const MEASURES = /(?<=[开办领补换上交买租提转考])(?:一?[个张本份]|一下|了)(?=\p{Script=Han})/gu;

/** Shapes guides, each once: the same names are looked at for every question. */
export function createGuideShapes(): ShapeGuide {
  const kept = new Map<string, GuideShape>();
  return (names) => {
    const key = names.join("\n");
    const known = kept.get(key);
    if (known) return known;
    const shape = shapeGuide(names);
    if (kept.size < MOST_KEPT) kept.set(key, shape);
    return shape;
  };
}

function shapeGuide(names: readonly string[]): GuideShape {
  const shapes = names.map(shapeOf);
  const folded = fold(names.join(" "));
  return {
    names: shapes,
    folded,
    pairs: pairs(folded),
    all: new Set(shapes.flatMap(({ all }) => [...all])),
  };
}

function shapeOf(name: string): NameShape {
  const folded = fold(name);
  const bare = pairs(withoutAround(folded));
  const whole = pairs(folded);
  return { folded, own: bare.size > 0 ? bare : whole, all: new Set([...bare, ...whole]) };
}

/** A folded text without what people say around an item. */
export function withoutAround(text: string): string {
  return text.replace(MEASURES, "").replace(AROUND, " ");
}

/** The pairs of characters that stand together in a text. */
export function pairs(text: string): Set<string> {
  const set = new Set<string>();
  for (const run of text.split(/\s+/)) for (let i = 0; i + 1 < run.length; i++) set.add(run.slice(i, i + 2));
  return set;
}

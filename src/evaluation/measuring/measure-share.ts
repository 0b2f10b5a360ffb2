import { type Share, sharePassing } from "./share.ts";

/** A share under the name by which machines and comparisons know it. */
export interface Measure extends Share {
  /** `area.what`; see `measure-words.ts` for the wording. */
  name: string;
}

export function measureShare<Item>(
  name: string,
  items: readonly Item[],
  passes: (item: Item) => boolean,
): Measure {
  return { name, ...sharePassing(items, passes) };
}

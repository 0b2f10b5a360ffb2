import type { RegisterColumn } from "../../domain.ts";
import { characterPairs } from "../../language/character-pairs.ts";
import { nameKey } from "./name-key.ts";

const ASKS = /什么|啥|哪|谁|几|多少|何|怎|咋|多久|多长/;
const SKIPPED = new Set<RegisterColumn["field"]>(["name", "ordinal", "aliases", "status"]);
/** Pairs that say nothing about a column. */
const COMMON = new Set([
  "名称",
  "事项",
  "情况",
  "内容",
  "信息",
  "部门",
  "单位",
  "证明",
  "材料",
  "意见",
  "取消",
  "保留",
]);

/**
 * The columns whose labels a question, names of rows left out of it, shares most words with: 转移方式 in
 * 「是用什么方式转移的」. A pair of characters that several labels hold says less of each. Empty where it asks
 * for none.
 */
export function columnsSaid(masked: string, columns: readonly RegisterColumn[]): RegisterColumn[] {
  if (!ASKS.test(masked)) return [];
  const text = nameKey(masked);
  const distinct = [...new Map(columns.map((column) => [column.label, column])).values()];
  const pairs = new Map(distinct.map(({ label }) => [label, new Set(characterPairs(nameKey(label)))]));
  const holders = (pair: string) => [...pairs.values()].filter((own) => own.has(pair)).length;
  const scored = distinct
    .filter(({ field }) => !SKIPPED.has(field))
    .map((column) => ({
      column,
      score: [...(pairs.get(column.label) ?? [])]
        .filter((pair) => !COMMON.has(pair) && text.includes(pair))
        .reduce((sum, pair) => sum + 1 / holders(pair), 0),
    }));
  const best = Math.max(0, ...scored.map(({ score }) => score));
  return best >= 1 ? scored.filter(({ score }) => score === best).map(({ column }) => column) : [];
}

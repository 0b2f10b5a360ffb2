import type { NumberPair } from "../compare.ts";
import { duration, percent } from "./words.ts";

interface NumberWords {
  name: string;
  format: (value: number) => string;
}

/** The wording of figures that are no shares. */
export const NUMBER_WORDS: Record<NumberPair["name"], NumberWords> = {
  mrr10: { name: "检索 MRR@10", format: (value) => value.toFixed(3) },
  recall10: { name: "检索 recall@10", format: percent },
  medianLength: { name: "回答长度中位数", format: (value) => `${value} 字` },
  medianFactLength: { name: "事实题长度中位数", format: (value) => `${value} 字` },
  medianTime: { name: "用时 p50", format: duration },
  time95: { name: "用时 p95", format: duration },
};

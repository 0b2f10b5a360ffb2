import { fold } from "../../language/fold.ts";

/** A text without what hands write differently, and where each of its characters stood. */
export interface Squeezed {
  text: string;
  /** Offset in the folded text of each character. */
  at: number[];
  /** Positions in `text` before which something was left out: a mark, a space, 的. */
  gaps: Set<number>;
}

/** Left out of names and questions alike: marks, white space, 的, 关于. */
const LEFT_OUT = /[\s\p{P}\p{S}]|的|关于/gu;

/** Brackets inside a name part nothing: 村(居)收入证明. */
const INSIDE_NAME = /(?<=\p{Script=Han})[(（]\p{Script=Han}{1,4}[)）](?=\p{Script=Han})/gu;

/** The folded text without marks, white space, 的 and 关于. */
export function squeeze(folded: string): Squeezed {
  let text = "";
  const at: number[] = [];
  const gaps = new Set<number>();
  let from = 0;
  const take = (end: number) => {
    for (let i = from; i < end; i++) at.push(i);
    text += folded.slice(from, end);
  };
  const inside = new Set(
    [...folded.matchAll(INSIDE_NAME)].flatMap(({ index, 0: words }) => [index, index + words.length - 1]),
  );
  for (const { index, 0: left } of folded.matchAll(LEFT_OUT)) {
    take(index);
    if (!inside.has(index)) gaps.add(text.length);
    from = index + left.length;
  }
  take(folded.length);
  return { text, at, gaps };
}

/** The form in which names are compared. */
export function nameKey(name: string): string {
  return fold(name).replace(LEFT_OUT, "");
}

const BRACKETED = /[（(〔[【][^（()）〔〕【】[\]]{0,60}[)）〕\]】]/g;

/** The name without what it says in brackets; empty where that leaves too little. */
export function bareKey(name: string): string {
  const bare = nameKey(name.replace(BRACKETED, ""));
  return bare.length >= 3 ? bare : "";
}

/** What is done with a matter; people name the matter alone. */
const ACTION =
  /(?:行政)?(?:处罚|许可|强制|征收|给付|检查|确认|奖励|裁决)$|(?:核发|审批|审核|核准|备案|登记|认定|办理|发放|签发|换发|审查|验收|管理|监管|监督|受理|评定|鉴定)$/;
/** What sort of place it is; people name the village alone. */
const PLACE = /(?:便民|政务|为民|党群|帮办|综合)*(?:代办|服务|办事)*(?:中心|站|点|大厅|窗口|室|所)$/;

/** The matter or place that a key is about, without what is done with it; empty where that leaves too little. */
export function stemKey(key: string): string {
  const stem = key.replace(/^对(?=.{4})/, "").replace(ACTION, "");
  const place = stem === key ? key.replace(PLACE, "") : stem;
  return place !== key && place.length >= 3 ? place : "";
}

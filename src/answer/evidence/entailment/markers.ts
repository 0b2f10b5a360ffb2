import type { Span } from "../../../domain.ts";
import { readQuantities } from "./quantities.ts";

/** A word that turns the meaning of its clause. */
export interface Marker extends Span {
  /** What must be the same on both sides; equal keys mean equal force. */
  key: string;
  /**
   * When a marker of the evidence must stand in the statement: `clause` ones whenever their clause is used,
   * `action` ones where they are the nearest before used words (为提高效率取消9项 may be told as 取消9项), `word`
   * ones where the very word they begin is used, `between` ones where the words on both sides are used (of
   * 身份证或者户口簿 one may be told).
   */
  reach: "clause" | "action" | "word" | "between";
}

/** Negations that are parts of words; they govern only their own word. */
const WORD_NEGATION =
  /^(?:不断|不仅|不但|不论|不管|不动产|不少|不同|不见面|不良|不锈钢|无论|无障碍|无人机|无线|无纸化|无锡|未来|非常|非机动车|非遗|非物质|非公有)/;
const NEGATION = /没有|[不未无非勿没]/g;

/** Words of duty, leave, aim and trial, by the force they share. */
const MODALITY: [string, RegExp][] = [
  ["forbid", /不得|严禁|禁止|不准|不许|不允许|不可以|不可(?!抗|避免|或缺)|不能/g],
  ["should not", /不应当|不应该|不应/g],
  ["should", /(?<!不)应当|(?<!不)应该|(?<![不相适供响对反效])应(?![当该用急对付变答届运收税纳])/g],
  ["must", /必须|务必|(?<!必)须(?!知)/g],
  ["need", /需要|(?<![急必供])需(?![求要])/g],
  [
    "may",
    /(?<!不)可以|(?<![不许认])可(?![以能行靠持视])|能够|(?<![不功职智性节技才可])能(?![够力源耗量效动])/g,
  ],
  ["perhaps", /可能|或许|有望/g],
  ["encourage", /鼓励|提倡|倡导/g],
  ["strive", /力争|争取|努力/g],
  ["expect", /预计|预期/g],
  ["aim", /目标/g],
  ["plan", /计划|(?<![模虚])拟(?!定|制|合)/g],
  ["will", /即将|(?<!即)将(?!军|近)/g],
  ["trial", /试点|试行|试运行|先行先试/g],
  ["only", /仅|只(?!要)|限于|除外|之外|以外|另有规定/g],
  ["least", /至少|最少|起码/g],
  ["most", /至多|最多/g],
  ["above", /以上/g],
  ["below", /以下(?!简称|称)/g],
  ["except", /(?<![删免解废消排扣清拆铲根])除(?=[^,。]{1,80}外(?:$|,))/g],
];

/** Choice and extent: they bear on the words beside them alone. */
const JOINING: [string, RegExp][] = [
  ["or", /或者|或(?!许)/g],
  ["all", /所有(?![权者人制])|全部|全体|一律/g],
];

/** Words of direction and extent. */
const ACTION = new RegExp(
  [
    "增加|新增|增长|上升|提高|提升|上调|扩大|扩展|延长|加快|减少|下降|降低|下调|缩小|缩短|压缩|压减|精简",
    "取消|撤销|废止|停止|暂停|终止|下放|上收|承接|保留|恢复|免收|免征|免除|减免|免费|高于|低于|多于|少于",
    "部分|多数|少数|基本|原则上|一般|适当|酌情|逐步|首次|同比|环比",
  ].join("|"),
  "g",
);

/**
 * The markers of a plain clause. A negation is known by the character behind it as well; words that bound
 * a quantity (不超过15日) are part of it and no markers.
 */
export function readMarkers(plain: string, bounded: readonly Span[] = readQuantities(plain)): Marker[] {
  const touches = (span: Span) => (other: Span) => other.start < span.end && span.start < other.end;
  const modal = MODALITY.flatMap(([key, pattern]) => marks(plain, pattern, key, "clause"));
  const joining = JOINING.flatMap(([key, pattern]) => marks(plain, pattern, key, "between"));
  const negations = Array.from(plain.matchAll(NEGATION), ({ index, 0: word }): Marker => {
    const end = index + word.length;
    const reach = WORD_NEGATION.test(plain.slice(index)) ? "word" : "clause";
    return { start: index, end, key: (word === "没有" ? "没" : word) + plain.charAt(end), reach };
  }).filter((negation) => !modal.some(touches(negation)));
  const actions = Array.from(
    plain.matchAll(ACTION),
    ({ index, 0: word }): Marker => ({ start: index, end: index + word.length, key: word, reach: "action" }),
  );
  return [...modal, ...joining, ...negations, ...actions]
    .filter((marker) => marker.key === "only" || !bounded.some(touches(marker)))
    .sort((a, b) => a.start - b.start);
}

function marks(plain: string, pattern: RegExp, key: string, reach: Marker["reach"]): Marker[] {
  return Array.from(plain.matchAll(pattern), ({ index, 0: word }) => ({
    start: index,
    end: index + word.length,
    key,
    reach,
  }));
}

/** Aims and plans also govern the clauses that follow theirs in a sentence. */
const REACHING = new Set(["strive", "expect", "aim", "plan"]);

/** Keys of the aims that earlier clauses of a sentence set for later ones. */
export function reachingAims(earlier: readonly string[]): string[] {
  return earlier.flatMap((clause) =>
    readMarkers(clause)
      .filter(({ key }) => REACHING.has(key))
      .map(({ key }) => key),
  );
}

import { soundsLike } from "../question/find-places.ts";
import type { QuestionPart } from "../question/understood-question.ts";
import { asksForSpan, wantsFigure } from "./expected-answer.ts";
import { isLight } from "./light-words.ts";
import type { Window } from "./score-windows.ts";
import type { RankedPart } from "./statement.ts";
import type { Term } from "./terms.ts";
import { otherPassages, surroundingsOf } from "./window-text.ts";

const segmenter = new Intl.Segmenter("zh", { granularity: "word" });

const UNIT = "[个家项件户名位张条类种批宗笔所处座套份台场只辆支块]";
/** What is counted stands behind the question for its figure: 多少个仲裁庭. */
const BEHIND = new RegExp(
  `(?:多少|(?<!好|十|哪)几)(?:${UNIT}|(?!${UNIT}))(?![万亿元天年月日啊呀呢吧吗]|以[上下]|分钟|小时|工作日|自然日|平方|公里|[批人场户]次)([\\p{Script=Han}]{2,16})`,
  "u",
);
/** Else before it and a word that links them: 助学金总共多少亿元. */
const BEFORE = /([\p{Script=Han}]{2,20})(?:多少|(?<!好|十|哪)几)/u;
const LINKS =
  /(?:一共|总共|合计|共计|总计|累计|大概|大约|到底|究竟|具体|现在|目前|共|要|是|有|为|占|达到?|[,，])+$/;
/** Words that join a noun to the rest of its sentence: the noun phrase ends before them. */
const JOINING =
  /^(?:在|被|把|和|与|及|或|有|得|了|能|可|可以|给|对|从|到|由|向|往|已|已经|是|没|没有|不|吗|呢|进|出|去|来|会|要|需|才|就|还|都|也|为|以|用|按|比|跟|同|于|让|受|后|前|中|里|内|上|下)$/;
/** Words for people, which stand for each other: 干部 for 工作人员. */
const PERSON = /(?:人|员|干部|群众|老人|党员|居民|村民|市民|百姓|老板|娃|孩子)$/;
/** Words that only say that there is a quantity, or stand for whatever is counted. */
const NEUTRAL =
  /^(?:数量|数目|总数|次数|比例|比率|比重|占比|降幅|增幅|涨幅|幅度|规模|金额|资金|经费|款项|时间|时限|期限|速度|程度|标准|额度|价钱|价格|造价|费用|钱|钱款|面积|范围|总量|总额|大小|地方|样子|东西|目标|指标|计划|目前|现在|设备|产品|物品|商品|机构|组织|团队|队伍|站点|网点|点位|场所|地点|领域|环节|步骤|岗位|材料|制度|措施)$/;
/** What is done with money: it is asked how much that is, not of which noun. */
const GIVES = /[补罚报给换收交退领发拿奖贷扣赔付缴]$|(?:最多|最少|最高|最低|至少)$/;
const SHORTEST = 2;

/** What a figure is asked of: 照料中心 is the thing in 文化站的照料中心有几个, 文化站 its owner. */
interface AskedThing {
  /** The words of the noun phrase, in order; empty where the part asks for none. */
  words: string[];
  /** Whether it stands behind the question for its figure. */
  isBehind: boolean;
  /** The words of what it belongs to. */
  owner: string[];
}

/** Reads what a folded question asks a figure of. */
export function askedThing(folded: string): AskedThing {
  const behind = BEHIND.exec(folded)?.[1];
  const before = (BEFORE.exec(folded)?.[1] ?? "").replace(LINKS, "");
  const named = (behind ?? before).replace(/[的啊呀呢吧吗哦嘛]+$/, "");
  const [thing = "", owner = ""] = named.split("的").reverse();
  const words = phraseOf(thing, behind === undefined ? "last" : "first");
  // 办完的有几个, 卖出去几宗 name no thing, only what was done to it.
  const isDone =
    behind === undefined && (before.endsWith("的") || GIVES.test(before) || isLight(words.at(-1) ?? ""));
  return { words: isDone ? [] : words, isBehind: behind !== undefined, owner: phraseOf(owner, "last") };
}

/** The words up to the first (or, before the figure, behind the last) that joins or only says what is done. */
function phraseOf(phrase: string, which: "first" | "last" = "first"): string[] {
  const runs: string[][] = [[]];
  for (const { segment } of segmenter.segment(phrase)) {
    if (JOINING.test(segment) || (segment.length > 1 && isLight(segment))) runs.push([]);
    else addPiece(runs.at(-1) ?? [], segment);
  }
  const found = which === "first" ? runs[0] : runs.findLast((run) => run.length > 0);
  return (found ?? []).filter((word) => word.length >= SHORTEST);
}

/** Single characters side by side, or behind a word, belong to it: 仲裁 and 庭 are 仲裁庭. */
function addPiece(run: string[], segment: string): void {
  if (segment.length === 1 && run.length > 0) run.push((run.pop() ?? "") + segment);
  else run.push(segment);
}

/** Whether a window speaks of the owner and of the head of the noun phrase that a figure is asked of. */
export function holdsAskedThing(window: Window, ranked: RankedPart): boolean {
  return holdsOwner(window, ranked) && holdsHead(window, ranked);
}

/** Whether what a figure is asked of does not belong to something that only another passage speaks of. */
export function holdsOwner(window: Window, ranked: RankedPart): boolean {
  if (!asksOfThing(ranked)) return true;
  const { words, owner } = askedThing(ranked.part.text);
  return words.length === 0 || !isOfAnother(owner.at(-1), window, ranked);
}

function asksOfThing({ part: { asked } }: RankedPart): boolean {
  return wantsFigure(asked) && !asksForSpan(asked);
}

/** Whether the surroundings of a window hold the head of the noun phrase that a figure is asked of. */
export function holdsHead(window: Window, ranked: RankedPart): boolean {
  const { part, terms } = ranked;
  if (!asksOfThing(ranked)) return true;
  const { words } = askedThing(part.text);
  const head = words.findLast((word) => !NEUTRAL.test(word));
  if (head === undefined || PERSON.test(head)) return true;
  const text = surroundingsOf(window);
  return (
    holdsWord(text, head) ||
    soundsIn(text, head) ||
    synonymsOf(head, part, terms).some((other) => text.includes(other))
  );
}

/** Whether the owner is spoken of elsewhere in the document, and not in the window's passage. */
function isOfAnother(owner: string | undefined, window: Window, { part, terms, views }: RankedPart): boolean {
  if (owner === undefined) return false;
  const passage = `${window.view.sentences.join("\n")}\n${surroundingsOf(window)}`;
  const names = [owner, ...synonymsOf(owner, part, terms)];
  return !names.some((name) => passage.includes(name)) && otherPassages(window, views).includes(owner);
}

/** Whether a text holds a word, most of a long one, or its characters close together: 疑难问题 for 难题. */
function holdsWord(text: string, word: string): boolean {
  if (text.includes(word)) return true;
  if (word.length > 2) return pairsOf(word).some((pair) => text.includes(pair));
  const [first = "", second = ""] = word;
  return (
    text.includes(second + first) || new RegExp(`${first}[^,，。;；、\\n]{0,2}${second}`, "u").test(text)
  );
}

/** Whether a word stands in a text as it sounds, misspelt. */
function soundsIn(text: string, word: string): boolean {
  return Array.from({ length: Math.max(0, text.length - word.length + 1) }, (_, at) =>
    text.slice(at, at + word.length),
  ).some((piece) => soundsLike(piece, word));
}

function pairsOf(word: string): string[] {
  return Array.from({ length: word.length - 1 }, (_, at) => word.slice(at, at + 2));
}

/** Other words for the same that the question does not say itself. */
function synonymsOf(word: string, { text }: QuestionPart, terms: readonly Term[]): string[] {
  return terms
    .filter(({ texts: [said = ""] }) => said.length > 1 && (word.includes(said) || said.includes(word)))
    .flatMap(({ texts }) => texts.slice(1))
    .filter((other) => !text.includes(other));
}

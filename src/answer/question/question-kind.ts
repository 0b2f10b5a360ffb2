import { contentRuns, contentWords } from "./content-words.ts";

/** What sort of answer a question wants; decides what a sentence must hold to count as one. */
export type QuestionKind =
  | "count"
  | "duration"
  | "money"
  | "charge"
  | "percent"
  | "when"
  | "hours"
  | "where"
  | "who"
  | "list"
  | "yes_no"
  | "why"
  | "how"
  | "define"
  | "name"
  | "contact"
  | "open";

export interface Asked {
  kind: QuestionKind;
  /** For counts: the measure word asked with, such as 家; empty when the question names none. */
  unit: string;
  /** What is asked for by name, folded: the 专项小组 of 哪个专项小组; empty when the question names none. */
  noun: string;
  /** For figures asked with no noun behind: the words before 多少 that say what is measured (升学率 提高). */
  measured: string[];
}

const MEASURE =
  "个工作日|工作日|个自然日|个月|小时|分钟|平方公里|亿元|万元|批次|场次|人次|个|家|项|件|户|人|名|位|次|元|亩|张|条|类|种|批|期|宗|笔|所|处|座|套|份|台|岁|天|日|年|月|周|米|倍|步|级|层|届|篇|万|亿|道|场|块|钱|度|轮|站";

/** Tried in order: the first pattern that matches names the kind. */
const PATTERNS: [QuestionKind, RegExp][] = [
  [
    "contact",
    /(?:电话|号码|热线|手机号?|邮箱|传真|网址|qq群?号?)(?:号码)?(?:是|为)?(?:多少|什么|哪个|几号|有哪些|$|[?？])|(?:哪个|什么|哪些|啥|几个)(?:咨询|联系|服务|投诉|监督|举报)?(?:电话|号码|热线|邮箱|网址|网站)|联系方式|(?:怎么|如何)联系/,
  ],
  ["why", /为什么|为何|什么原因|何故|怎么回事|咋回事|原因(?:是|何在)/],
  [
    "duration",
    /多久|多长时间|多少时间|几天|多少天|几个(?:工作日|月|小时)|几(?:小时|周)|多少个?(?:工作日|小时|分钟)|时限|要等|等多/,
  ],
  [
    "percent",
    /率[^,，]{0,6}多少|百分之[几多]|多少百分|百分比|比例|占比|几成|多高的?率|[^效]率(?:是|有|为|达|多|能)/,
  ],
  [
    "charge",
    /要钱吗|收费吗|收不收(?:钱|费)|要不要(?:钱|交钱|花钱|收费)|免费吗|花钱吗|要交钱|用交钱|免费的吗|是不是免费/,
  ],
  [
    "money",
    /多少钱|几块(?:钱|(?=$|[^\p{Script=Han}]|呢|啊|呀))|多少(?:万|亿)?元|花多少|金额|费用|多少资金|(?:多少|几)个?(?:万|亿)/u,
  ],
  // 政府补多少, 能退多少: what is paid is money, or a share of it.
  [
    "money",
    /(?:[补退罚奖赔扣交缴]|补[助贴偿]|奖励|报销|领|月[^,，]{0,4}发)(?:给|到|了|款|得到?)?(?:我|你|他|人)?多少(?=[^\p{Script=Han}]|$|呢|啊|呀)/u,
  ],
  // 学费多少, 押金要多少: what is called a fee or a payment is money.
  [
    "money",
    /(?:[费金款价税钱]|补[助贴]|津贴|工资)(?:标准)?(?:一共|总共|大概|每[月年]|一个?月|一年|现在|最[多高])?(?:[要是有得给发收交缴拿领]|能[领拿]|为)?多少(?=[^\p{Script=Han}]|$|呢|啊|呀)/u,
  ],
  [
    "when",
    /什么时候|啥时候|何时|哪一?年|哪一?天|哪个月|几月|几号|多会儿|什么日子|日期|什么时间|从.{0,6}开始的?[?？]?$/,
  ],
  ["hours", /几点|几时|上班时间|营业时间|办公时间|开放时间/],
  ["count", new RegExp(`多少|(?<![那这头前后])几(?:${MEASURE}|十|百|千)|数量|总数|有几|第几`)],
  ["who", /谁|哪个部门|什么部门|哪些部门|哪个单位|什么单位|哪位|哪个机构|哪家单位|归.{0,6}管|由.{0,4}负责/],
  [
    "where",
    /在哪|哪里|哪儿|[到去上往搬](?:到|去)?哪(?:去|[办领交拿取报做补]|$|[^\p{Script=Han}个家些种项年天月几])|哪个地方|什么地方|何处|哪个(?:镇|街道|村|社区|县|区|市)/u,
  ],
  ["define", /什么是|是什么(?:意思|东西|概念)?[?？]?$|指(?:的是)?什么|什么意思|怎么理解|是指|是啥/],
  ["list", /哪些|哪几|列出|分别是|有什么|包括什么|名单|都有(?:什么|谁|啥)|什么内容|哪三|哪两|哪五|哪四/],
  ["name", /叫什么|什么名|名称|名字|哪[个家项件种类条]|什么(?!时候|样)/],
  [
    "yes_no",
    /(\p{Script=Han})不\1|不[?？]?$|吗|是不是|是否|有没有|能不能|可不可以|会不会|要不要|需不需要|用不用|还要|还得|非得|行不行|对不对|了没|[给补有收]没[?？]?$/u,
  ],
  ["how", /怎么|怎样|如何|咋|什么办法|什么方式|什么途径|靠什么|哪种方式/],
];

const COMPARES =
  /比(?![例重率]).{0,14}(?:多|(?<!多)少|高|低|快|慢|早|晚)(?!少)|哪(?:边|个|里|家|儿).{0,12}(?:更?多|更?少|更?高|更?低|更?快|更?早|好办|更?好|更?难|划算|合适)(?!少)|谁.{0,14}(?:更|多(?!少)|少)|差多少|相差|多几|少几|多多少|少多少/;

/** Whether a folded question asks which of several is more, less or first. */
export function isComparing(folded: string): boolean {
  return COMPARES.test(folded);
}

const ASKED_UNIT = new RegExp(`(?:多少|几)(${MEASURE})`);

/** The noun right behind the question word. */
const ASKED_NOUN = new RegExp(
  `(?:(?:多少|几|哪几|哪[一二两三四五六七八九十])(?:${MEASURE})?|哪[个家些项件位种类条所]|归那个|什么|啥)([\\p{Script=Han}a-z]{1,8})`,
  "u",
);
const NO_NOUN =
  /^(?:工作日|自然日|小时|分钟|个?月|天|年|周|时候|样|的|了|是|在|有|被|能|会|要|可以|地方|意思|时间|进|来|上|名字?$)/;

/** The kind of a folded question part, the measure word it asks with and the noun it asks for. */
export function askedKind(folded: string): Asked {
  const unit = ASKED_UNIT.exec(folded)?.[1] ?? "";
  const kind = PATTERNS.find(([, pattern]) => pattern.test(folded))?.[0] ?? "open";
  const noun = nounOf(folded) || roleOf(folded);
  return { kind, unit, noun, measured: noun === "" ? measuredBefore(folded) : [] };
}

/** The 法人代表 of 法人代表是谁. */
function roleOf(folded: string): string {
  const before =
    /([\p{Script=Han}]{2,8})(?:现在|目前)?(?:是谁|是哪位|叫什么|是哪一位|姓什么)/u.exec(folded)?.[1] ?? "";
  return before === "" ? "" : (contentWords(before).at(-1)?.text ?? "");
}

function measuredBefore(folded: string): string[] {
  const at = folded.search(/多少|几(?!乎)|多久|多长|多大|多高/);
  if (at <= 0) return [];
  const words = contentWords(folded.slice(0, at));
  const run = contentRuns(words).at(-1);
  return run ? words.filter((word) => word.start >= run.start).map((word) => word.text) : [];
}

function nounOf(folded: string): string {
  const behind = ASKED_NOUN.exec(folded)?.[1] ?? "";
  if (behind === "" || NO_NOUN.test(behind)) return "";
  const phrase = behind.split("的").at(-1) ?? behind;
  const run: string[] = [];
  for (const word of contentWords(phrase)) {
    if (run.join("").length >= 4 || word.start !== run.join("").length) break;
    run.push(word.text);
  }
  return run.join("");
}

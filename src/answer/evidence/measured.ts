import type { Figure } from "../../language/numerals.ts";
import { contentWords } from "../question/content-words.ts";
import { askedThing } from "./asked-thing.ts";
import { figureFit, numbersArticle, wantsFigure, writesShare, writesSpan } from "./expected-answer.ts";
import { isLight } from "./light-words.ts";
import type { Window } from "./score-windows.ts";
import type { RankedPart } from "./statement.ts";
import type { Term } from "./terms.ts";

/** Words that name a quantity without saying of what; a text gives the figure without them. */
const NEUTRAL =
  /数量|数目|总数|人数|户数|次数|比例|比率|降幅|增幅|幅度|规模|金额|资金|经费|时间|时限|期限|速度|程度|标准|额度|价钱|价格|项目|事项/;
/** Endings of words that name what is measured: 升学率, 满意度, 床位, 损失. */
const QUANTITY = /(?:[率度量额费价款值]|床位|损失|开支|支出|收入|人口|面积|产值|税收|工资|奖金|罚款)$/;

/**
 * Whether a window's surroundings speak of what the question wants measured: the noun behind 多少, or the
 * quantity named before it. A figure of something else is no answer (床位, 升学率, 满意度).
 */
export function isMeasured(window: Window, ranked: RankedPart): boolean {
  const { part, terms } = ranked;
  if (!wantsFigure(part.asked)) return true;
  if (part.asked.kind === "count" && !countsAsked(window, ranked)) return false;
  const { view, first, last } = window;
  const sentences = new Set(view.clauses.slice(first, last + 1).map((clause) => clause.sentence));
  const text =
    [...sentences].map((sentence) => view.sentences[sentence] ?? "").join("") + view.headings + view.title;
  const { noun, measured } = part.asked;
  // A follow-up inherits the noun of the question before, which it may have replaced.
  if (noun.length >= 2 && part.text.includes(noun) && !NEUTRAL.test(noun))
    return holdsPart(text, noun) || saidOtherwise(noun, terms).some((other) => text.includes(other));
  const telling = joinEndings(measured).filter(
    (word) => word.length >= 2 && QUANTITY.test(word) && !NEUTRAL.test(word),
  );
  return telling.every(
    (word) => holdsPart(text, word) || saidOtherwise(word, terms).some((other) => text.includes(other)),
  );
}

/** What texts say for a word: 旅费 for 路费. */
function saidOtherwise(word: string, terms: readonly Term[]): string[] {
  return terms
    .filter(({ texts: [said = ""] }) => said.length > 1 && word.includes(said))
    .flatMap(({ texts }) => texts.slice(1));
}

const PEOPLE = new Set(["人", "名", "位"]);
/** Measure words of what happens; none of them counts things, nor any other happenings. */
const HAPPENINGS = new Set(["次", "人次", "场次", "批次", "场", "轮", "届", "趟"]);
const PERSON = /(?:人员|干部|群众|老人|党员|教师|老师|学生|员工|职工|居民|村民|市民)$/;
/** What stands behind the figure of a general measure word that counts people: 3个老人. */
const PERSONS =
  /^[^,，。;；、\d]{0,8}(?:人|员|者|长|生|师|民|工|兵|手|孩|童|干部|群众|党员|代表|老板|先生|女士)/;

/** Endings of what is paid, spent or earned, and the units it is stated in. */
const MONEY = /(?:费|税|款|收入|支出|开支|工资|产值|造价|市值|租金|津贴|补贴|奖金|投资)$/;
const PAID = /[元万亿%]$|百分点$/;

/** Whether a question may count people with a general measure word: 几个老人. */
const SPEAKS_OF_PERSONS = /[人员者生民户师兵童孩娃]|干部|群众|代表|老板/;

/**
 * Whether a figure of the window counts what is asked for: in the very measure word, people where people are
 * asked for, and in another measure word only beside the noun asked for (21个领域 are no 执法人员).
 */
function countsAsked({ view, first, last }: Window, { part, terms }: RankedPart): boolean {
  const { asked, text } = part;
  const isOfThing = asked.unit === "" && countsThing(text);
  const isOfMoney = asked.unit === "" && MONEY.test(asked.noun || joinEndings(asked.measured).join(""));
  const near = saidOtherwise(asked.noun, terms);
  const told = text + terms.flatMap(({ texts }) => texts).join("");
  const clauses = view.clauses.slice(first, last + 1);
  if (asked.unit === "" && clauses.some(({ folded }) => writesShare(folded) || counts(folded, text)))
    return true;
  if (clauses.some(({ folded }) => writesSpan(folded, asked))) return true;
  return clauses.some(({ folded, figures, sentence }) =>
    figures
      .filter((figure) => figureFit(figure, asked) > 0 && !numbersArticle(folded, figure))
      .filter(({ unit }) => !(isOfThing && COUNTS_NOTHING.test(unit)))
      .filter(({ unit }) => !isOfMoney || PAID.test(unit))
      // 这两个关键点 points back and counts nothing.
      .filter(({ start }) => !"这那".includes(folded.charAt(start - 1) || " "))
      .filter((figure) => !countsOther(folded, figure, told))
      .some(({ unit, start, end }) => {
        if (PERSON.test(asked.noun) || /几个人|多少个人/.test(text))
          return PEOPLE.has(unit) || PERSONS.test(folded.slice(end));
        if (asked.unit === "" || unit === asked.unit || isNamedBefore(folded, start, asked.noun)) return true;
        if (HAPPENINGS.has(unit) !== HAPPENINGS.has(asked.unit)) return false;
        if (PEOPLE.has(asked.unit)) return PEOPLE.has(unit) || PERSONS.test(folded.slice(end));
        if (PEOPLE.has(unit) && !SPEAKS_OF_PERSONS.test(text)) return false;
        if (asked.noun.length < 2 || NEUTRAL.test(asked.noun)) return true;
        const said = view.sentences[sentence] ?? "";
        return holdsPart(said, thingOf(asked.noun).slice(-2)) || near.some((word) => said.includes(word));
      }),
  );
}

/** Whether the noun that is counted stands right before its figure: 编制610名. */
function isNamedBefore(folded: string, start: number, noun: string): boolean {
  return noun.length >= SHORTEST_NOUN && folded.slice(0, start).endsWith(noun);
}

/** Whether a text counts in the rare measure word that the question asks with: 152部 for 多少部电梯. */
function counts(folded: string, question: string): boolean {
  const measure = /(?:多少|几)(\p{Script=Han})\p{Script=Han}/u.exec(question)?.[1];
  return measure !== undefined && new RegExp(`\\d[余多]?${measure}`).test(folded);
}

/** Units of money, shares, spans and ages, in which no thing is counted: 每羽300元 for 多少羽信鸽. */
const COUNTS_NOTHING = /元$|^%$|工作日$|自然日$|小时$|^(?:分钟|个?月|周?岁|[天日周])$/;
/** What stands in those units: money and time. */
const MONEY_OR_TIME = /[钱费金款税价本息贴期时]|收入|支出|开支|补助|损失|产值/;

/** Whether a figure is asked of things rather than of money, a share or a span. */
function countsThing(folded: string): boolean {
  const { words, isBehind } = askedThing(folded);
  const thing = words.join("");
  return (
    isBehind && thing !== "" && !MONEY_OR_TIME.test(thing) && !NEUTRAL.test(thing) && !QUANTITY.test(thing)
  );
}

/** A noun without what is said to be done with it: 单位 of 单位搞好. */
function thingOf(noun: string): string {
  const words = contentWords(noun).map(({ text }) => text);
  const last = words.findLastIndex((word) => !isLight(word));
  return last < 0 ? noun : words.slice(0, last + 1).join("");
}

/** Measure words of single things, each with its noun right behind: 4个功能区. */
const THINGS = new Set(["个", "家", "项", "件", "名", "种", "类", "条", "所", "处", "座"]);
const SHORTEST_NOUN = 2;
const LONGEST_NOUN = 4;

/** Whether a figure stands right before a noun of which the question and its synonyms say no character. */
function countsOther(folded: string, { unit, end }: Figure, told: string): boolean {
  const noun = /^\p{Script=Han}+/u.exec(folded.slice(end))?.[0].slice(0, LONGEST_NOUN) ?? "";
  if (!THINGS.has(unit) || /好几/.test(told) || noun.length < SHORTEST_NOUN) return false;
  return ![...noun].some((char) => told.includes(char));
}

/** Words with an ending that was cut off them: 满意 and 度 are 满意度. */
function joinEndings(words: readonly string[]): string[] {
  return words.map((word, index) =>
    word.length === 1 && QUANTITY.test(word) ? (words[index - 1] ?? "") + word : word,
  );
}

/** Whether a text holds two neighbouring characters of a word. */
function holdsPart(text: string, word: string): boolean {
  for (let i = 0; i + 1 < word.length; i++) if (text.includes(word.slice(i, i + 2))) return true;
  return false;
}

import type { QuestionPart } from "../question/understood-question.ts";
import { figureFit, wantsFigure, writesShare, writesSpan } from "./expected-answer.ts";
import type { Window } from "./score-windows.ts";
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
export function isMeasured(window: Window, part: QuestionPart, terms: readonly Term[] = []): boolean {
  if (!wantsFigure(part.asked)) return true;
  if (part.asked.kind === "count" && !countsAsked(window, part)) return false;
  const { view, first, last } = window;
  const sentences = new Set(view.clauses.slice(first, last + 1).map((clause) => clause.sentence));
  const text =
    [...sentences].map((sentence) => view.sentences[sentence] ?? "").join("") + view.headings + view.title;
  const { noun, measured } = part.asked;
  // A follow-up inherits the noun of the question before, which it may have replaced.
  if (noun.length >= 2 && part.text.includes(noun) && !NEUTRAL.test(noun)) return holdsPart(text, noun);
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

/**
 * Whether a figure of the window counts what is asked for: in the very measure word, people where people are
 * asked for, and in another measure word only beside the noun asked for (21个领域 are no 执法人员).
 */
function countsAsked({ view, first, last }: Window, { asked, text }: QuestionPart): boolean {
  const clauses = view.clauses.slice(first, last + 1);
  if (asked.unit === "" && clauses.some(({ folded }) => writesShare(folded))) return true;
  if (clauses.some(({ folded }) => writesSpan(folded, asked))) return true;
  return clauses.some(({ folded, figures, sentence }) =>
    figures
      .filter((figure) => figureFit(figure, asked) > 0)
      // 这两个关键点 points back and counts nothing.
      .filter(({ start }) => !"这那".includes(folded.charAt(start - 1) || " "))
      .some(({ unit, end }) => {
        if (PERSON.test(asked.noun) || /几个人|多少个人/.test(text))
          return PEOPLE.has(unit) || PERSONS.test(folded.slice(end));
        if (asked.unit === "" || unit === asked.unit) return true;
        if (HAPPENINGS.has(unit) !== HAPPENINGS.has(asked.unit)) return false;
        if (PEOPLE.has(asked.unit)) return PEOPLE.has(unit) || PERSONS.test(folded.slice(end));
        if (asked.noun.length < 3 || NEUTRAL.test(asked.noun)) return true;
        return holdsPart(view.sentences[sentence] ?? "", asked.noun.slice(-2));
      }),
  );
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

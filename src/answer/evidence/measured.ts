import type { QuestionPart } from "../question/understood-question.ts";
import { wantsFigure } from "./expected-answer.ts";
import type { Window } from "./score-windows.ts";

/** Words that name a quantity without saying of what; a text gives the figure without them. */
const NEUTRAL =
  /数量|数目|总数|人数|户数|次数|比例|比率|降幅|增幅|幅度|规模|金额|资金|经费|时间|时限|期限|速度|程度|标准|额度|价钱|价格|项目|事项/;
/** Endings of words that name what is measured: 升学率, 满意度, 床位, 损失. */
const QUANTITY = /(?:[率度量额费价款值]|床位|损失|开支|支出|收入|人口|面积|产值|税收|工资|奖金|罚款)$/;

/**
 * Whether a window's surroundings speak of what the question wants measured: the noun behind 多少, or the
 * quantity named before it. A figure of something else is no answer (床位, 升学率, 满意度).
 */
export function isMeasured(window: Window, part: QuestionPart): boolean {
  if (!wantsFigure(part.asked)) return true;
  const { view, first, last } = window;
  const sentences = new Set(view.clauses.slice(first, last + 1).map((clause) => clause.sentence));
  const text =
    [...sentences].map((sentence) => view.sentences[sentence] ?? "").join("") + view.headings + view.title;
  const { noun, measured } = part.asked;
  if (noun.length >= 2 && !NEUTRAL.test(noun)) return holdsPart(text, noun);
  const telling = measured.filter((word) => word.length >= 2 && QUANTITY.test(word) && !NEUTRAL.test(word));
  return telling.every((word) => holdsPart(text, word));
}

/** Whether a text holds two neighbouring characters of a word. */
function holdsPart(text: string, word: string): boolean {
  for (let i = 0; i + 1 < word.length; i++) if (text.includes(word.slice(i, i + 2))) return true;
  return false;
}

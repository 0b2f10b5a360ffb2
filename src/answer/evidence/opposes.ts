/** Things done that exclude each other: a text about one does not answer a question about the other. */
const OPPOSITES: readonly [RegExp, RegExp][] = [
  [/新增|增加|增设|新设|扩大/, /取消|减少|精简|撤销|清减|核减|缩小/],
  [/保留/, /取消|撤销|废止/],
  [/提高|上升|上涨/, /降低|下降|下调/],
  [/设立|成立|组建/, /撤销|解散/],
];
const NEGATED = /(?:没有?|未曾?|并未|不曾?)(取消|减少|精简|撤销|清理|新增|完成|公布|设立|提高|下放)/;
const PLANNED = /(?:计划|拟|打算|准备|将要?|预计)(?:要|再|新)?(取消|减少|精简|撤销|新增|完成|设立|下放)/;

/** Whether a folded question asks about the opposite, the negative or the plan of what a folded text states. */
export function opposes(question: string, text: string): boolean {
  return (
    turnsAround(question, text) ||
    (NEGATED.test(question) && !NEGATED.test(text)) ||
    (PLANNED.test(question) && !PLANNED.test(text)) ||
    isOnlyNegatedNoun(question, text)
  );
}

/** Whether a folded text states the opposite of what a folded question names. */
export function turnsAround(question: string, text: string): boolean {
  return OPPOSITES.some(
    ([one, other]) => excludes(question, text, one, other) || excludes(question, text, other, one),
  );
}

function excludes(question: string, text: string, asked: RegExp, stated: RegExp): boolean {
  return asked.test(question) && !stated.test(question) && stated.test(text) && !asked.test(text);
}

/** 行政许可 is asked for, and the text speaks of 非行政许可 only. */
function isOnlyNegatedNoun(question: string, text: string): boolean {
  for (const [, noun = ""] of text.matchAll(/非(\p{Script=Han}{4})/gu)) {
    if (!question.includes(noun) || question.includes(`非${noun}`)) continue;
    if (!text.replaceAll(`非${noun}`, "").includes(noun)) return true;
  }
  return false;
}

import type { QuestionPart } from "../../question/understood-question.ts";

/** What a part asks about, without place and year: 审批提速; 取消（项）. A negation before a word stays. */
export function columnLabel({ words, asked, text }: QuestionPart): string {
  const isMeasure = (word: string) =>
    word.length === 1 && (text.includes(`多少${word}`) || text.includes(`几${word}`));
  const measure = words.find((word) => isMeasure(word.text))?.text;
  const said = words
    .filter((word) => word.text !== measure)
    .map((word) => negationBefore(word.text, text) + word.text)
    .join("");
  const unit = asked.kind === "count" && asked.noun === "" ? asked.unit : "";
  const counted = measure ?? unit;
  return said === "" ? text : said + (counted === "" ? "" : `（${counted}）`);
}

const NEGATION = /(?:非|不|未|无|没有?|免)$/;

/** The word stands in the part's text, which other clauses may have moved it to. */
function negationBefore(word: string, text: string): string {
  const at = text.indexOf(word);
  return at < 0 ? "" : (NEGATION.exec(text.slice(0, at))?.[0] ?? "");
}

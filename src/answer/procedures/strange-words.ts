import { fold } from "../../language/fold.ts";
import type { Lexicon } from "../../language/lexicon.ts";
import { contentWords } from "../question/content-words.ts";
import type { UnderstoodQuestion } from "../question/understood-question.ts";
import { askedFields } from "./asked-fields.ts";
import type { ProcedureMatch } from "./match-procedure.ts";

/** As many characters of words that a guide does not know turn a question away from it. */
const MANY = 4;

/**
 * Whether a question that names a place speaks of more than a guide for everywhere knows (标准地 beside
 * 施工许可): it is about what that place does, and not about the item.
 */
export function isStrangeTo(
  { document, names }: ProcedureMatch,
  question: UnderstoodQuestion,
  lexicon: Lexicon,
): boolean {
  const isPlaced = question.places.some(({ from }) => from === "question");
  if (!isPlaced || (document.region !== null && !document.region.code.endsWith("00000"))) return false;
  const known = fold([document.text, ...names].join("\n"));
  const places = question.places.map(({ text }) => text);
  const said = [...names.map(fold), ...places]
    .sort((a, b) => b.length - a.length)
    .reduce((text, name) => text.replaceAll(name, " "), question.folded);
  const strange = contentWords(said).filter(
    ({ text }) => text.length > 1 && !known.includes(text) && askedFields(text, lexicon).keys.length === 0,
  );
  return strange.reduce((sum, { text }) => sum + text.length, 0) >= MANY;
}

import { fold } from "../../language/fold.ts";

/** An age that a question states of someone: 70岁老人, 我今年72岁. Not one that is asked for. */
const STATED = /(?<![\d.])(\d{1,3})(?:周?岁|多岁)(?!以上|以下|以内|及以|至|到|-|—|的?(?:规定|是怎么))/;
/** Bands as rules write them, both ends included. */
const BETWEEN = /(\d{1,3})(?:周?岁)?(?:\(含\))?(?:[-—–~～至到]{1,2})(\d{1,3})周?岁/g;
const FROM =
  /(?:(?:年?满|超过|达到?)(\d{1,3})周?岁(?!以下|以内|的?以下)|(\d{1,3})周?岁(?:\(含\))?(?:及以上|\(含\)以上|以上))/g;
const UNTIL = /(?:未满|不满|不足)(\d{1,3})周?岁|(\d{1,3})周?岁(?:及以下|以下|以内)/g;

interface Band {
  from: number;
  to: number;
}

/** Whether a text's age bands leave room for the age that a question states; true where either states none. */
export function coversAge(question: string, text: string): boolean {
  const age = Number(STATED.exec(fold(question))?.[1] ?? Number.NaN);
  if (Number.isNaN(age)) return true;
  const bands = bandsOf(fold(text));
  return bands.length === 0 || bands.some(({ from, to }) => from <= age && age <= to);
}

function bandsOf(text: string): Band[] {
  const between = [...text.matchAll(BETWEEN)].map(([, from, to]) => ({ from: Number(from), to: Number(to) }));
  const rest = text.replace(BETWEEN, " ");
  const until = [...rest.matchAll(UNTIL)].map(([, below, upTo]) => ({ from: 0, to: Number(below ?? upTo) }));
  const from = [...rest.replace(UNTIL, " ").matchAll(FROM)].map(([, full, above]) => ({
    from: Number(full ?? above),
    to: Number.POSITIVE_INFINITY,
  }));
  // 满16周岁不满18周岁 is one band.
  const [lower, upper] = [from[0], until[0]];
  if (from.length === 1 && until.length === 1 && lower && upper && lower.from < upper.to)
    return [...between, { from: lower.from, to: upper.to }];
  return [...between, ...until, ...from];
}

import { fold } from "../../language/fold.ts";
import { parseChineseNumeral } from "../../language/numerals.ts";

/** What a question may state of someone or something, and rules give in bands. */
interface Measure {
  /** The value that a question states. Not one that is asked for. */
  stated: RegExp;
  /** Bands as rules write them, both ends included. */
  between: RegExp;
  from: RegExp;
  until: RegExp;
}

interface Band {
  from: number;
  to: number;
}

/** 70岁老人, 我今年72岁. */
const AGE: Measure = {
  stated: /(?<![\d.])(\d{1,3})(?:周?岁|多岁)(?!以上|以下|以内|及以|至|到|-|—|的?(?:规定|是怎么))/,
  between: /(\d{1,3})(?:周?岁)?(?:\(含\))?(?:[-—–~～至到]{1,2})(\d{1,3})周?岁/g,
  from: /(?:(?:年?满|超过|达到?)(\d{1,3})周?岁(?!以下|以内|的?以下)|(\d{1,3})周?岁(?:\(含\))?(?:及以上|\(含\)以上|以上))/g,
  until: /(?:未满|不满|不足)(\d{1,3})周?岁|(\d{1,3})周?岁(?:及以下|以下|以内)/g,
};

/** 家里才15度, 十五度. */
const TEMPERATURE: Measure = {
  stated:
    /(?<![\d.])(\d{1,2}|[一二三]?十[一二三四五六七八九]?)(?:多?度|℃|°c)(?!以上|以下|以内|及以|至|到|-|—|电)/,
  between:
    /(\d{1,2})(?:度|℃|°c)?(?:\(含\))?(?:[-—–~～至到]{1,2}|(?:及?以上)[、,，]?(?:不足|低于|未达到?))(\d{1,2})(?:度|℃|°c)/g,
  // 不低于18℃ is the standard itself, which answers for every temperature.
  from: /(?!)/g,
  until: /(?<!不)(?:低于|不足|未达到?)(\d{1,2})(?:度|℃|°c)|(\d{1,2})(?:度|℃|°c)(?:\(含\))?及?以下/g,
};

/** Whether a text's bands leave room for the age or temperature that a question states; true where either states none. */
export function coversStated(question: string, text: string): boolean {
  return [AGE, TEMPERATURE].every((measure) => covers(measure, fold(question), fold(text)));
}

function covers(measure: Measure, question: string, text: string): boolean {
  const stated = measure.stated.exec(question)?.[1];
  if (stated === undefined) return true;
  const value = /^\d/.test(stated) ? Number(stated) : parseChineseNumeral(stated);
  if (value === null) return true;
  const bands = bandsOf(measure, text);
  return bands.length === 0 || bands.some(({ from, to }) => from <= value && value <= to);
}

function bandsOf(measure: Measure, text: string): Band[] {
  const between = [...text.matchAll(measure.between)].map(([, from, to]) => ({
    from: Number(from),
    to: Number(to),
  }));
  const rest = text.replace(measure.between, " ");
  const until = [...rest.matchAll(measure.until)].map(([, below, upTo]) => ({
    from: 0,
    to: Number(below ?? upTo),
  }));
  const from = [...rest.replace(measure.until, " ").matchAll(measure.from)].map(([, full, above]) => ({
    from: Number(full ?? above),
    to: Number.POSITIVE_INFINITY,
  }));
  // 满16周岁不满18周岁 is one band.
  const [lower, upper] = [from[0], until[0]];
  if (from.length === 1 && until.length === 1 && lower && upper && lower.from < upper.to)
    return [...between, { from: lower.from, to: upper.to }];
  return [...between, ...until, ...from];
}

/**
 * Takes numbers that identify a person out of a question before it leaves the browser. The small twin of
 * `language/personal-data.ts`, which masks again on the server: what is masked here is masked there alike.
 */

const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const ID_CHECKS = "10X98765432";
/** A number of eleven and more digits, in groups or not, with an X where an ID number may end. */
const NUMBER = /(?:\+?86[ -]?)?\d(?:[ -]?\d){10,22}(?:[ -]?[xX])?/g;
const FULL_WIDTH_ZERO = 0xff10;

interface Masked {
  text: string;
  masked: boolean;
}

/** The question with personal numbers replaced by what they were, such as 〔身份证号已隐去〕. */
export function maskPersonalNumbers(question: string): Masked {
  const plain = question.replace(/[０-９]/g, (digit) => String(digit.charCodeAt(0) - FULL_WIDTH_ZERO));
  let text = "";
  let from = 0;
  for (const { 0: found, index } of plain.matchAll(NUMBER)) {
    const end = index + found.length;
    const kind = isPart(plain, index, end) ? null : kindOf(found);
    if (kind === null) continue;
    text += `${question.slice(from, index)}〔${kind}已隐去〕`;
    from = end;
  }
  return { text: text + question.slice(from), masked: from > 0 };
}

/** Letters, digits or a decimal point beside it: part of a code or an amount. */
function isPart(text: string, start: number, end: number): boolean {
  return /[\da-z]/i.test(text.charAt(start - 1)) || /^(?:[\da-z]|\.\d)/i.test(text.slice(end, end + 2));
}

function kindOf(found: string): string | null {
  const digits = found.replace(/[ +-]/g, "").toUpperCase();
  if (isIdNumber(digits)) return "身份证号";
  if (/^(?:86)?1[3-9]\d{9}$/.test(digits)) return "手机号";
  if (/^(?:62|4|5[1-5]|3[47])\d{13,17}$/.test(digits) && passesLuhn(digits)) return "银行卡号";
  return null;
}

/** GB 11643-1999: 17 digits with a birthday, and a check digit of modulus 11. */
function isIdNumber(text: string): boolean {
  if (!/^[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX]$/.test(text))
    return false;
  const sum = ID_WEIGHTS.reduce((total, weight, i) => total + weight * Number(text.charAt(i)), 0);
  return ID_CHECKS.charAt(sum % 11) === text.charAt(17);
}

/** ISO/IEC 7812-1, annex B. */
function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits.charAt(digits.length - 1 - i));
    const doubled = i % 2 === 0 ? digit : digit * 2;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

import type { Span } from "../domain.ts";
import { isIdNumber, isOrganisationCode, passesLuhn } from "./check-digits.ts";
import { fold } from "./fold.ts";

export type PersonalDataKind = "id_card" | "mobile" | "bank_card" | "passport" | "permit" | "plate" | "email";

/** A number or address that identifies a person, in UTF-16 offsets of the text. */
export interface PersonalData extends Span {
  kind: PersonalDataKind;
}

const LABELS: Record<PersonalDataKind, string> = {
  id_card: "身份证号",
  mobile: "手机号",
  bank_card: "银行卡号",
  passport: "护照号",
  permit: "通行证号",
  plate: "车牌号",
  email: "邮箱",
};

const INVISIBLE = /[\u00ad\u200b-\u200f\u2060\ufeff]/;
const ID_CONTEXT = /身份证|证件号|公民身份号码/;
const PERMIT_CONTEXT = /(?:通行证|回乡证|台胞证|港澳证|台湾证|来往内地|往来港澳|往来台湾)[^0-9]{0,10}$/;
/** 新GB18030: a standard that is new, no plate of Xinjiang. */
const STANDARD = /^新(?:gb|jg|db|hj|ga|sb|ny|qb)\d/;
const CONTEXT_REACH = 20;

interface Pattern {
  kind: PersonalDataKind | "organisation";
  pattern: RegExp;
  /** Judges a match by its text without separators and by the words before it. */
  accepts?: (value: string, before: string) => boolean;
}

/** In the order of trust: what an earlier pattern took is not looked at again. Text is folded: lower case, half-width. */
const PATTERNS: Pattern[] = [
  {
    kind: "organisation",
    pattern: /(?<![0-9a-z])[0-9a-z]{18}(?![0-9a-z])/g,
    accepts: (value) => /[a-z]/.test(value.slice(0, 17)) && isOrganisationCode(value),
  },
  {
    kind: "id_card",
    pattern:
      /(?<![0-9a-z])[1-9]\d{5}[ \t.-]?(?:18|19|20)\d{2}[ -]?[01]\d[ -]?[0-3]\d[ \t.-]?\d{3}[\dx](?![0-9a-z])/g,
    accepts: (value, before) => isIdNumber(value) || ID_CONTEXT.test(before),
  },
  {
    kind: "id_card",
    pattern: /(?<![0-9a-z][ -]?)[1-9](?:[ -]?\d){16}[ -]?[\dx](?![ -]?[0-9a-z])/g,
    accepts: isIdNumber,
  },
  {
    kind: "id_card",
    pattern: /(?<!\d)[1-9]\d{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?!\d)/g,
    accepts: (_value, before) => ID_CONTEXT.test(before),
  },
  {
    kind: "mobile",
    pattern:
      /(?<![\da-z])(?:\+?86[ -]?)?1[3-9]\d(?:[ -]?\d{4}[ -]?|[.·]\d{4}[.·])\d{4}(?!\d|\.\d|\s?(?:元|万|亿|人|户|件|吨|米|平方|公里|个|次|%))/g,
  },
  {
    kind: "bank_card",
    pattern:
      /(?<![\da-z])(?:62|4\d|5[1-5]|3[4-7])\d{2}(?:[ -]?\d{4}){2}[ -]?\d{3,4}(?:[ -]?\d{1,3})?(?![\da-z])/g,
    accepts: (value) => value.length >= 15 && value.length <= 19 && passesLuhn(value),
  },
  {
    kind: "email",
    pattern: /(?<![a-z0-9._%+-])[a-z0-9._%+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4}/g,
  },
  {
    kind: "passport",
    pattern: /(?<![a-z0-9])[egdsph][a-z]?\d{7,8}(?![a-z\d])/g,
    accepts: (_value, before) => /护照/.test(before),
  },
  {
    // Permits of Hong Kong, Macau and Taiwan residents and of those who travel there; without a check digit, so only where named.
    kind: "permit",
    pattern: /(?<![a-z0-9])(?:[hmct]\d{8}(?:\d{2})?|c[a-hj-np-z]\d{7}|\d{8}(?:\d{2})?)(?![a-z\d])/g,
    accepts: (_value, before) => PERMIT_CONTEXT.test(before),
  },
  {
    kind: "plate",
    pattern:
      /[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][a-hj-np-z][·. ]?[a-hj-np-z0-9]{4,5}[a-hj-np-z0-9挂学警港澳](?![a-z0-9])/g,
    accepts: (value) => /\d/.test(value) && !STANDARD.test(value),
  },
];

/**
 * Personal data in a text, in order. Numbers are judged by their check digits; full-width digits, spaces and
 * invisible characters inside them do not hide them. Hotlines, landlines, codes and sums are not personal.
 */
export function findPersonalData(text: string): PersonalData[] {
  const { plain, positions } = withoutInvisible(fold(text));
  let taken: Taken[] = [];
  for (const pattern of PATTERNS) taken = mergeFree(taken, matchAll(plain, pattern));
  return taken.flatMap(({ kind, start, end }) =>
    kind === "organisation" ? [] : [{ kind, ...toOriginal(start, end, positions) }],
  );
}

interface Taken extends Span {
  kind: Pattern["kind"];
}

/** Adds matches, which come in order, to what is taken, in order, where they do not overlap it. */
function mergeFree(taken: Taken[], matches: Iterable<Taken>): Taken[] {
  const merged: Taken[] = [];
  let next = 0;
  for (const match of matches) {
    for (let other = taken[next]; other !== undefined && other.end <= match.start; other = taken[++next]) {
      merged.push(other);
    }
    const other = taken[next];
    if (other === undefined || other.start >= match.end) merged.push(match);
  }
  return merged.concat(taken.slice(next));
}

/** The text with every piece of personal data replaced by what it was, such as 〔身份证号已隐去〕. */
export function maskPersonalData(text: string): { text: string; masked: boolean } {
  const found = findPersonalData(text);
  let masked = "";
  let from = 0;
  for (const { kind, start, end } of found) {
    masked += `${text.slice(from, start)}〔${personalDataLabel(kind)}已隐去〕`;
    from = end;
  }
  return { text: masked + text.slice(from), masked: found.length > 0 };
}

/** What people call a kind of personal data. */
export function personalDataLabel(kind: PersonalDataKind): string {
  return LABELS[kind];
}

/** All matches that are accepted; behind one that is not, the search goes on at the next character. */
function* matchAll(text: string, { kind, pattern: source, accepts }: Pattern): Generator<Taken> {
  const pattern = new RegExp(source);
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const before = text.slice(Math.max(0, match.index - CONTEXT_REACH), match.index);
    if (accepts === undefined || accepts(match[0].replace(/[ \t.·-]/g, ""), before)) {
      yield { kind, start: match.index, end: match.index + match[0].length };
    } else {
      pattern.lastIndex = match.index + 1;
    }
  }
}

/** The text without invisible characters, and the position of each of the rest when any was dropped. */
function withoutInvisible(text: string): { plain: string; positions: number[] | null } {
  if (!INVISIBLE.test(text)) return { plain: text, positions: null };
  const kept: string[] = [];
  const positions: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    if (INVISIBLE.test(char)) continue;
    kept.push(char);
    positions.push(i);
  }
  return { plain: kept.join(""), positions };
}

function toOriginal(start: number, end: number, positions: number[] | null): Span {
  if (positions === null) return { start, end };
  return { start: positions[start] ?? start, end: (positions[end - 1] ?? end - 1) + 1 };
}

/** Numbers that must reach no reader, whoever published them; plates and e-mail addresses are in many notices. */
const WITHHELD: readonly PersonalDataKind[] = ["id_card", "mobile", "bank_card", "passport", "permit"];

/** The numbers of a text that are withheld from readers. */
export function findWithheldData(text: string): PersonalData[] {
  return findPersonalData(text).filter(({ kind }) => WITHHELD.includes(kind));
}

/** The text with its withheld numbers blotted out by `*`, of the same length, so that offsets stay true. */
export function blotPersonalData(text: string, found: readonly Span[] = findWithheldData(text)): string {
  let blotted = "";
  let from = 0;
  for (const { start, end } of found) {
    blotted += text.slice(from, start) + "*".repeat(end - start);
    from = end;
  }
  return blotted + text.slice(from);
}

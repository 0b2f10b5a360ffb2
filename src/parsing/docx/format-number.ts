const DIGITS = "零一二三四五六七八九";
const CIRCLE_DIGITS = "○一二三四五六七八九";
const STEMS = "甲乙丙丁戊己庚辛壬癸";
const BRANCHES = "子丑寅卯辰巳午未申酉戌亥";
/** Beyond this, and for what a format has no sign for, Word writes plain digits. */
const MOST_WRITTEN_OUT = 99_999_999;
const ROMAN: readonly (readonly [number, string])[] = [
  [1000, "M"],
  [900, "CM"],
  [500, "D"],
  [400, "CD"],
  [100, "C"],
  [90, "XC"],
  [50, "L"],
  [40, "XL"],
  [10, "X"],
  [9, "IX"],
  [5, "V"],
  [4, "IV"],
  [1, "I"],
];

type Format = (n: number) => string;

/** Number formats (ST_NumberFormat of ISO/IEC 29500-1, 17.18.59) that differ from plain digits. */
const FORMATS: Record<string, Format> = {
  none: () => "",
  decimalZero: (n) => String(n).padStart(2, "0"),
  upperRoman: formatRoman,
  lowerRoman: (n) => formatRoman(n).toLowerCase(),
  upperLetter: (n) => repeatSign("ABCDEFGHIJKLMNOPQRSTUVWXYZ", n),
  lowerLetter: (n) => repeatSign("abcdefghijklmnopqrstuvwxyz", n),
  ordinal: formatOrdinal,
  decimalFullWidth: formatFullWidth,
  decimalFullWidth2: formatFullWidth,
  decimalEnclosedCircle: (n) => pickSign(0x2460, 20, n),
  decimalEnclosedCircleChinese: (n) => pickSign(0x2460, 10, n),
  decimalEnclosedParen: (n) => pickSign(0x2474, 20, n),
  decimalEnclosedFullstop: (n) => pickSign(0x2488, 20, n),
  ideographEnclosedCircle: (n) => pickSign(0x3280, 10, n),
  chineseCounting: formatCounting,
  taiwaneseCounting: formatCounting,
  chineseCountingThousand: (n) => writeOut(n, DIGITS, ["", "十", "百", "千"]),
  taiwaneseCountingThousand: (n) => writeOut(n, DIGITS, ["", "十", "百", "千"]),
  japaneseCounting: formatJapanese,
  ideographDigital: (n) => spell(n, "〇一二三四五六七八九"),
  japaneseDigitalTenThousand: (n) => spell(n, "〇一二三四五六七八九"),
  taiwaneseDigital: (n) => spell(n, CIRCLE_DIGITS),
  chineseLegalSimplified: (n) => writeOut(n, "零壹贰叁肆伍陆柒捌玖", ["", "拾", "佰", "仟"]),
  ideographLegalTraditional: (n) => writeOut(n, "零壹貳參肆伍陸柒捌玖", ["", "拾", "佰", "仟"]),
  ideographTraditional: (n) => STEMS[n - 1] ?? String(n),
  ideographZodiac: (n) => BRANCHES[n - 1] ?? String(n),
  ideographZodiacTraditional: (n) => (n < 1 ? String(n) : `${STEMS[(n - 1) % 10]}${BRANCHES[(n - 1) % 12]}`),
};

/** A counter's value as a list shows it; a format that is not known shows digits. */
export function formatNumber(value: number, format: string): string {
  if (value > MOST_WRITTEN_OUT) return String(value);
  const own = Object.hasOwn(FORMATS, format) ? FORMATS[format] : undefined;
  return own === undefined ? String(value) : own(value);
}

function pickSign(first: number, count: number, n: number): string {
  return n >= 1 && n <= count ? String.fromCodePoint(first + n - 1) : String(n);
}

/** a … z, aa, bb …: Word repeats the letter. */
function repeatSign(letters: string, n: number): string {
  if (n < 1 || n > 780) return String(n);
  return (letters[(n - 1) % 26] ?? "").repeat(Math.ceil(n / 26));
}

function formatRoman(n: number): string {
  if (n < 1 || n > 3999) return String(n);
  let [rest, written] = [n, ""];
  for (const [worth, sign] of ROMAN) {
    for (; rest >= worth; rest -= worth) written += sign;
  }
  return written;
}

function formatOrdinal(n: number): string {
  const isTeen = Math.floor(n / 10) % 10 === 1;
  return `${n}${(isTeen ? undefined : ["th", "st", "nd", "rd"][n % 10]) ?? "th"}`;
}

function formatFullWidth(n: number): string {
  return String(n).replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit)));
}

function spell(n: number, digits: string): string {
  return String(n).replace(/\d/g, (digit) => digits[Number(digit)] ?? digit);
}

/** Written out below a hundred, digit by digit from there on. */
function formatCounting(n: number): string {
  return n < 100 ? writeOut(n, DIGITS, ["", "十"]) : spell(n, CIRCLE_DIGITS);
}

/** 一百零一, 一万零二十; ten to nineteen without the leading one, except in the legal signs. */
function writeOut(n: number, digits: string, units: readonly string[]): string {
  if (n < 1) return digits[0] ?? "0";
  const high = Math.floor(n / 10_000);
  const low = n % 10_000;
  const gap = high > 0 && low > 0 && low < 1_000 ? (digits[0] ?? "") : "";
  const written =
    (high > 0 ? `${writeGroup(high, digits, units)}万${gap}` : "") + writeGroup(low, digits, units);
  return written.replace(/^一十/, "十");
}

function writeGroup(n: number, digits: string, units: readonly string[]): string {
  let [written, isGap] = ["", false];
  for (let place = 3; place >= 0; place--) {
    const digit = Math.floor(n / 10 ** place) % 10;
    if (digit === 0) isGap = written !== "";
    else {
      written += `${isGap ? digits[0] : ""}${digits[digit]}${units[place] ?? ""}`;
      isGap = false;
    }
  }
  return written;
}

/** No sign for a gap, and no one before ten, hundred and thousand: 百一, 千百十. */
function formatJapanese(n: number): string {
  if (n < 1) return "〇";
  const written = writeOut(n, DIGITS, ["", "十", "百", "千"]).replaceAll("零", "");
  return written.replace(/一(?=[十百千])/g, "");
}

import type { FormatSection } from "./format-code.ts";

/** Digits that a spreadsheet keeps of a number. */
const PRECISION = 15;
const MOST_DECIMALS = 30;

/** A number as a cell without a format shows it, but with all its digits: `5`, `0.3`, `123456789012345`. */
export function writeGeneral(value: number): string {
  if (Number.isInteger(value)) return Math.abs(value) < 1e21 ? String(value) : value.toExponential();
  return String(Number(value.toPrecision(PRECISION)));
}

/** A number by the digit placeholders of a section, with the text around and within them. */
export function formatDigits(value: number, section: FormatSection): string {
  const exponentAt = section.findIndex(({ kind, text }) => kind === "mark" && text === "e");
  const mantissa = exponentAt < 0 ? section : section.slice(0, exponentAt);
  const pointAt = mantissa.findIndex(({ text, kind }) => kind === "mark" && text === ".");
  const whole = pointAt < 0 ? mantissa : mantissa.slice(0, pointAt);
  const decimals = pointAt < 0 ? [] : mantissa.slice(pointAt + 1);
  const places = countDigits(decimals);
  const sign = value < 0 ? "-" : "";
  const scaled = Math.abs(value) * 100 ** countMarks(section, "%") * 1000 ** -countScales(whole, decimals);
  if (!Number.isFinite(scaled)) return writeGeneral(value);
  if (exponentAt >= 0) return sign + writeExponent(scaled, places);
  const [head = "", tail = ""] = roundDecimal(scaled, places).split(".");
  const shown = fillWhole(head, whole) + fillDecimals(tail, decimals, pointAt >= 0);
  return /[1-9]/.test(shown) ? sign + shown : shown;
}

/** Rounded half up on the decimal digits, as a spreadsheet does; binary rounding shows 1.005 as 1.00. */
function roundDecimal(value: number, places: number): string {
  const [digits = "0", power = "0"] = value.toExponential(PRECISION - 1).split("e");
  const shift = Number(power) - (PRECISION - 1) + places;
  const whole = BigInt(digits.replace(".", ""));
  const scaled = shift >= 0 ? whole * 10n ** BigInt(shift) : roundHalfUp(whole, 10n ** BigInt(-shift));
  const padded = scaled.toString().padStart(places + 1, "0");
  return places === 0 ? padded : `${padded.slice(0, -places)}.${padded.slice(-places)}`;
}

function roundHalfUp(value: bigint, unit: bigint): bigint {
  return (value + unit / 2n) / unit;
}

function writeExponent(value: number, places: number): string {
  const [digits = "0", power = "0"] = value.toExponential(places).split("e");
  const size = power.replace(/^[+-]/, "").padStart(2, "0");
  return `${digits}E${power.startsWith("-") ? "-" : "+"}${size}`;
}

/** Puts digits into placeholders from the right; those left over stand at the first one. */
function fillWhole(head: string, whole: FormatSection): string {
  const isGrouped = hasThousands(whole);
  const digits = head.replace(/^0+/, "");
  let taken = 0;
  let shown = "";
  const take = () => {
    const digit = digits[digits.length - 1 - taken];
    shown = (digit ?? "0") + (isGrouped && taken > 0 && taken % 3 === 0 ? "," : "") + shown;
    taken++;
  };
  const first = whole.findIndex(({ kind }) => kind === "digit");
  for (const [i, token] of [...whole.entries()].reverse()) {
    if (token.kind === "literal" || token.text === "%") shown = token.text + shown;
    if (token.kind !== "digit") continue;
    if (taken < digits.length || token.text === "0") take();
    while (i === first && taken < digits.length) take();
  }
  return shown;
}

function fillDecimals(tail: string, decimals: FormatSection, hasPoint: boolean): string {
  const needed = lastNeeded(tail, decimals);
  let at = 0;
  let shown = "";
  for (const token of decimals) {
    if (token.kind === "literal" || token.text === "%") shown += token.text;
    if (token.kind !== "digit") continue;
    if (at < needed) shown += tail[at];
    at++;
  }
  return hasPoint && needed > 0 ? `.${shown}` : shown;
}

/** How many decimals are shown: those that `0` demands, and beyond them up to the last that is not zero. */
function lastNeeded(tail: string, decimals: FormatSection): number {
  const placeholders = decimals.filter(({ kind }) => kind === "digit").map(({ text }) => text);
  const significant = tail.replace(/0+$/, "").length;
  return Math.max(significant, placeholders.lastIndexOf("0") + 1);
}

function countDigits(tokens: FormatSection): number {
  return Math.min(MOST_DECIMALS, tokens.filter(({ kind }) => kind === "digit").length);
}

function countMarks(tokens: FormatSection, mark: string): number {
  return tokens.filter(({ kind, text }) => kind === "mark" && text === mark).length;
}

/** A comma between digits groups thousands. */
function hasThousands(whole: FormatSection): boolean {
  const last = whole.findLastIndex(({ kind }) => kind === "digit");
  return whole.slice(0, Math.max(last, 0)).some(({ kind, text }) => kind === "mark" && text === ",");
}

/** Commas behind the last digit divide by a thousand each. */
function countScales(whole: FormatSection, decimals: FormatSection): number {
  const tokens = countDigits(decimals) > 0 ? decimals : whole;
  const last = tokens.findLastIndex(({ kind }) => kind === "digit");
  return last < 0 ? 0 : countMarks(tokens.slice(last), ",");
}

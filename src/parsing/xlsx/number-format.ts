import { type FormatSection, readFormatCode } from "./format-code.ts";
import { type DateLook, formatDate, readDateLook } from "./format-date.ts";
import { formatDigits, writeGeneral } from "./format-digits.ts";

/** Shows a number as a reader of the sheet sees it; days as `YYYY-MM-DD`, whatever their order in the sheet. */
export type NumberFormat = (value: number, is1904: boolean) => string;

/**
 * A format code as a function. What it can't show, such as a day before the calendar's first, is shown plainly;
 * what a format hides, such as zeros under `#`, is empty.
 */
export function compileFormat(code: string): NumberFormat {
  const sections = readFormatCode(code.trim() === "" ? "General" : code);
  const dateLooks = sections.map(readDateLook);
  return (value, is1904) => {
    const { index, shown } = chooseSection(value, sections.length);
    const look = dateLooks[index];
    if (look) return showDate(value, is1904, look);
    return showNumber(shown, sections[index] ?? []);
  };
}

/** Which section a number is shown by; where the section is for negative numbers, it brings its own sign. */
function chooseSection(value: number, count: number): { index: number; shown: number } {
  if (count >= 3 && value === 0) return { index: 2, shown: 0 };
  if (count >= 2 && value < 0) return { index: 1, shown: -value };
  return { index: 0, shown: value };
}

function showDate(value: number, is1904: boolean, look: DateLook): string {
  return formatDate(value, is1904, look) ?? writeGeneral(value);
}

function showNumber(value: number, section: FormatSection): string {
  const isGeneral = section.some(({ kind, text }) => kind === "general" || text === "@" || text === "/");
  if (isGeneral) return showGeneral(value, section);
  return formatDigits(value, section).trim();
}

/** The plain number with the literals around it; fractions are shown as decimals. */
function showGeneral(value: number, section: FormatSection): string {
  const at = section.findIndex(({ kind, text }) => kind === "general" || text === "@");
  if (at < 0) return writeGeneral(value);
  const literals = (part: FormatSection) =>
    part.map(({ kind, text }) => (kind === "literal" ? text : "")).join("");
  return (literals(section.slice(0, at)) + writeGeneral(value) + literals(section.slice(at + 1))).trim();
}

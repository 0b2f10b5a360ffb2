/** A piece of a format code: text shown as it is, or a placeholder in lower case. */
export interface FormatToken {
  kind: "literal" | "digit" | "date" | "elapsed" | "mark" | "general";
  text: string;
}

/** One of up to four `;` parts of a format code. */
export type FormatSection = FormatToken[];

/** Longest code that is read; Excel allows 255 characters. */
const LONGEST_CODE = 1000;
const PIECE =
  /"([^"]*)"?|\\(.)|_.|\*.|\[([^\]]*)\]?|(General|G\/通用格式)|(AM\/PM|A\/P|上午\/下午)|(y+|m+|d+|h+|s+|e(?![+-])|aaa+|b+|g+)|(e[+-])|([0#?])|([.,%/@;])|(.)/gisu;

/** A format code (ECMA-376 part 1, 18.8.31) in sections of tokens. Colours, conditions and spacing are dropped. */
export function readFormatCode(code: string): FormatSection[] {
  const sections: FormatSection[] = [[]];
  for (const match of code.slice(0, LONGEST_CODE).matchAll(PIECE)) {
    if (match[9] === ";") sections.push([]);
    else sections.at(-1)?.push(...readPiece(match));
  }
  return sections;
}

function readPiece(match: RegExpExecArray): FormatToken[] {
  const [, quoted, escaped, bracket, general, halfDay, date, exponent, digit, mark, other] = match;
  const literal = quoted ?? escaped ?? other;
  if (literal !== undefined) return [{ kind: "literal", text: literal }];
  if (bracket !== undefined) return readBracket(bracket);
  if (general !== undefined) return [{ kind: "general", text: "" }];
  const datePart = halfDay ?? date;
  if (datePart !== undefined) return [{ kind: "date", text: datePart.toLowerCase() }];
  if (digit !== undefined) return [{ kind: "digit", text: digit }];
  const text = exponent === undefined ? mark : "e";
  return text === undefined ? [] : [{ kind: "mark", text }];
}

/** `[h]` counts hours beyond a day; `[$¥-804]` is a currency sign; the rest is colour, condition or language. */
function readBracket(inner: string): FormatToken[] {
  if (/^(?:h+|m+|s+)$/i.test(inner)) return [{ kind: "elapsed", text: inner.toLowerCase() }];
  if (!inner.startsWith("$")) return [];
  const sign = inner.slice(1).split("-", 1)[0] ?? "";
  return sign === "" ? [] : [{ kind: "literal", text: sign }];
}

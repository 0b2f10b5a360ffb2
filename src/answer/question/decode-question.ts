/** Readings of one question that are screened beside its plain text; more would only cost time. */
const MOST_READINGS = 8;
/** Runs that may be encoded: long enough to say something. */
const BASE64 = /(?<![a-z0-9+/])[a-z0-9+/]{12,400}={0,2}/gi;
const HEX = /(?<![0-9a-z])(?:(?:\\x|0x)?[0-9a-f]{2}[ ,]?){8,200}(?![0-9a-z])/gi;
const PERCENT = /(?:%[0-9a-f]{2}){3,}/gi;
const UNICODE_ESCAPE = /(?:\\u[0-9a-f]{4}){2,}/gi;
const TAG = /[\u{e0020}-\u{e007e}]+/gu;
const SPACED_LETTERS = /(?<![a-z])(?:[a-z][ .*_-]){3,}[a-z](?![a-z])/gi;

/** Letters of other scripts that look like Latin ones. */
const LOOKALIKES: Record<string, string> = {
  а: "a",
  е: "e",
  о: "o",
  р: "p",
  с: "c",
  у: "y",
  х: "x",
  і: "i",
  ѕ: "s",
  ԁ: "d",
  ո: "n",
  ı: "i",
  α: "a",
  ο: "o",
  ν: "v",
  ι: "i",
};
/** Figures and marks written for letters. */
const LEET: Record<string, string> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "@": "a",
  $: "s",
};

/**
 * What a question says once it is decoded: base64, hexadecimal, percent and Unicode escapes, tag characters, ROT13,
 * read from its end, with look-alike letters and figures as letters. What comes out as noise is left out.
 */
export function decodeQuestion(question: string): string[] {
  const latin = question.match(/[a-z]/gi)?.length ?? 0;
  const readings = [
    ...runs(question, TAG, (run) =>
      String.fromCodePoint(...[...run].map((char) => (char.codePointAt(0) ?? 0) - 0xe0000)),
    ),
    ...runs(question, PERCENT, (run) => utf8(bytesOfHex(run))),
    ...runs(question, UNICODE_ESCAPE, (run) =>
      run.replace(/\\u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
    ),
    ...runs(question, HEX, (run) => utf8(bytesOfHex(run.replace(/\\x|0x/gi, "")))),
    ...runs(question, BASE64, (run) => utf8(bytesOfBase64(run))),
    ...(latin >= 8 ? [rotate13(question), replaceBy(question, LEET)] : []),
    replaceBy(question, LOOKALIKES),
    question.replace(SPACED_LETTERS, (run) => run.replace(/[ .*_-]/g, "")),
    [...question].reverse().join(""),
  ];
  const isNew = (reading: string, index: number) =>
    reading !== "" && reading !== question && readings.indexOf(reading) === index;
  return readings.filter(isNew).slice(0, MOST_READINGS);
}

function runs(text: string, pattern: RegExp, decode: (run: string) => string | null): string[] {
  const found = text.match(pattern) ?? [];
  return found.slice(0, 3).flatMap((run) => {
    const decoded = decode(run);
    return decoded === null ? [] : [decoded];
  });
}

function bytesOfHex(run: string): Uint8Array {
  const digits = run.replace(/[^0-9a-f]/gi, "");
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

function bytesOfBase64(run: string): Uint8Array {
  const whole = run.replace(/=+$/, "");
  const usable = whole.length % 4 === 1 ? whole.slice(0, -1) : whole;
  return Uint8Array.from(atob(usable), (char) => char.charCodeAt(0));
}

/** Bytes as text; null where they are none. */
function utf8(bytes: Uint8Array): string | null {
  const text = new TextDecoder().decode(bytes);
  const readable = text.match(/[\p{Script=Han}a-z0-9 ]/giu)?.length ?? 0;
  return bytes.length >= 4 && readable >= 0.7 * [...text].length ? text : null;
}

function rotate13(text: string): string {
  return text.replace(/[a-z]/gi, (char) => {
    const first = char <= "Z" ? 65 : 97;
    return String.fromCharCode(((char.charCodeAt(0) - first + 13) % 26) + first);
  });
}

function replaceBy(text: string, table: Record<string, string>): string {
  return Array.from(text.toLowerCase(), (char) => table[char] ?? char).join("");
}

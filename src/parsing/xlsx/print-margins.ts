const MARGINS = new Set(["odd", "even", "first"].flatMap((page) => [`x:${page}Header`, `x:${page}Footer`]));
const LONGEST = 1_000;
/** Fonts, sizes, colours, and fields such as the page number (ECMA-376 part 1, 18.3.1.46). */
const CODE = /&(?:"[^"]{0,100}"|K[0-9A-Fa-f]{6}|K\d\d[+-]\d{3}|\d{1,3}|[A-Z])/g;
/** Where the left, the middle or the right part begins. */
const PART = /&[LCR]/;

/** Takes the heads and feet of printed pages out of a sheet's events. */
export interface PrintMargins {
  open(name: string): void;
  text(text: string): void;
  close(name: string): void;
  /** Their parts, without codes. */
  readonly lines: string[];
}

export function createPrintMargins(): PrintMargins {
  const lines: string[] = [];
  let current: string | null = null;
  return {
    lines,
    open(name) {
      if (MARGINS.has(name)) current = "";
    },
    text(text) {
      if (current !== null && current.length < LONGEST) current += text.slice(0, LONGEST);
    },
    close(name) {
      if (current === null || !MARGINS.has(name)) return;
      for (const part of current.split(PART)) lines.push(part.replace(CODE, ""));
      current = null;
    },
  };
}

/** What the signs of fonts without letters look like, by the low byte of their code. */
const WINGDINGS: Record<number, string> = {
  108: "●",
  110: "■",
  111: "□",
  113: "□",
  114: "□",
  117: "◆",
  159: "•",
  168: "□",
  216: "➢",
  224: "→",
  251: "✗",
  252: "✓",
  253: "☒",
  254: "☑",
};
const WINGDINGS_2: Record<number, string> = { 79: "✗", 80: "✓", 82: "☑", 83: "☒", 163: "□" };
const SYMBOL: Record<number, string> = {
  163: "≤",
  174: "→",
  176: "°",
  177: "±",
  179: "≥",
  180: "×",
  183: "•",
  184: "÷",
  185: "≠",
};

/** A sign of a symbol font as a character every font has; empty for one without a likeness. */
export function readSymbol(code: number, font: string): string {
  const isPrivate = code >= 0xf000 && code <= 0xf0ff;
  if (!isPrivate && code > 0xff) return code <= 0x10ffff ? String.fromCodePoint(code) : "";
  const table = /wingdings 2/i.test(font) ? WINGDINGS_2 : /symbol/i.test(font) ? SYMBOL : WINGDINGS;
  return table[code & 0xff] ?? "";
}

/** Text of a run with its signs from symbol fonts made readable. */
export function readSymbols(text: string, font: string): string {
  if (!/[\uf000-\uf0ff]/.test(text)) return text;
  return text.replace(/[\uf000-\uf0ff]/g, (char) => readSymbol(char.charCodeAt(0), font));
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;
/** Most cells hold none of these and are taken as they are. */
const ODD = /[^\u0020-\u007e\u00a0-\ud7ff\ue000-\uffff]/;

/** A cell's text as tables hold it: trimmed, without control characters, line ends `\n`, whole characters. */
export function cleanCell(text: string): string {
  if (!ODD.test(text)) return text.trim();
  return text.replace(/\r\n?/g, "\n").replace(CONTROLS, "").trim().toWellFormed();
}

/** Division codes of the sample data; the national table has none that begins so. */
const FICTIONAL_PREFIX = "98";

/** Full name of the district that the shipped sample data describes (`knowledge/demo/`). */
export const FICTIONAL_DISTRICT = "虚构省问江市问溪区";

/** Whether a division is of the sample data's fictional place: its documents are evidence for no real one. */
export function isFictional(code: string): boolean {
  return code.startsWith(FICTIONAL_PREFIX);
}

/** A list of short texts out of a record: a list, or one text with 、 or commas between its items. */
export function readTextList(value: unknown): string[] {
  const items = Array.isArray(value) ? value : typeof value === "string" ? value.split(/[、,，;；]/) : [];
  return items
    .filter((item) => typeof item === "string" || typeof item === "number")
    .map((item) => String(item).trim())
    .filter((item) => item !== "");
}

/** Every two neighbouring UTF-16 characters of a text, in order, repeated as often as they occur. */
export function characterPairs(text: string): string[] {
  return Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => text.slice(at, at + 2));
}

import { CHARACTERS_BY_READING } from "./readings.generated.ts";
import { readingsOf } from "./readings.ts";

/** All characters that share a toneless reading with this one, itself excluded. */
export function homophonesOf(char: string): string {
  return readingsOf(char)
    .map((reading) => CHARACTERS_BY_READING[reading] ?? "")
    .join("")
    .replaceAll(char, "");
}

import { CHARACTERS_BY_READING } from "./readings.generated.ts";

const NONE: readonly string[] = [];
const readings = collectReadings();

/** Toneless pinyin of a character, every reading it has, ü written v; empty when unknown. */
export function readingsOf(char: string): readonly string[] {
  return readings.get(char) ?? NONE;
}

/** Every character that a toneless syllable may stand for; empty for letters that are none. */
export function charactersOf(syllable: string): string {
  return CHARACTERS_BY_READING[syllable] ?? "";
}

function collectReadings(): ReadonlyMap<string, readonly string[]> {
  const table = new Map<string, string[]>();
  for (const [reading, characters] of Object.entries(CHARACTERS_BY_READING)) {
    for (const character of characters) {
      const known = table.get(character);
      if (known === undefined) table.set(character, [reading]);
      else known.push(reading);
    }
  }
  return table;
}

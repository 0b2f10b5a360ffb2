import { CHARACTERS_BY_READING } from "./readings.generated.ts";

const NONE: readonly string[] = [];
const readings = collectReadings();
const heard = collectHeard();

/** Toneless pinyin of a character, every reading it has, ü written v; empty when unknown. */
export function readingsOf(char: string): readonly string[] {
  return readings.get(char) ?? NONE;
}

/** The readings of a character to ears that tell neither zh from z nor ing from in, each once. */
export function heardReadingsOf(char: string): readonly string[] {
  return heard.get(char) ?? NONE;
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

/** Equal lists are one: there are far fewer than characters. */
function collectHeard(): ReadonlyMap<string, readonly string[]> {
  const lists = new Map<string, readonly string[]>();
  return new Map(
    [...readings].map(([character, own]) => {
      const blurred = [...new Set(own.map(blur))];
      const known = lists.get(blurred.join()) ?? blurred;
      lists.set(blurred.join(), known);
      return [character, known];
    }),
  );
}

function blur(reading: string): string {
  return reading.replace(/^([zcs])h/, "$1").replace(/ng$/, "n");
}

/** Two-byte area of GBK: lead and trail bytes. */
const FIRST_LEAD = 0x81;
const LAST_LEAD = 0xfe;
const FIRST_TRAIL = 0x40;
const LAST_TRAIL = 0xfe;

/** The bytes of a character in a legacy encoding; null when the encoding does not have it. */
export type EncodeCharacter = (character: string) => readonly number[] | null;

/**
 * Makes an encoder for GBK, user-defined area included. Its table comes from the platform's decoder and takes
 * some ten milliseconds, so it is made only for text that shows damage.
 */
export function createGbkEncoder(): EncodeCharacter {
  const codes = buildCodes();
  return (character) => {
    const code = character.charCodeAt(0);
    if (code < 0x80) return [code];
    // Decoders show the lone byte 80 as €; in damaged text it is a half of something else.
    if (character === "€") return [0x80];
    const pair = codes.get(character);
    return pair === undefined ? null : [pair >> 8, pair & 0xff];
  };
}

function buildCodes(): ReadonlyMap<string, number> {
  const decoder = new TextDecoder("gb18030");
  const codes = new Map<string, number>();
  for (let lead = FIRST_LEAD; lead <= LAST_LEAD; lead++) {
    for (let trail = FIRST_TRAIL; trail <= LAST_TRAIL; trail++) {
      if (trail === 0x7f) continue;
      const character = decoder.decode(Uint8Array.of(lead, trail));
      if (character.length === 1 && character !== "\ufffd") codes.set(character, (lead << 8) | trail);
    }
  }
  return codes;
}

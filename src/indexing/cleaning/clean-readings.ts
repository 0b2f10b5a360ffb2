import type { Span } from "../../domain.ts";
import { readingsOf } from "../../language/readings.ts";
import { applyEdits, type Draft, deletions } from "./draft.ts";

/** A character followed by one or more of its readings in parentheses, as mirrors of pages add them. */
const READING = /(\p{Script=Han})((?:[(（][a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜńňǹḿ]{1,6}[)）])+)/gu;
/** A document holds readings when it has this many, and this many in a thousand characters. */
const LEAST_COUNT = 3;
const LEAST_DENSITY = 2;
/** Above this density even a reading that the table does not know is one when it carries a tone mark. */
const HIGH_DENSITY = 20;
const TONE_MARKS = /[\u0300\u0301\u0304\u030c]/g;

/** Drops readings such as 發(fā), 為(wei) and 政(zheng)(zheng); parentheses with other words stay. */
export function removeReadings(draft: Draft): Draft {
  const hits = findReadings(draft.text);
  const known = hits.filter((hit) => hit.known);
  const density = (known.length * 1000) / Math.max(1, draft.text.length);
  if (known.length < LEAST_COUNT || density < LEAST_DENSITY) return draft;
  const readings = density >= HIGH_DENSITY ? hits.filter((hit) => hit.known || hit.toned) : known;
  return applyEdits(draft, deletions(readings));
}

interface Hit extends Span {
  known: boolean;
  toned: boolean;
}

function findReadings(text: string): Hit[] {
  const hits: Hit[] = [];
  for (const match of text.matchAll(READING)) {
    const [whole, character = "", group = ""] = match;
    const end = match.index + whole.length;
    const names = group.split(/[()（）]+/).filter((name) => name !== "");
    const readings = readingsOf(character);
    hits.push({
      start: end - group.length,
      end,
      known: names.every((name) => readings.includes(withoutTone(name))),
      toned: names.some((name) => name.normalize("NFD").search(TONE_MARKS) >= 0),
    });
  }
  return hits;
}

/** fā → fa, lǜ → lv. */
function withoutTone(name: string): string {
  return name
    .normalize("NFD")
    .replace(TONE_MARKS, "")
    .replace(/u\u0308/g, "v")
    .normalize("NFC");
}

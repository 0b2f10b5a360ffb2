import { heardReadingsOf } from "../../language/readings.ts";
import type { ShelvedGuide } from "./guide-shelf.ts";

/** Characters that are mistaken for one another by their look, where they do not sound alike. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  末: "未",
  未: "末",
  己: "已",
  已: "己",
  人: "入",
  入: "人",
  土: "士",
  士: "土",
  昏: "婚",
  贷: "货",
  货: "贷",
  拆: "折",
  折: "拆",
  券: "卷",
  卷: "券",
  廷: "延",
  延: "廷",
  侯: "候",
  候: "侯",
  兔: "免",
  免: "兔",
};
const SHORTEST_NAME = 3;
const LONGEST_NAME = 12;

/** A question whose word for an item was misspelt, with the name that was meant. */
export interface MendedQuestion {
  folded: string;
  /** The name in place of the misspelt one. */
  name: string;
}

/**
 * A folded question with a guide's name in place of one that sounds or looks like it (居主证 for 居住证). Null
 * where nothing is misspelt, or where two names would do.
 */
export function mendGuideNames(folded: string, shelf: readonly ShelvedGuide[]): MendedQuestion | null {
  const byLength = new Map<number, Set<string>>();
  for (const name of shelf.flatMap(({ names }) => names)) {
    if (name.length < SHORTEST_NAME || name.length > LONGEST_NAME) continue;
    // Who says the name, or says it within a longer one, has spelt it well.
    if (folded.includes(name)) return null;
    byLength.set(name.length, (byLength.get(name.length) ?? new Set()).add(name));
  }
  for (let length = Math.min(LONGEST_NAME, folded.length); length >= SHORTEST_NAME; length--) {
    const fitting = fittingNames(folded, byLength.get(length) ?? new Set(), length);
    if (fitting.length > 1) return null;
    const [mended] = fitting;
    if (mended) return mended;
  }
  return null;
}

/** The names of one length that a part of the question is mistaken for, each with the question mended. */
function fittingNames(folded: string, names: ReadonlySet<string>, length: number): MendedQuestion[] {
  const found: MendedQuestion[] = [];
  for (let at = 0; at + length <= folded.length; at++) {
    const part = folded.slice(at, at + length);
    for (const name of names) {
      if (!isMistakenFor(part, name)) continue;
      found.push({ folded: folded.slice(0, at) + name + folded.slice(at + length), name });
    }
  }
  return found;
}

/** Whether a text differs from a name in at most half of its characters, all of which sound or look like it. */
function isMistakenFor(text: string, name: string): boolean {
  let wrong = 0;
  for (let at = 0; at < name.length; at++) {
    const [said = "", meant = ""] = [text.charAt(at), name.charAt(at)];
    if (said === meant) continue;
    wrong += 1;
    if (wrong * 2 > name.length) return false;
    if (LOOKALIKES[said] !== meant && !soundAlike(said, meant)) return false;
  }
  return wrong > 0;
}

/** Whether two characters may be taken for each other by their sound. */
function soundAlike(a: string, b: string): boolean {
  const heard = heardReadingsOf(a);
  return heardReadingsOf(b).some((reading) => heard.includes(reading));
}

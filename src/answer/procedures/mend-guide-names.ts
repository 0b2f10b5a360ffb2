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
 * Gives a folded question with a guide's name in place of one that sounds or looks like it (居主证 for 居住证). Null
 * where nothing is misspelt, or where two names would do.
 */
export type NameMender = (folded: string, shelf: readonly ShelvedGuide[]) => MendedQuestion | null;

/** Where a character stands in names. */
type NamesByCharacter = ReadonlyMap<string, readonly { name: string; at: number }[]>;

/** A mender that looks through the names of a shelf once, as long as the shelf is in use. */
export function createNameMender(): NameMender {
  const kept = new WeakMap<readonly ShelvedGuide[], NamesByCharacter>();
  return (folded, shelf) => {
    const index = kept.get(shelf) ?? indexNames(shelf);
    kept.set(shelf, index);
    return mendGuideName(folded, index);
  };
}

function indexNames(shelf: readonly ShelvedGuide[]): NamesByCharacter {
  const index = new Map<string, { name: string; at: number }[]>();
  for (const name of new Set(shelf.flatMap(({ names }) => names))) {
    if (name.length < SHORTEST_NAME || name.length > LONGEST_NAME) continue;
    for (let at = 0; at < name.length; at++) {
      const list = index.get(name.charAt(at));
      if (list) list.push({ name, at });
      else index.set(name.charAt(at), [{ name, at }]);
    }
  }
  return index;
}

function mendGuideName(folded: string, index: NamesByCharacter): MendedQuestion | null {
  const fitting: { name: string; start: number }[] = [];
  for (const [name, starts] of alignNames(folded, index)) {
    for (const [start, same] of starts) {
      // Who says the name, or says it within a longer one, has spelt it well.
      if (same === name.length) return null;
      if (same * 2 >= name.length && isMistakenFor(folded, start, name)) fitting.push({ name, start });
    }
  }
  const longest = Math.max(0, ...fitting.map(({ name }) => name.length));
  const [meant, other] = fitting.filter(({ name }) => name.length === longest);
  if (!meant || other) return null;
  const { name, start } = meant;
  return { folded: folded.slice(0, start) + name + folded.slice(start + name.length), name };
}

/** Names by where they would stand in a text, with how many of their characters stand there. */
function alignNames(folded: string, index: NamesByCharacter): Map<string, Map<number, number>> {
  const aligned = new Map<string, Map<number, number>>();
  for (let i = 0; i < folded.length; i++) {
    for (const { name, at } of index.get(folded.charAt(i)) ?? []) {
      const start = i - at;
      if (start < 0 || start + name.length > folded.length) continue;
      const starts = aligned.get(name);
      if (starts) starts.set(start, (starts.get(start) ?? 0) + 1);
      else aligned.set(name, new Map([[start, 1]]));
    }
  }
  return aligned;
}

/** Whether all characters of a text that differ from those of a name sound or look like them. */
function isMistakenFor(text: string, start: number, name: string): boolean {
  for (let at = 0; at < name.length; at++) {
    const [said, meant] = [text.charAt(start + at), name.charAt(at)];
    if (said !== meant && LOOKALIKES[said] !== meant && !soundAlike(said, meant)) return false;
  }
  return true;
}

/** Whether two characters may be taken for each other by their sound. */
function soundAlike(a: string, b: string): boolean {
  const heard = heardReadingsOf(a);
  return heardReadingsOf(b).some((reading) => heard.includes(reading));
}

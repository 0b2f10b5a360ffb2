import { readFileSync } from "node:fs";
import { createLexicon, type Lexicon, parseLexicon } from "../../src/language/lexicon.ts";
import { createRegionTable, type RegionTable } from "../../src/language/regions.ts";
import { parseRegionData } from "../../src/language/regions-data.ts";
import { parseThesaurus } from "../../src/language/thesaurus.ts";

const KNOWLEDGE = new URL("../../knowledge/", import.meta.url);

/** Text of a shipped knowledge file. */
export function readKnowledge(name: string): string {
  return readFileSync(new URL(name, KNOWLEDGE), "utf8");
}

/** The shipped division table. */
export function shippedRegions(): RegionTable {
  return createRegionTable(
    parseRegionData({
      divisions: readKnowledge("regions.json"),
      history: readKnowledge("regions-history.yaml"),
      words: readKnowledge("regions-words.yaml"),
    }),
  );
}

/** The shipped lexicon. */
export function shippedLexicon(): Lexicon {
  return createLexicon([
    ...parseLexicon(readKnowledge("lexicon.yaml")),
    ...parseThesaurus(readKnowledge("thesaurus.txt")),
  ]);
}

/** Front matter and body of a shipped Markdown file. */
export function splitShippedFile(text: string): { front: string; body: string } {
  const [, front = "", body = ""] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(text) ?? [];
  return { front, body };
}

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Config } from "./config.ts";
import { type LexiconEntry, parseLexicon } from "./language/lexicon.ts";
import { parseRegionData, type RegionData } from "./language/regions-data.ts";
import { parseThesaurus, type SynonymGroup } from "./language/thesaurus.ts";
import { PACKAGE_ROOT } from "./node-runtime.ts";

const KNOWLEDGE = join(PACKAGE_ROOT, "knowledge");
/** An operator's own lexicon, in the data directory; its entries go before the shipped ones. */
const OWN_LEXICON = "lexicon.yaml";

/** Folders of shipped documents for each setting of WENBAN_KNOWLEDGE. */
const SHIPPED: Record<Config["knowledge"], readonly string[]> = {
  all: ["procedures", "reforms"],
  procedures: ["procedures"],
  none: [],
};

/** The division table's data as shipped. */
export async function readRegionData(): Promise<RegionData> {
  const [divisions = "", history = "", words = "", fiction = ""] = await Promise.all(
    ["regions.json", "regions-history.yaml", "regions-words.yaml", "demo/regions.json"].map(readShipped),
  );
  return parseRegionData({ divisions, history, words, fiction });
}

/** The shipped lexicon and thesaurus; an operator's own entries, if there are any, stand before them. */
export async function readLexiconEntries(dataDir?: string): Promise<(LexiconEntry | SynonymGroup)[]> {
  const path = dataDir === undefined ? null : join(dataDir, OWN_LEXICON);
  const own = path === null ? null : await readFile(path, "utf8").catch(() => null);
  const shipped = [
    ...parseLexicon(await readShipped("lexicon.yaml")),
    ...parseThesaurus(await readShipped("thesaurus.txt")),
  ];
  return own === null ? shipped : [...parseLexicon(own), ...shipped];
}

/** The shipped folders that the configuration asks for. */
export function shippedPaths(knowledge: Config["knowledge"]): string[] {
  return SHIPPED[knowledge].map((folder) => join(KNOWLEDGE, folder));
}

/** The sample data of a fictional district; shown until the operator names a region. */
export function samplePaths(): string[] {
  return [join(KNOWLEDGE, "demo", "procedures"), join(KNOWLEDGE, "demo", "registers")];
}

function readShipped(name: string): Promise<string> {
  return readFile(join(KNOWLEDGE, name), "utf8");
}

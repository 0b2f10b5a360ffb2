import { readFileSync } from "node:fs";
import { createRegionTable, type RegionTable } from "../../src/language/regions.ts";
import { parseRegionData } from "../../src/language/regions-data.ts";

/** The division table as shipped. */
export const shippedRegions: RegionTable = readShippedRegions();

function readShippedRegions(): RegionTable {
  const read = (name: string) => readFileSync(new URL(`../../knowledge/${name}`, import.meta.url), "utf8");
  return createRegionTable(
    parseRegionData({
      divisions: read("regions.json"),
      history: read("regions-history.yaml"),
      words: read("regions-words.yaml"),
      fiction: read("demo/regions.json"),
    }),
  );
}

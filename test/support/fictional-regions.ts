import { createRegionTable, type RegionTable } from "../../src/language/regions.ts";

/** A country of one province with two cities that both have a 青湖区. */
export const fictionalRegions: RegionTable = createRegionTable({
  divisions: [
    { code: "990000", name: "云州省", short: "云州" },
    { code: "990100", name: "安宁市", short: "安宁" },
    { code: "990102", name: "青湖区", short: null },
    { code: "990103", name: "松岭区", short: "松岭" },
    { code: "990200", name: "广陵市", short: "广陵" },
    { code: "990202", name: "青湖区", short: null },
  ],
  former: [],
  splits: [],
  needsSuffix: new Set(),
  needsContext: new Set(),
  needsParent: new Set(),
  phrases: new Set(),
});

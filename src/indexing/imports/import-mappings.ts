import { WenbanError } from "../../errors.ts";
import { headerSignature } from "../registers/list-tables.ts";
import { matchLabel } from "../tables/label.ts";
import { importPaths, readJson, replaceFile } from "./import-files.ts";

/** Fields of columns by label. */
export type Mapping = Record<string, string>;

/** Corrections that operators made, by kind of import and header. */
type Mappings = Record<string, Mapping>;

/** The corrections kept for a header; empty where there are none. */
export async function readMapping(
  dataDir: string,
  kind: string,
  labels: readonly (readonly string[])[],
): Promise<Mapping> {
  const kept = ((await readJson(importPaths(dataDir).mappings)) ?? {}) as Mappings;
  return Object.assign({}, ...labels.map((header) => kept[keyOf(kind, header)] ?? {}));
}

/** Keeps corrections for the next file with the same header. */
export async function keepMapping(
  dataDir: string,
  kind: string,
  labels: readonly string[],
  mapping: Mapping,
): Promise<void> {
  if (Object.keys(mapping).length === 0) return;
  const { mappings } = importPaths(dataDir);
  const kept = ((await readJson(mappings)) ?? {}) as Mappings;
  const key = keyOf(kind, labels);
  const merged = { ...kept, [key]: { ...kept[key], ...mapping } };
  if (JSON.stringify(merged) !== JSON.stringify(kept))
    await replaceFile(mappings, `${JSON.stringify(merged, null, 2)}\n`);
}

function keyOf(kind: string, labels: readonly string[]): string {
  return `${kind}:${headerSignature(labels)}`;
}

/**
 * Makes sure that every correction speaks of a column that is there.
 * @throws WenbanError `import.unknown_column` that names the columns
 */
export function checkMapping(mapping: Mapping, labels: readonly (readonly string[])[]): void {
  const known = new Set(labels.flat().map(matchLabel));
  const unknown = Object.keys(mapping).filter((label) => !known.has(matchLabel(label)));
  if (unknown.length === 0) return;
  const columns = [...new Set(labels.flat())].filter((label) => label !== "").join("、");
  throw new WenbanError(
    "bad_input",
    "import.unknown_column",
    `表里没有这一列：${unknown.join("、")}。No such column.`,
    { hint: columns === "" ? "没有找到表头。No header was found." : `表里的列有：${columns}。` },
  );
}

import type { ParsedBlock, ParsedFile } from "../../parsing/parsed-file.ts";
import { flatten } from "../formats/compose-text.ts";
import { readListTables } from "./list-tables.ts";

/**
 * An office file as one file for each list in it: tables with the same header stay together, with the
 * paragraphs above them; what belongs to no list comes last. A file with no more than one list comes back as
 * it is.
 */
export function groupTables(parsed: ParsedFile): ParsedFile[] {
  const groups = new Map<string, ParsedBlock[]>();
  const rest: ParsedBlock[] = [];
  let above: ParsedBlock[] = [];
  for (const [block, signature] of signaturesOf(parsed)) {
    if (block.type === "paragraph") above.push(block);
    else {
      const target = signature === null ? rest : (groups.get(signature) ?? []);
      if (signature !== null) groups.set(signature, target);
      target.push(...above, block);
      above = [];
    }
  }
  rest.push(...above);
  if (groups.size < 2) return [parsed];
  const files = [...groups.values(), ...(rest.length > 0 ? [rest] : [])];
  return files.map((blocks, at) => ({ blocks, warnings: at === 0 ? parsed.warnings : [] }));
}

/** Each block with the signature of the list it is; null for what is no list. */
function* signaturesOf(parsed: ParsedFile): Generator<[ParsedBlock, string | null]> {
  const tables = parsed.blocks.filter((block) => block.type === "table");
  const above = paragraphsAbove(parsed);
  const lined = tables.map(({ name, rows }, table) => ({
    name,
    above: above[table] ?? [],
    // Only the identity of the rows matters here: any place in the text will do.
    rows: rows.map((cells) => ({ cells, start: table, end: table + 1 })),
  }));
  const signatures = new Map(readListTables(lined).map(({ table, signature }) => [table, signature]));
  let table = 0;
  for (const block of parsed.blocks) {
    if (block.type === "paragraph") yield [block, null];
    else yield [block, signatures.get(table++) ?? null];
  }
}

/** The paragraphs between each table and the one before it. */
function paragraphsAbove({ blocks }: ParsedFile): string[][] {
  const above: string[][] = [[]];
  for (const block of blocks) {
    if (block.type === "table") above.push([]);
    else above.at(-1)?.push(flatten(block.text));
  }
  return above;
}

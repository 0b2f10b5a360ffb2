import { WenbanError } from "../errors.ts";
import type { ParsedBlock, ParsedFile } from "./parsed-file.ts";

/** Characters that one file may give, 64 MB as the engine holds them. */
const MOST_CHARACTERS = 32 << 20;
/** What a cell or block weighs beside its characters, so that a million empty ones count too. */
const CELL_WEIGHT = 4;
/** A table is looked at as a whole, for a list or guides: no document has ten thousands of them. */
const TABLE_WEIGHT = 2_000;

/** @throws WenbanError `ingest.text_too_large` when a file gives more text than any document has */
export function checkOutputSize({ blocks }: ParsedFile): void {
  let weight = 0;
  for (const block of blocks) {
    weight += weigh(block);
    if (weight > MOST_CHARACTERS) throw tooLarge();
  }
}

function weigh(block: ParsedBlock): number {
  if (block.type === "paragraph") return block.text.length + CELL_WEIGHT;
  let weight = TABLE_WEIGHT;
  for (const row of block.rows) for (const cell of row) weight += cell.length + CELL_WEIGHT;
  return weight;
}

function tooLarge(): WenbanError {
  return new WenbanError("unprocessable", "ingest.text_too_large", "文件展开后的文字过多，无法收录。", {
    hint: "请拆成几个较小的文件后再放入。",
  });
}

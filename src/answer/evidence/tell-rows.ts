/** A cell as shown: the name of its column, which was put before it, and what it holds. */
const NAMED_CELL = /^([^：\t]{1,40})：([^\t]+)$/;
const FEWEST_CELLS = 2;

/**
 * A shown text whose rows of tables are told as people read them: the names of the columns once, then the cells
 * side by side as they stand in the source, 「学历、年度金额：硕士，9000元；博士，15000元」. `quote` is the same
 * text as stored, without the names that were put before cells; what names its own values stays as it is.
 */
export function tellRows(shown: string, quote: string): string {
  const told: string[] = [];
  let names: string | null = null;
  for (const line of shown.split("\n")) {
    const row = readRow(line, quote);
    if (row !== null && row.names === names) told.push(`${told.pop() ?? ""}；${row.cells}`);
    else told.push(row === null ? line : `${row.names}：${row.cells}`);
    names = row?.names ?? null;
  }
  return told.join("\n");
}

/** The names and the cells of a row, or null for a line that is none. */
function readRow(line: string, quote: string): { names: string; cells: string } | null {
  const cells = line.split("\t").map((cell) => NAMED_CELL.exec(cell.trim()));
  const isRow =
    cells.length >= FEWEST_CELLS && cells.every((cell) => cell !== null && !quote.includes(cell[0]));
  if (!isRow) return null;
  const column = (group: number) => cells.map((cell) => cell?.[group] ?? "");
  return { names: column(1).join("、"), cells: column(2).join("，") };
}

const WIDE = /[\p{sc=Han}\u3000-\u303f\uff00-\uff60]/u;

/** Columns a terminal takes for the text: Han characters and full-width signs take two. */
function widthOf(text: string): number {
  return [...text].reduce((width, character) => width + (WIDE.test(character) ? 2 : 1), 0);
}

/** Rows as aligned lines: the first column to the left, the others to the right. */
export function alignRows(rows: readonly (readonly string[])[]): string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_none, column) =>
    Math.max(...rows.map((row) => widthOf(row[column] ?? ""))),
  );
  return rows.map((row) => row.map((cell, column) => pad(cell, widths[column] ?? 0, column)).join("  "));
}

function pad(cell: string, width: number, column: number): string {
  const blanks = " ".repeat(Math.max(0, width - widthOf(cell)));
  return column === 0 ? cell + blanks : blanks + cell;
}

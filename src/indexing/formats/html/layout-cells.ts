import type { PageNode } from "./page-node.ts";
import { walkVisible } from "./walk-visible.ts";

/** What begins a paragraph: old pages break their lines with `br` alone. */
const BLOCK = /^(?:p|div|br|h[1-6]|ul|ol|li|dl|blockquote|center|pre)$/;
/** Longest cell of a table that is read as rows and columns, where it has paragraphs of its own. */
const LONGEST_CELL = 300;
const FEWEST_BLOCKS = 3;

/**
 * Cells that only lay the page out, as old pages do with all they show: those that hold a table, and those
 * that hold a text of several paragraphs. They are read as blocks, not as cells of a row.
 */
export function findLayoutCells(root: PageNode): Set<PageNode> {
  const cells = new Set<PageNode>();
  const open: { cell: PageNode; letters: number; blocks: number; hasTable: boolean }[] = [];
  walkVisible(root, {
    enter(element) {
      const cell = open.at(-1);
      if (cell && element.name === "table") cell.hasTable = true;
      if (cell && BLOCK.test(element.name ?? "")) cell.blocks++;
      if (element.name === "td" || element.name === "th") {
        open.push({ cell: element, letters: 0, blocks: 0, hasTable: false });
      }
    },
    leave(element) {
      if (element !== open.at(-1)?.cell) return;
      const cell = open.pop();
      if (!cell) return;
      const isText = cell.letters > LONGEST_CELL && cell.blocks >= FEWEST_BLOCKS;
      if (cell.hasTable || isText) cells.add(element);
      const outer = open.at(-1);
      if (outer) outer.letters += cell.letters;
    },
    text(data) {
      const cell = open.at(-1);
      if (cell) cell.letters += data.trim().length;
    },
  });
  return cells;
}

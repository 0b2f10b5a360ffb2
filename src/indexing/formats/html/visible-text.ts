import { findLayoutCells } from "./layout-cells.ts";
import type { PageNode } from "./page-node.ts";
import { type Visitor, walkVisible } from "./walk-visible.ts";

const BLOCKS = new Set(
  "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure form h1 h2 h3 h4 h5 h6 header hr html legend li main ol p pre section summary table tbody tfoot thead tr ul".split(
    " ",
  ),
);
/**
 * The visible text below a node without the boxes left out: one block or table row per line, cells separated
 * by a tab, white space collapsed as a browser does, nothing added. Walks without recursion, so that no depth
 * overflows the stack, and stops behind `most` characters.
 */
export function readVisibleText(
  root: PageNode,
  most = Number.POSITIVE_INFINITY,
  leftOut?: ReadonlySet<PageNode>,
): string {
  const writer = createLineWriter();
  const layout = findLayoutCells(root);
  const isCell = (element: PageNode) =>
    (element.name === "td" || element.name === "th") && element !== root && !layout.has(element);
  const isBlock = ({ name = "" }: PageNode) => BLOCKS.has(name) || name === "td" || name === "th";
  let length = 0;
  const visitor: Visitor = {
    enter: (element) => {
      if (isCell(element)) writer.enterCell();
      else if (element.name === "br" || isBlock(element)) writer.breakLine();
    },
    leave: (element) => {
      if (isCell(element)) writer.leaveCell();
      else if (isBlock(element)) writer.breakLine();
    },
    text: (data, isPreformatted) => {
      length += data.length;
      writer.write(data, isPreformatted);
    },
    isDone: () => length > most,
  };
  walkVisible(root, visitor, leftOut);
  return writer.finish();
}

interface LineWriter {
  write(text: string, isPreformatted: boolean): void;
  breakLine(): void;
  enterCell(): void;
  leaveCell(): void;
  finish(): string;
}

const COLLAPSIBLE = /[ \t\n\r\f]+/g;

/** Collects lines; inside a table cell a line break is a space, and cells of a row share a line. */
function createLineWriter(): LineWriter {
  const lines: string[] = [];
  let line: string[] = [];
  let cells = 0;
  const flush = () => {
    const text = line
      .join("")
      .replace(/ +/g, " ")
      .replace(/ *\t */g, "\t");
    if (text.trim() !== "") lines.push(text.replace(/^ +|[ \t]+$/g, ""));
    line = [];
  };
  return {
    write(text, isPreformatted) {
      if (!isPreformatted || cells > 0) line.push(text.replace(COLLAPSIBLE, " "));
      else
        for (const [i, part] of text.split("\n").entries()) {
          if (i > 0) flush();
          line.push(part.replaceAll("\r", ""));
        }
    },
    breakLine() {
      if (cells > 0) line.push(" ");
      else flush();
    },
    enterCell() {
      cells++;
    },
    leaveCell() {
      cells--;
      line.push(cells > 0 ? " " : "\t");
    },
    finish() {
      flush();
      return lines.join("\n");
    },
  };
}

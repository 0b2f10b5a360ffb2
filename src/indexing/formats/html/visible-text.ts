import type { PageNode } from "./page-node.ts";

/** Elements whose content nobody reads as text of the page. */
const UNREAD = new Set(
  "script style noscript template iframe object embed svg canvas math video audio map head title select option button input textarea nav footer dialog".split(
    " ",
  ),
);
const BLOCKS = new Set(
  "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure form h1 h2 h3 h4 h5 h6 header hr html legend li main ol p pre section summary table tbody tfoot thead tr ul".split(
    " ",
  ),
);
const HIDDEN_STYLE =
  /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|pt|em|rem)?\s*(?:;|$)|opacity\s*:\s*0\s*(?:;|$)|(?:left|top|text-indent)\s*:\s*-\d{3,}px)/i;

/** Whether an element is shown to a reader of the page. */
function isVisible(element: PageNode): boolean {
  if (UNREAD.has(element.name ?? "")) return false;
  const { hidden, style } = element.attribs ?? {};
  if (hidden !== undefined) return false;
  return style === undefined || !HIDDEN_STYLE.test(style);
}

/**
 * The visible text below a node: one block or table row per line, cells separated by a tab, white space
 * collapsed as a browser does, nothing added. Walks without recursion, so that no depth overflows the stack,
 * and stops behind `most` characters.
 */
export function readVisibleText(root: PageNode, most = Number.POSITIVE_INFINITY): string {
  const writer = createLineWriter();
  let length = 0;
  walkVisible(root, {
    enter: (element) => enterElement(element, writer),
    leave: (element) => leaveElement(element, writer),
    text: (data, isPreformatted) => {
      length += data.length;
      writer.write(data, isPreformatted);
    },
    isDone: () => length > most,
  });
  return writer.finish();
}

function enterElement(element: PageNode, writer: LineWriter): void {
  if (element.name === "br") writer.breakLine();
  else if (isCell(element)) writer.enterCell();
  else if (BLOCKS.has(element.name ?? "")) writer.breakLine();
}

function leaveElement(element: PageNode, writer: LineWriter): void {
  if (isCell(element)) writer.leaveCell();
  else if (BLOCKS.has(element.name ?? "")) writer.breakLine();
}

function isCell(element: PageNode): boolean {
  return element.name === "td" || element.name === "th";
}

export interface Visitor {
  enter(element: PageNode): void;
  leave(element: PageNode): void;
  text(data: string, isPreformatted: boolean): void;
  /** Whether enough was seen. */
  isDone?(): boolean;
}

/** Visits the visible nodes below a root in document order, with a stack of its own. */
export function walkVisible(root: PageNode, visitor: Visitor): void {
  const stack: { node: PageNode; isLeaving: boolean }[] = [{ node: root, isLeaving: false }];
  let preformatted = 0;
  for (let item = stack.pop(); item !== undefined; item = stack.pop()) {
    if (visitor.isDone?.()) return;
    const { node, isLeaving } = item;
    if (node.type === "text") visitor.text(node.data ?? "", preformatted > 0);
    if (node.children === undefined || (!isLeaving && !isVisible(node))) continue;
    if (node.name === "pre") preformatted += isLeaving ? -1 : 1;
    if (isLeaving) {
      visitor.leave(node);
      continue;
    }
    visitor.enter(node);
    stack.push({ node, isLeaving: true });
    for (const child of node.children.toReversed()) stack.push({ node: child, isLeaving: false });
  }
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

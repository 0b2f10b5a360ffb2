import type { PageNode } from "./page-node.ts";

/** Elements whose content nobody reads as text of the page. */
const UNREAD = new Set(
  "script style noscript template iframe object embed svg canvas math video audio map head title select option button input textarea nav footer dialog".split(
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

export interface Visitor {
  enter(element: PageNode): void;
  leave(element: PageNode): void;
  text(data: string, isPreformatted: boolean): void;
  /** Whether enough was seen. */
  isDone?(): boolean;
}

/** Visits the visible nodes below a root that are not left out in document order, with a stack of its own. */
export function walkVisible(root: PageNode, visitor: Visitor, leftOut?: ReadonlySet<PageNode>): void {
  const stack: { node: PageNode; isLeaving: boolean }[] = [{ node: root, isLeaving: false }];
  let preformatted = 0;
  for (let item = stack.pop(); item !== undefined; item = stack.pop()) {
    if (visitor.isDone?.()) return;
    const { node, isLeaving } = item;
    if (node.type === "text") visitor.text(node.data ?? "", preformatted > 0);
    if (node.children === undefined || (!isLeaving && !isVisible(node))) continue;
    if (!isLeaving && leftOut?.has(node)) continue;
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

import type { CheerioAPI } from "cheerio";
import type { PageNode } from "./page-node.ts";
import { readVisibleText, walkVisible } from "./visible-text.ts";

/** Containers that systems of government sites use for the text of a page, the surest first. */
const CONTENT_SELECTORS = [
  "#UCAP-CONTENT",
  "#zoomcon",
  "#zoom",
  ".TRS_Editor",
  ".TRS_UEDITOR",
  ".trs_editor_view",
  ".article-content",
  ".article_content",
  ".content_article",
  ".articleContent",
  ".info_cont",
  ".pages_content",
  ".main-txt",
  "#js_content",
  "#article",
  "article",
  "#content",
  ".content",
  "main",
];
/** Share of the page's Chinese punctuation that the text of a page holds. */
const CONTENT_SHARE = 0.75;
const SELECTED_SHARE = 0.4;
const PUNCTUATION = /[。，、；：！？]|[,;:](?=\p{Script=Han})/gu;

/** The element that holds the text of the page: by selector, else the deepest with most of the punctuation. */
export function findMainContent($: CheerioAPI): PageNode {
  const body = $("body").get(0) ?? $.root().get(0);
  if (body === undefined) throw new TypeError("a parsed page has a root");
  const marks = countPunctuation(body);
  const all = marks.get(body) ?? 0;
  for (const selector of CONTENT_SELECTORS) {
    const best = mostMarked($(selector).get(), marks);
    if (best !== undefined && holdsText(best, marks, all)) return best;
  }
  return deepestWith(body, marks, all * CONTENT_SHARE);
}

function mostMarked(nodes: readonly PageNode[], marks: Map<PageNode, number>): PageNode | undefined {
  return [...nodes].sort((a, b) => (marks.get(b) ?? 0) - (marks.get(a) ?? 0))[0];
}

function holdsText(element: PageNode, marks: Map<PageNode, number>, all: number): boolean {
  const own = marks.get(element) ?? 0;
  if (all === 0) return readVisibleText(element).length >= 20;
  return own > 0 && own >= all * SELECTED_SHARE;
}

/** Marks of visible Chinese punctuation below each element. */
function countPunctuation(root: PageNode): Map<PageNode, number> {
  const marks = new Map<PageNode, number>([[root, 0]]);
  const starts: number[] = [];
  let count = 0;
  walkVisible(root, {
    enter() {
      starts.push(count);
    },
    leave(element) {
      marks.set(element, count - (starts.pop() ?? 0));
    },
    text(data) {
      count += data.match(PUNCTUATION)?.length ?? 0;
    },
  });
  marks.set(root, count);
  return marks;
}

function deepestWith(root: PageNode, marks: Map<PageNode, number>, least: number): PageNode {
  let node = root;
  if (least === 0) return node;
  for (;;) {
    const next = node.children?.find((child) => (marks.get(child) ?? 0) >= least);
    if (next === undefined) return isInline(node) && node.parent !== null ? node.parent : node;
    node = next;
  }
}

function isInline(node: PageNode): boolean {
  return /^(?:span|b|strong|font|p|a|em|td)$/.test(node.name ?? "");
}

import type { PageNode } from "./page-node.ts";
import { readVisibleText, walkVisible } from "./visible-text.ts";

/**
 * Ids, classes and elements that systems of government sites use for the text of a page, the surest first.
 */
const CONTAINERS = [
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
const RANKS: ReadonlyMap<string, number> = new Map(CONTAINERS.map((name, rank) => [name, rank]));
/** Share of the page's Chinese punctuation that the text of a page holds. */
const CONTENT_SHARE = 0.75;
const CONTAINER_SHARE = 0.4;
/** Shortest text of a container on a page without any punctuation. */
const LEAST_LENGTH = 20;
const PUNCTUATION = /[。，、；：！？]|[,;:](?=\p{Script=Han})/gu;

/** The element that holds the text of the page: a known container, else the deepest with most punctuation. */
export function findMainContent(body: PageNode): PageNode {
  const { marks, containers } = survey(body);
  const all = marks.get(body) ?? 0;
  for (const candidates of containers) {
    const best = candidates.sort((a, b) => (marks.get(b) ?? 0) - (marks.get(a) ?? 0))[0];
    if (best !== undefined && holdsText(best, marks.get(best) ?? 0, all)) return best;
  }
  return deepestWith(body, marks, all * CONTENT_SHARE);
}

function holdsText(container: PageNode, marks: number, all: number): boolean {
  if (all === 0) return readVisibleText(container, LEAST_LENGTH).length >= LEAST_LENGTH;
  return marks > 0 && marks >= all * CONTAINER_SHARE;
}

interface Survey {
  /** Marks of visible Chinese punctuation below each element. */
  marks: Map<PageNode, number>;
  /** Elements that are a known container, by its rank. */
  containers: PageNode[][];
}

/** Walks the page once. */
function survey(root: PageNode): Survey {
  const marks = new Map<PageNode, number>();
  const containers: PageNode[][] = CONTAINERS.map(() => []);
  const starts: number[] = [];
  let count = 0;
  walkVisible(root, {
    enter(element) {
      starts.push(count);
      for (const name of namesOf(element)) {
        const rank = RANKS.get(name);
        if (rank !== undefined) containers[rank]?.push(element);
      }
    },
    leave(element) {
      marks.set(element, count - (starts.pop() ?? 0));
    },
    text(data) {
      count += data.match(PUNCTUATION)?.length ?? 0;
    },
  });
  marks.set(root, count);
  return { marks, containers };
}

function namesOf({ name = "", attribs = {} }: PageNode): string[] {
  const classes = attribs.class === undefined ? [] : attribs.class.split(/\s+/).map((part) => `.${part}`);
  return attribs.id === undefined ? [name, ...classes] : [name, `#${attribs.id}`, ...classes];
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

import { findFurniture } from "./page-furniture.ts";
import type { PageNode } from "./page-node.ts";
import { surveyPage, type Weight } from "./page-survey.ts";
import { readVisibleText } from "./visible-text.ts";

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
  ".v_news_content",
  "#vsb_content",
  "#fontzoom",
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
/** Share of the page's prose that an element must hold to stand for the whole. */
const CONTENT_SHARE = 0.8;
const CONTAINER_SHARE = 0.45;
/** Shortest text of a page. */
const LEAST_LENGTH = 20;

/** The text of a page: the element that holds it, and the boxes in it that are none of it. */
export interface MainContent {
  root: PageNode;
  leftOut: ReadonlySet<PageNode>;
}

/** Finds the text of a page: a known container, else the deepest element with most of the prose. */
export function findMainContent(body: PageNode): MainContent {
  const leftOut = findFurniture(body);
  const { weights, elements } = surveyPage(body, leftOut);
  const all = weights.get(body)?.prose ?? 0;
  const proseOf = (element: PageNode) => weights.get(element)?.prose ?? 0;
  const holds = (element: PageNode) =>
    all === 0
      ? readVisibleText(element, LEAST_LENGTH).length >= LEAST_LENGTH
      : proseOf(element) > 0 && proseOf(element) >= all * CONTAINER_SHARE;
  for (const candidates of containersOf(elements)) {
    const best = candidates.sort((a, b) => proseOf(b) - proseOf(a))[0];
    if (best !== undefined && holds(best)) return { root: best, leftOut };
  }
  return { root: deepestWith(body, weights, all * CONTENT_SHARE), leftOut };
}

/** Elements that are a known container, by its rank. */
function containersOf(elements: readonly PageNode[]): PageNode[][] {
  const containers: PageNode[][] = CONTAINERS.map(() => []);
  for (const element of elements) {
    for (const name of namesOf(element)) {
      const rank = RANKS.get(name);
      if (rank !== undefined) containers[rank]?.push(element);
    }
  }
  return containers;
}

function namesOf({ name = "", attribs = {} }: PageNode): string[] {
  const classes = attribs.class === undefined ? [] : attribs.class.split(/\s+/).map((part) => `.${part}`);
  return attribs.id === undefined ? [name, ...classes] : [name, `#${attribs.id}`, ...classes];
}

function deepestWith(root: PageNode, weights: Map<PageNode, Weight>, least: number): PageNode {
  let node = root;
  if (least === 0) return node;
  for (;;) {
    const next = node.children?.find((child) => (weights.get(child)?.prose ?? 0) >= least);
    if (next === undefined || isPart(next)) return node;
    node = next;
  }
}

/** A paragraph, a row or a piece of a line is never the whole text: what stands beside it belongs to it. */
function isPart(node: PageNode): boolean {
  return /^(?:span|b|strong|font|p|a|em|tr|li|h[1-6]|tbody|thead)$/.test(node.name ?? "");
}

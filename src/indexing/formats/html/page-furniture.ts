import type { PageNode } from "./page-node.ts";
import { type Survey, surveyPage, type Weight } from "./page-survey.ts";

/** Parts of ids and classes that name what stands around a text, as systems of government sites write them. */
const NAMES = new Set(
  (
    "nav navbar navigation menu submenu sidebar sidenav aside crumb crumbs breadcrumb breadcrumbs bread position weizhi dqwz " +
    "footer foot copyright share sharebox bdshare related relate relation recommend xgyd xgwj xglj xgxx xgjd hot hotnews " +
    "rank ranking toolbar pagination pager pagenav prevnext qrcode ewm erweima comment comments banner login friendlink " +
    "friendlinks yqlj sitemap statement"
  ).split(" "),
);
const BOXES = /^(?:div|ul|ol|dl|table|tbody|tr|td|section|aside|center|form|nav|footer)$/;
const SMALL_BLOCKS = /^(?:div|p|li|h[1-6]|dt|dd|span|strong|b|td)$/;
/** A box that names itself as furniture is believed unless it holds this share of the page's prose. */
const MAIN_SHARE = 0.35;
const FEWEST_LINKS = 3;
const LINKED_SHARE = 0.6;
const LONGEST_LABEL = 14;
const LONGEST_STEP = 80;
const LABEL =
  /^[【[■●▪>»]*(?:相关(?:阅读|链接|文章|新闻|信息|稿件|政策|文件|推荐|报道|文档|附件下载)|推荐(?:阅读|信息|文章)|延伸阅读|热点(?:信息|新闻|推荐|关注)?|热门(?:信息|文章|推荐)|最新(?:信息|文章|更新)|猜你喜欢|友情链接|网站导航|栏目导航)[】\]:：>»]*(?:更多.{0,3})?$/;
const STEP = /^(?:上一|下一|前一|后一)[篇条页则个][:：\s]/;
const ATTACHMENT = /\.(?:docx?|xlsx?|pdf|wps|zip|rar)(?:[?#]|$)/i;

/**
 * The boxes of a page that are none of its text: menus, side columns, lists of links to other pages, steps to
 * the next page. Empty where nothing else would be left, as on a page that is a list of links itself.
 */
export function findFurniture(body: PageNode): Set<PageNode> {
  const survey = surveyPage(body);
  const all = survey.weights.get(body)?.prose ?? 0;
  const furniture = new Set<PageNode>();
  for (const element of survey.elements) {
    if (element !== body && isFurniture(element, survey, all)) furniture.add(element);
  }
  const left = surveyPage(body, furniture).weights.get(body)?.prose ?? 0;
  return left > 0 && left >= all / 2 ? furniture : new Set();
}

function isFurniture(element: PageNode, { weights }: Survey, all: number): boolean {
  const weight = weights.get(element);
  if (!weight || weight.letters === 0) return false;
  const isBox = BOXES.test(element.name ?? "");
  if (isBox && namesFurniture(element) && weight.prose < all * MAIN_SHARE) return true;
  if (isBox && isLinkList(element, weight)) return true;
  return SMALL_BLOCKS.test(element.name ?? "") && isLabelOrStep(element, weight);
}

/** `left-nav`, `xgyd_box` and `pageFooter` are read word by word. */
function namesFurniture({ name, attribs = {} }: PageNode): boolean {
  if (name === "aside") return true;
  const words = `${attribs.id ?? ""} ${attribs.class ?? ""}`
    .slice(0, 400)
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[\s_\-\d]+/);
  return words.some((word) => NAMES.has(word));
}

/** Mostly links, and no sentences around them; links to files are attachments, which belong to the text. */
function isLinkList(element: PageNode, { links, linked, letters, sentences }: Weight): boolean {
  if (links < FEWEST_LINKS || linked < letters * LINKED_SHARE || sentences > links / 4) return false;
  return !hrefsOf(element).some((href) => ATTACHMENT.test(href));
}

function hrefsOf(root: PageNode): string[] {
  const hrefs: string[] = [];
  const stack: PageNode[] = [root];
  for (let node = stack.pop(); node !== undefined && hrefs.length < 50; node = stack.pop()) {
    if (node.name === "a" && node.attribs?.href !== undefined) hrefs.push(node.attribs.href);
    for (const child of node.children ?? []) stack.push(child);
  }
  return hrefs;
}

function isLabelOrStep(element: PageNode, { letters, links }: Weight): boolean {
  if (letters > LONGEST_STEP) return false;
  const text = plainText(element);
  return (letters <= LONGEST_LABEL && LABEL.test(text)) || (links > 0 && links <= 2 && STEP.test(text));
}

function plainText(root: PageNode): string {
  let text = "";
  const stack: PageNode[] = [root];
  for (let node = stack.pop(); node !== undefined && text.length < 400; node = stack.pop()) {
    text += node.data ?? "";
    for (const child of (node.children ?? []).toReversed()) stack.push(child);
  }
  return text.trim();
}

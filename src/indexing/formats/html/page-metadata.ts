import type { CheerioAPI } from "cheerio";
import type { DeclaredMetadata, SourceDocument } from "../../loader.ts";
import { readDay } from "../../metadata/read-day.ts";

type Key = "title" | "publisher" | "publishedAt" | "url" | "siteName";

/**
 * Meta tags in the order of trust; ArticleTitle, PubDate, ContentSource and Url are those that
 * 国办发〔2017〕47号 asks of every article page.
 */
const META: Record<Key, readonly string[]> = {
  title: ["ArticleTitle", "og:title", "dc.title"],
  publisher: ["ContentSource", "article:publisher", "dc.publisher"],
  publishedAt: ["PubDate", "article:published_time", "publishdate", "dc.date"],
  url: ["Url", "og:url"],
  siteName: ["SiteName", "og:site_name"],
};
/** Sources that name no one. */
const EMPTY_SOURCE = /^(?:本站|本网|本站原创|原创|网络|互联网|其他|未知|--?)?$/;
const BYLINE_DATE =
  /(?:发布(?:时间|日期)|发表时间|公开日期|时间|日期)\s*[:：]?\s*(\d{4}\s*[-年./]\s*\d{1,2}\s*[-月./]\s*\d{1,2})/;
/** 「2025-09-05 就业服务科 (点击：12)」: a by-line that gives its day no label. */
const BYLINE_BARE_DATE =
  /^[ \t\u3000]{0,20}(\d{4}[-年./]\d{1,2}[-月./]\d{1,2})(?=[日 \t\u00a0])[^。！？；\n]{1,60}(?:点击|浏览|阅读|来源|作者|字号|字体)/m;
const BYLINE_SOURCE = /(?:信息来源|来源|发布机构|发文机关)\s*[:：]\s*([^\s|｜，。]{2,30})/;

/** The footer's 主办 names whose site it is. */
const OPERATOR =
  /(?:主办(?:单位)?|版权所有)\s*[:：]?\s*(?:©|\(c\))?\s*([\p{Script=Han}]{2,24}(?:政府|局|委员会|办公室|中心|厅|委|网|院|部|处|镇|街道))/u;
/** The part of `<title>` that names a site. */
const SITE = /(?:政府|门户|信息|政务)网|网站|政府$|[局委厅]$/;

export interface PageMetadata {
  declared: DeclaredMetadata;
  declaredFrom: SourceDocument["declaredFrom"];
}

/** What a page says of its text: meta tags, then heading and title, then the by-line outside the text. */
export function readPageMetadata($: CheerioAPI, surroundings: string): PageMetadata {
  const page: PageMetadata = { declared: {}, declaredFrom: {} };
  const metas = collectMeta($);
  for (const key of Object.keys(META) as Key[]) {
    for (const name of META[key])
      set(page, key, readMeta(key, metas.get(name.toLowerCase())), `meta:${name}`);
  }
  set(page, "url", readUrl($("link[rel=canonical]").attr("href")), "link:canonical");
  set(page, "title", headingTitle($), "html:h1");
  if (namesSiteOnly(titleParts($))) set(page, "title", titleAboveByline(surroundings), "html:byline");
  set(page, "title", titleParts($)[0], "html:title");
  set(
    page,
    "siteName",
    titleParts($)
      .slice(1)
      .findLast((part) => SITE.test(part)),
    "html:title",
  );
  const day = BYLINE_DATE.exec(surroundings)?.[1] ?? BYLINE_BARE_DATE.exec(surroundings)?.[1];
  set(page, "publishedAt", readDay(day ?? "") ?? undefined, "html:byline");
  set(page, "publisher", readSource(BYLINE_SOURCE.exec(surroundings)?.[1]), "html:byline");
  set(page, "siteName", OPERATOR.exec(surroundings)?.[1], "html:footer");
  return page;
}

/** Meta tags by lower-case name; the first of a name counts. */
function collectMeta($: CheerioAPI): Map<string, string> {
  const metas = new Map<string, string>();
  for (const element of $("meta").get()) {
    const { name, property, content } = element.attribs;
    const key = (name ?? property ?? "").trim().toLowerCase();
    const value = (content ?? "").replace(/[\s\u00a0]+/g, " ").trim();
    if (key !== "" && value !== "" && !metas.has(key)) metas.set(key, value);
  }
  return metas;
}

function set(page: PageMetadata, key: Key, value: string | undefined, from: string): void {
  if (value === undefined || value === "" || page.declared[key] !== undefined) return;
  page.declared[key] = value;
  page.declaredFrom[key] = from;
}

function readMeta(key: Key, content: string | undefined): string | undefined {
  if (content === undefined) return undefined;
  if (key === "publishedAt") return readDay(content) ?? undefined;
  if (key === "url") return readUrl(content);
  return key === "publisher" ? readSource(content) : content.slice(0, 200);
}

function readSource(source: string | undefined): string | undefined {
  return source === undefined || EMPTY_SOURCE.test(source) ? undefined : source.slice(0, 60);
}

function readUrl(url: string | undefined): string | undefined {
  return url !== undefined && /^https?:\/\//i.test(url) && URL.canParse(url) ? url : undefined;
}

function headingTitle($: CheerioAPI): string | undefined {
  const headings = $("h1").get();
  const text = headings.length === 1 ? squeeze($(headings[0] ?? "h1").text()) : "";
  return text.length >= 4 && text.length <= 120 ? text : undefined;
}

/** Many an older site gives all its pages one `<title>`, the site's own name. */
function namesSiteOnly(parts: readonly string[]): boolean {
  return parts.every((part) => SITE.test(part));
}

const BREADCRUMB = /首页|当前位置|您的位置|[>→»|\t]/;

/** The line right above the by-line, where a page prints its title. */
function titleAboveByline(surroundings: string): string | undefined {
  const lines = surroundings.split("\n").map(squeeze);
  const byline = lines.findIndex((line) => BYLINE_DATE.test(line));
  const above = lines[byline - 1] ?? "";
  const isTitle =
    above.length >= 6 && above.length <= 80 && !BREADCRUMB.test(above) && !/[。；;：:，,]$/.test(above);
  return isTitle ? above : undefined;
}

/** `<title>`, and the names of column and site behind it. */
function titleParts($: CheerioAPI): string[] {
  const text = squeeze($("head title").first().text());
  const parts = text.split(/\s*[_|｜–—]\s*|\s+-\s+|-(?=\p{Script=Han}{2,20}(?:政府|网|门户|局)[^-]{0,6}$)/u);
  return parts.map((part) => part.trim().slice(0, 120));
}

function squeeze(text: string): string {
  return text
    .slice(0, 1000)
    .replace(/[\s\u00a0]+/g, " ")
    .trim();
}

import { html, raw } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";

/** Markup whose every inserted value is escaped. */
export type Markup = HtmlEscapedString | Promise<HtmlEscapedString>;

/** What all pages say about who runs them. */
export interface PageSite {
  siteName: string;
  /** 主办单位 */
  operator: string | null;
  hotline: string;
}

/** A whole page: header, content, and a footer that names who runs it and where people answer. */
export function renderLayout(
  site: PageSite,
  page: { title: string; content: Markup; script?: boolean; widget?: boolean },
): Markup {
  return html`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${page.title} - ${site.siteName}</title>
<link rel="stylesheet" href="/assets/wenban.css">
${page.script ? html`<script src="/assets/wenban.js" defer></script>` : ""}
${page.widget ? html`<script src="/widget/v1.js" data-mode="page" data-target="body" defer></script>` : ""}
</head>
<body>
<a class="skip" href="#content">跳到正文</a>
<header class="top"><a href="/">${site.siteName}</a><span>问政策·问办事</span></header>
<main id="content">${page.content}</main>
<footer class="bottom">
${site.operator === null ? "" : html`<p>主办单位：${site.operator}</p>`}
<p>人工服务：<a href="tel:${site.hotline}">${site.hotline}</a></p>
</footer>
</body>
</html>${raw("\n")}`;
}

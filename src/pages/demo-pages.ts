import { html, raw } from "hono/html";
import type { Markup } from "./layout.ts";

/** Directives of the torture page's policy beside the service's own: no string becomes markup or code. */
export const TRUSTED_TYPES_POLICY = "require-trusted-types-for 'script'; trusted-types 'none'";

const SERVICES = ["居住证", "不动产登记", "公积金提取", "社保卡", "护照签证", "新生儿入户"];

/** A page as a site would have one, with the widget put on it by the one line that the documentation gives. */
export function renderDemoPage(): Markup {
  return renderSite(
    "问溪区人民政府（演示）",
    "demo",
    html`<script src="/widget/v1.js" defer></script>`,
    html`
<h1>办事服务</h1>
<p>这是一个演示页面：问溪区是虚构的。右下角的按钮就是一行代码放上来的问办。</p>
<ul class="cards">${SERVICES.map((name) => html`<li><a href="#${name}">${name}</a></li>`)}</ul>
<h2>通知公告</h2>
<ul><li>关于调整部分窗口办公时间的通知</li><li>关于开展居住证换发工作的公告</li></ul>
<h2>放到您的网站上</h2>
<pre><code>&lt;script src="https://您的问办网址/widget/v1.js" data-site="站点密钥" defer&gt;&lt;/script&gt;</code></pre>
<p><a href="/demo/torture">在一个难对付的网页里试试</a></p>`,
  );
}

/**
 * A page that is hard on what is embedded in it: style that grabs every element, a strict content policy with
 * Trusted Types, a body that is swapped as Turbo does, and two widgets.
 */
export function renderTorturePage(): Markup {
  return renderSite(
    "难对付的网页",
    "torture",
    html`<script src="/widget/v1.js" defer></script>
<script src="/demo/torture.js" defer></script>`,
    html`
<h1>难对付的网页</h1>
<p>这里的样式对所有元素下手，内容安全策略要求 Trusted Types，换页时只换正文，并且有两个挂件。它们都应照常可用。</p>
<p><button id="swap" type="button">换页（不刷新）</button> <span id="swaps">已换 0 次</span></p>
<h2>嵌在页面里的挂件</h2>
<div id="inline" class="frame"></div>
<script src="/widget/v1.js" data-mode="inline" data-target="#inline" defer></script>`,
  );
}

function renderSite(title: string, style: string, head: Markup, content: Markup): Markup {
  return html`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<link rel="stylesheet" href="/demo/${style}.css">
${head}
</head>
<body>
<header class="banner">${title}</header>
<main>${content}</main>
</body>
</html>${raw("\n")}`;
}

export const DEMO_STYLE = `body{margin:0;font:1rem/1.7 system-ui,"PingFang SC","Microsoft YaHei",sans-serif;color:#1a1a1a;background:#fff}
.banner{background:#b3261e;color:#fff;font-size:1.5rem;padding:1.5rem max(1rem,calc(50% - 32rem))}
main{max-width:64rem;margin:0 auto;padding:1rem}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(10rem,1fr));gap:1rem;padding:0;list-style:none}
.cards a{display:block;padding:1.25rem;border:1px solid #d5d5d5;border-radius:8px;color:#1456c0;text-decoration:none}
pre{overflow:auto;background:#f5f5f5;padding:1rem}
`;

/** What host pages are found to do to everything on them, all at once. */
export const TORTURE_STYLE = `${DEMO_STYLE}
*{box-sizing:content-box!important;letter-spacing:.2em!important;text-transform:uppercase!important;line-height:1!important}
button{all:unset!important;display:block!important;background:#ff0!important;color:#f0f!important;font-size:9px!important}
div,section,article{float:left;position:relative;z-index:999999;transform:rotate(.2deg)}
dialog,[role=dialog]{display:none!important}
input,textarea{width:10px!important;opacity:.2!important}
html{font-size:40px;direction:rtl}
wenban-widget *{display:none!important}
.frame{width:20rem;height:32rem}
`;

/** Swaps the body for a copy of itself as Turbo does when a link is followed, what is marked permanent carried over. */
export const TORTURE_SCRIPT = `"use strict";
let swaps = 0;
const arm = () => document.getElementById("swap").addEventListener("click", () => {
  const body = document.body.cloneNode(true);
  for (const script of body.querySelectorAll("script")) script.remove();
  body.querySelector("#inline").replaceWith(document.getElementById("inline"));
  document.documentElement.replaceChild(body, document.body);
  document.getElementById("swaps").textContent = "已换 " + ++swaps + " 次";
  arm();
});
arm();
`;

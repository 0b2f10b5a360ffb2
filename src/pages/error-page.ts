import { html } from "hono/html";
import type { Markup } from "./layout.ts";

/** A page for an error, in plain words; stands without any other part of the application. */
export function renderErrorPage(error: {
  status: number;
  code: string;
  message: string;
  hint?: string;
}): Markup {
  return html`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${error.message}</title>
<link rel="stylesheet" href="/assets/wenban.css">
</head>
<body>
<main>
<h1>${error.message}</h1>
${error.hint === undefined ? "" : html`<p>${error.hint}</p>`}
<p><a href="/">返回首页</a></p>
<p class="muted">${error.status} ${error.code}</p>
</main>
</body>
</html>
`;
}

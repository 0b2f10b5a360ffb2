import { html } from "hono/html";
import { pageAt, validityOn } from "../answer/citations.ts";
import type { Day, Document, Passage, Span } from "../domain.ts";
import { shownSpan } from "../language/offset-map.ts";
import { renderDocumentText } from "./document-text.ts";
import { documentWarnings, pageName, VALIDITY_NAMES } from "./labels.ts";
import { type Markup, type PageSite, renderLayout } from "./layout.ts";

/** A document as a readable page; `range` (stored offsets) is marked in the shown text. */
export function renderSourcePage(source: {
  site: PageSite;
  document: Document;
  passages: readonly Passage[];
  today: Day;
  range: Span | null;
}): Markup {
  const { site, document, passages, today, range } = source;
  const validity = validityOn(document, today);
  const marked = range === null ? null : shownSpan(document.offsets, range);
  const facts: [string, string | null][] = [
    ["发布机构", document.publisher],
    ["适用地区", document.region?.name ?? null],
    ["发布日期", document.publishedAt],
    ["施行日期", document.effectiveFrom],
    ["失效日期", document.effectiveTo],
    ["效力", VALIDITY_NAMES[validity]],
    ["最近核对", document.checkedAt],
    ["替代文件", document.supersededBy],
    ["标出的原文", range === null ? null : pageName(pageAt(document, range.start))],
  ];
  const content = html`<article>
<h1>${document.title}</h1>
${documentWarnings(document, validity).map((text) => html`<p class="warning">${text}</p>\n`)}
<dl class="facts">${facts.flatMap(([name, value]) =>
    value === null ? [] : [html`<div><dt>${name}</dt><dd>${value}</dd></div>\n`],
  )}</dl>
${isWebAddress(document.url) ? html`<p><a href="${document.url}" rel="noopener noreferrer external">打开官网原文</a></p>` : ""}
<section class="document" aria-label="正文">
${renderDocumentText(document.shown, marked, headingDepths(document, passages))}</section>
</article>`;
  return renderLayout(site, { title: document.title, content });
}

/** A guide's text names its fields, and their branches below, on lines of their own. */
function headingDepths({ procedure }: Document, passages: readonly Passage[]): Map<string, number> {
  const fields = (procedure?.fields ?? []).flatMap(({ label, branch }): [string, number][] =>
    branch === null ? [[label, 0]] : [[branch, 1]],
  );
  const headings = passages.flatMap(({ headings }) =>
    headings.map((heading, depth): [string, number] => [heading.trim(), depth]),
  );
  return new Map([...fields, ...headings]);
}

/** Addresses come from documents: only web addresses become links. */
function isWebAddress(address: string | null): address is string {
  return address !== null && /^https?:\/\//i.test(address) && URL.canParse(address);
}

import { html } from "hono/html";
import type { Answer, Citation, Comparison } from "../domain.ts";
import { FICTIONAL_DISTRICT } from "../language/fictional-place.ts";
import { fixedLabel, labelOf, pageName, VALIDITY_NAMES } from "./labels.ts";
import { type Markup, type PageSite, renderLayout } from "./layout.ts";
import { encodeDocumentId } from "./source-address.ts";

/** What stands on the page where people ask. */
export interface AskPage {
  site: PageSite & { usesModel: boolean };
  /** Where its forms go: the page itself. */
  path: "/" | "/chat";
  /** An operator's notice; null when there is none. */
  notice: string | null;
  /** What was typed, to be typed on. */
  question: string;
  region: string;
  /** Why the question was not taken. */
  problem: string | null;
  answer: Answer | null;
  /** What is said of a rating of the answer. */
  thanks?: string;
  /** Questions worth trying, shown before the first answer. */
  suggestions: readonly string[];
  /** Whether sample data answers whoever names no place. */
  showsSamples: boolean;
  /** Longest question, in code points. */
  longestQuestion: number;
}

/** The page where one asks and reads: works without a script and without a cookie. */
export function renderAskPage(page: AskPage): Markup {
  const content = html`${
    page.notice === null
      ? ""
      : html`<p class="warning" role="status">${page.notice}</p>
`
  }${page.showsSamples ? SAMPLES : ""}${page.answer === null ? renderGreeting(page.site.siteName) : ""}
<p class="label">${fixedLabel(page.site.usesModel)}</p>
${page.answer === null ? "" : renderAnswer(page.answer, page)}
${renderForm(page)}
${page.answer === null ? renderSuggestions(page) : ""}`;
  return renderLayout(page.site, {
    title: page.answer?.question.text ?? "提问",
    content,
    script: true,
    /* An answer given by the form is not taken away by the widget. */
    widget: page.path === "/chat" && page.answer === null,
  });
}

const SAMPLES = html`<p class="warning">正在演示：没有说明地区的问题按“${FICTIONAL_DISTRICT}”的示例数据回答，这个区是虚构的。设置所在地区后不再显示。</p>
`;

function renderGreeting(siteName: string): Markup {
  return html`<h1>${siteName}</h1>
<p>您好，我是${siteName}智能问答助手（AI）。我只根据已公开的政策文件和办事指南回答，并标出原文出处。请不要填写身份证号、银行卡号等个人信息。</p>`;
}

function renderForm({ path, question, region, problem, answer, longestQuestion }: AskPage): Markup {
  return html`<form method="post" action="${path}" class="ask" data-limit="${longestQuestion}">
${problem === null ? "" : html`<p class="warning" role="alert">${problem}</p>`}
<label for="question">${answer === null ? "您的问题" : "继续提问"}</label>
<textarea id="question" name="question" rows="2" required placeholder="请输入问题，例如：居住证怎么办理">${question}</textarea>
<label for="region">所在地区（可不填）</label>
<input id="region" name="region" value="${region}" placeholder="例如：浙江省杭州市余杭区" autocomplete="off">
${answer === null ? "" : html`<input type="hidden" name="conversationId" value="${answer.conversationId}">`}
<p><button type="submit">提问</button> <span id="status" role="status"></span></p>
</form>`;
}

function renderAnswer(answer: Answer, { site: { hotline }, path, thanks }: AskPage): Markup {
  const label = labelOf(answer);
  return html`<section class="answer" aria-label="回答">
<h1>${answer.question.text}</h1>
${answer.notices.map((notice) => html`<p class="warning">${notice.text}</p>\n`)}
${answer.text.split("\n").map((line) => html`<p>${renderMarks(line)}</p>\n`)}
${answer.comparison === undefined ? "" : renderComparison(answer.comparison)}
${label === null ? "" : html`<p class="label">${label}</p>`}
${answer.citations.length === 0 ? "" : renderSources(answer.citations)}
${answer.options === undefined ? "" : renderOptions(answer, path)}
${answer.related === undefined ? "" : renderRelated(answer.related)}
${thanks === undefined ? renderFeedback(answer) : html`<p class="muted" role="status">${thanks}</p>`}
<p><a href="tel:${hotline}">转人工：拨打 ${hotline}</a></p>
</section>`;
}

function renderComparison({ columns, rows }: Comparison): Markup {
  return html`<table class="comparison"><caption>对照</caption>
<thead><tr><td></td>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>${rows.map(
    ({ label, cells }) =>
      html`<tr><th scope="row">${label}</th>${cells.map(
        ({ text, citations }) =>
          html`<td>${text}${citations.flatMap((number) => renderMarks(`[${number}]`))}</td>`,
      )}</tr>\n`,
  )}</tbody></table>`;
}

/** [1] becomes a link to the source of that number. */
function renderMarks(line: string): Markup[] {
  return line.split(/(\[\d+\])/).map((piece) => {
    const number = /^\[(\d+)\]$/.exec(piece)?.[1];
    return number === undefined
      ? html`${piece}`
      : html`<a class="mark" href="#source-${number}" aria-label="依据 ${number}">${piece}</a>`;
  });
}

function renderSources(citations: readonly Citation[]): Markup {
  return html`<details open><summary>依据 ${citations.length} 处原文</summary>
<ol class="sources">${citations.map(
    (citation) => html`<li id="source-${citation.number}" value="${citation.number}">
<p>《${citation.title}》${describeCitation(citation)}</p>
<blockquote>${citation.shown}</blockquote>
<p><a href="${citation.sourceUrl}">查看原文位置</a></p>
</li>\n`,
  )}</ol></details>`;
}

function describeCitation({ publisher, publishedAt, page, validity }: Citation): string {
  const state = validity === "unknown" ? null : VALIDITY_NAMES[validity];
  const facts = [publisher, publishedAt, pageName(page), state];
  return facts.flatMap((fact) => (fact === null ? [] : [` · ${fact}`])).join("");
}

function renderOptions({ options = [], conversationId }: Answer, path: string): Markup {
  return html`<form method="post" action="${path}" class="options">
<input type="hidden" name="conversationId" value="${conversationId}">
${options.map((option) => html`<button name="question" value="${option.question}">${option.label}</button>\n`)}</form>`;
}

function renderRelated(related: NonNullable<Answer["related"]>): Markup {
  return html`<p>最接近的 ${related.length} 份文件：</p>
<ul>${related.map(
    ({ documentId, title }) =>
      html`<li><a href="/sources/${encodeDocumentId(documentId)}">${title}</a></li>\n`,
  )}</ul>`;
}

function renderFeedback({ messageId }: Answer): Markup {
  return html`<form method="post" action="/feedback" class="options">
<input type="hidden" name="messageId" value="${messageId}">
<span>这个回答有帮助吗？</span>
<button name="rating" value="up">有帮助</button> <button name="rating" value="down">没帮助</button>
</form>`;
}

function renderSuggestions({ suggestions: questions, path }: AskPage): Markup {
  if (questions.length === 0) return html``;
  return html`<section><h2>大家常问</h2>
<form method="post" action="${path}" class="options">
${questions.map((question) => html`<button name="question" value="${question}">${question}</button>\n`)}</form></section>`;
}

/** What is said of a rating. */
export const THANKS = { up: "谢谢，已收到。", down: "谢谢指正，工作人员会核查这条回答。" };

/** The page after a rating of an answer that is no longer kept. */
export function renderThanksPage(site: PageSite, rating: keyof typeof THANKS): Markup {
  const title = THANKS[rating];
  return renderLayout(site, { title, content: html`<h1>${title}</h1><p><a href="/">返回首页</a></p>` });
}

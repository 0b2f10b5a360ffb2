import type { Answer, Comparison } from "../../domain.ts";
import { isGenerated, labelKeyOf } from "../answer/answer-label.ts";
import { copiedEnd } from "../answer/copied-text.ts";
import { renderText } from "./blocks-view.ts";
import { renderActions, renderEmergencyNumbers } from "./card-actions.ts";
import { createQuoteSlot, renderSources } from "./citation-view.ts";
import { h, ICONS, icon } from "./dom.ts";
import { renderFeedback } from "./feedback-view.ts";
import type { ViewContext } from "./view-context.ts";

/** Notices without which an answer would mislead; the others only say what kind of text it is. */
const WARNINGS = /^(?:expired|not_yet_effective|other_region)$/;
const UNRATED = /^(?:small_talk|stopped|error_)/;

/** A whole answer, in the order that never changes: warnings, text, label, sources, what to do next. */
export function renderAnswer(answer: Answer, context: ViewContext): HTMLElement {
  const { say } = context;
  const label = labelKeyOf(answer);
  const card = h(
    "div",
    { class: "card" },
    ...renderNotices(answer),
    renderText(answer, context),
    answer.comparison && renderComparison(answer.comparison, answer, context),
    renderEmergencyNumbers(answer),
    label && h("p", { class: "label" }, say(label)),
    renderSources(answer.citations, context),
    renderOptions(answer, context),
    renderRelated(answer, context),
    UNRATED.test(answer.outcome) ? null : renderFeedback(answer.messageId, context),
    renderActions(answer, context),
  );
  if (isGenerated(answer)) labelCopies(card, answer, context);
  return card;
}

/** Warnings as they stand above an answer. */
function renderNotices({ notices }: Answer): HTMLElement[] {
  return notices.map(({ code, text }) => {
    const isWarning = WARNINGS.test(code);
    return h("p", { class: isWarning ? "strip warning" : "strip" }, icon(ICONS.warning), h("span", {}, text));
  });
}

function renderComparison(
  { columns, rows }: Comparison,
  { citations }: Answer,
  context: ViewContext,
): HTMLElement {
  const { say } = context;
  const slot = createQuoteSlot(context);
  const renderCell = ({ text, citations: numbers }: Comparison["rows"][number]["cells"][number]) => {
    const cited = citations.filter(({ number }) => numbers.includes(number));
    return h("td", {}, text, ...cited.map(slot.renderMark));
  };
  const head = h("tr", {}, h("td"), ...columns.map((column) => h("th", { scope: "col" }, column)));
  const body = rows.map(({ label, cells }) =>
    h("tr", {}, h("th", { scope: "row" }, label), ...cells.map(renderCell)),
  );
  const table = h(
    "table",
    {},
    h("caption", { class: "unseen" }, say("comparison")),
    h("thead", {}, head),
    h("tbody", {}, ...body),
  );
  const box = h(
    "div",
    { class: "table", tabindex: 0, role: "region", "aria-label": say("comparison") },
    table,
  );
  return h("div", {}, box, slot.element);
}

/** Choices of a clarification, or questions that may follow. */
function renderOptions({ options = [], outcome }: Answer, { say, ask }: ViewContext): HTMLElement | null {
  if (options.length === 0) return null;
  const chips = options.map(({ label, question }) =>
    h("button", { type: "button", class: "chip", lang: "zh-CN", click: () => ask(question) }, label),
  );
  const title = outcome === "clarify" ? null : h("p", { class: "title" }, say("followUps"));
  return h("div", { class: "chips" }, title, ...chips);
}

function renderRelated({ related = [] }: Answer, { say, server }: ViewContext): HTMLElement | null {
  if (related.length === 0) return null;
  const items = related.map(({ documentId, title }) => {
    const path = documentId.split("/").map(encodeURIComponent).join("/");
    const href = server.resolve(`/sources/${path}`);
    const inNewWindow = h("span", { class: "unseen" }, say("newWindow"));
    return h("li", {}, h("a", { href, target: "_blank", rel: "noopener" }, `《${title}》`, inNewWindow));
  });
  return h(
    "div",
    { class: "related" },
    h("p", { class: "title" }, say("related", { n: related.length })),
    h("ul", {}, ...items),
  );
}

/** What a model wrote says so wherever it is pasted, also when only a part was selected. */
function labelCopies(card: HTMLElement, answer: Answer, { say, server, root }: ViewContext): void {
  card.addEventListener("copy", (event) => {
    const selection = selectionIn(root);
    if (!selection || !event.clipboardData) return;
    event.clipboardData.setData("text/plain", `${selection}\n${copiedEnd(answer, say, server.resolve)}`);
    event.preventDefault();
  });
}

/** Chrome keeps a selection of its own per shadow root; others have one for the document. */
function selectionIn(root: ShadowRoot): string {
  const own = root as ShadowRoot & { getSelection?(): Selection | null };
  return (own.getSelection?.() ?? document.getSelection())?.toString() ?? "";
}

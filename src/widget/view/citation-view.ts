import type { Citation } from "../../domain.ts";
import { originalAddress } from "../answer/text-fragment.ts";
import { h } from "./dom.ts";
import type { Say } from "./say.ts";
import type { ViewContext } from "./view-context.ts";

/** States that a reader must not miss. */
const LAPSED = /^(?:amended|repealed|not_yet_effective)$/;

/** A quote with who published it, when, and whether it holds, and the ways to its place. */
function renderCitation(citation: Citation, context: ViewContext): HTMLElement {
  const { number, title } = citation;
  return h(
    "figure",
    { class: "citation" },
    h("figcaption", {}, h("b", {}, `[${number}] 《${title}》`), describe(citation, context.say)),
    renderQuote(citation, context),
  );
}

/** All sources of an answer, quotes of one document under its name. */
export function renderSources(citations: readonly Citation[], context: ViewContext): HTMLElement | null {
  if (citations.length === 0) return null;
  const documents = new Map<string, Citation[]>();
  for (const citation of citations) {
    documents.set(citation.documentId, [...(documents.get(citation.documentId) ?? []), citation]);
  }
  const items = [...documents.values()].map((quotes) => {
    const [first] = quotes as [Citation, ...Citation[]];
    return h(
      "li",
      {},
      h("p", { class: "source" }, h("b", {}, `《${first.title}》`), describe(first, context.say)),
      ...quotes.map((citation) => renderQuote(citation, context, `[${citation.number}]`)),
    );
  });
  const summary = h("summary", {}, context.say("sources", { n: citations.length }));
  return h("details", { class: "sources" }, summary, h("ul", {}, ...items));
}

/** A place beneath a line for the quotes of its marks, one at a time. */
export interface QuoteSlot {
  element: HTMLElement;
  /** A mark that opens its quote in the place, and closes it again. */
  renderMark(citation: Citation): HTMLElement;
}

export function createQuoteSlot(context: ViewContext): QuoteSlot {
  const element = h("div");
  let open: HTMLElement | null = null;
  const show = (mark: HTMLElement, citation: Citation): void => {
    const isOpen = open === mark;
    open?.setAttribute("aria-expanded", "false");
    element.textContent = "";
    open = isOpen ? null : mark;
    if (isOpen) return;
    mark.setAttribute("aria-expanded", "true");
    element.append(renderCitation(citation, context));
    context.emit("citation", { documentId: citation.documentId, number: citation.number });
  };
  return {
    element,
    renderMark(citation) {
      const name = `${context.say("citation", { n: citation.number })}《${citation.title}》`;
      const mark: HTMLElement = h(
        "button",
        {
          type: "button",
          class: "mark",
          "aria-expanded": "false",
          "aria-label": name,
          click: () => show(mark, citation),
        },
        String(citation.number),
      );
      return mark;
    },
  };
}

function renderQuote(citation: Citation, { say, server }: ViewContext, number = ""): HTMLElement {
  const { shown, quote, url, sourceUrl } = citation;
  const original = originalAddress(url, quote, "fragmentDirective" in document);
  return h(
    "div",
    { class: "quote" },
    h(
      "blockquote",
      { lang: "zh-CN", "aria-label": say("quote") },
      number && h("span", {}, `${number} `),
      shown,
    ),
    h(
      "p",
      { class: "ways" },
      renderWay(say("viewSource"), server.resolve(sourceUrl), say),
      original && renderWay(say("openOriginal"), original, say),
    ),
  );
}

function renderWay(name: string, href: string, say: Say): HTMLElement {
  return h(
    "a",
    { href, target: "_blank", rel: "noopener" },
    name,
    h("span", { class: "unseen" }, say("newWindow")),
  );
}

function describe({ publisher, publishedAt, page, validity }: Citation, say: Say): HTMLElement {
  const state = validity === "unknown" ? null : say(`validity_${validity}`);
  const facts = [publisher, publishedAt, page === undefined ? null : say("page", { n: page })];
  const text = facts.filter(Boolean).join(" · ");
  const badge = state && h("span", { class: LAPSED.test(validity) ? "state lapsed" : "state" }, state);
  return h("span", { class: "facts" }, text, badge);
}

import { h } from "./dom.ts";
import type { TurnView } from "./turn-view.ts";
import type { ViewContext } from "./view-context.ts";

/** The conversation as it scrolls. */
export interface LogView {
  element: HTMLElement;
  /** Adds a turn at the end and brings its question to the top: answers are read from their beginning. */
  add(turn: TurnView): void;
  /** Says something between turns. */
  remark(text: string): void;
  /** Brings the last question to the top. */
  showLatest(): void;
  setBusy(busy: boolean): void;
}

export function createLogView(
  { say, site, locale, ask }: ViewContext,
  questions: readonly string[],
): LogView {
  const greeting = h(
    "div",
    { class: "greeting" },
    h("p", {}, say("greeting", { site: site.siteName })),
    site.operator !== null && h("p", { class: "when-large" }, say("operator", { operator: site.operator })),
  );
  const chips = questions.map((question) =>
    h(
      "button",
      { type: "button", class: "chip", lang: locale === "en" ? "zh-CN" : null, click: () => ask(question) },
      question,
    ),
  );
  const suggestions = h("div", { class: "chips" }, h("p", { class: "title" }, say("suggestions")), ...chips);
  const turns = h("div", { class: "turns" }, greeting, chips.length > 0 && suggestions);
  const latest = h("button", { type: "button", class: "latest", hidden: true }, say("latest"));
  const element = h(
    "div",
    { class: "log", role: "log", "aria-live": "off", "aria-label": say("log"), tabindex: 0 },
    turns,
    latest,
  );
  let last: HTMLElement | null = null;
  const showLatest = (): void => {
    /* On low screens the whole panel scrolls. Never the page: that is not the widget's to move. */
    const isScroller = getComputedStyle(element).overflowY !== "visible";
    const scroller = (isScroller ? element : element.parentElement) ?? element;
    if (last) scroller.scrollTop += last.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
  };
  const watch = (): void => {
    const { bottom } = element.getBoundingClientRect();
    latest.hidden = last === null || last.getBoundingClientRect().top < bottom;
  };
  element.addEventListener("scroll", watch, { passive: true });
  latest.addEventListener("click", showLatest);

  return {
    element,
    add(turn) {
      suggestions.remove();
      last = turn.element;
      turns.append(last);
      showLatest();
    },
    showLatest,
    remark: (text) => turns.append(h("p", { class: "remark" }, text)),
    setBusy: (busy) => element.setAttribute("aria-busy", String(busy)),
  };
}

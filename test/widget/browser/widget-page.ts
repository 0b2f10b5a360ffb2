import type { Locator, Page } from "playwright-core";

/** The widget as its users meet it. */
export interface WidgetPage {
  page: Page;
  find(selector: string): Locator;
  open(): Promise<void>;
  ask(question: string): Promise<void>;
  /** Waits for the answer to the last question. */
  answered(): Promise<void>;
  /** Selector of what has the focus in the widget; empty when it is elsewhere. */
  focused(): Promise<string>;
}

export function createWidgetPage(page: Page): WidgetPage {
  const find = (selector: string) => page.locator("wenban-widget").first().locator(selector);
  return {
    page,
    find,
    async open() {
      await find(".launcher").click();
      await find("dialog[open] .log").waitFor();
    },
    async ask(question) {
      await find("textarea").fill(question);
      await find("textarea").press("Enter");
    },
    async answered() {
      await find(".turn").last().locator(".card").waitFor();
    },
    focused: () =>
      page.evaluate(() => {
        const inner = document.querySelector("wenban-widget")?.shadowRoot?.activeElement;
        return inner
          ? inner.tagName.toLowerCase() + [...inner.classList].map((name) => `.${name}`).join("")
          : "";
      }),
  };
}

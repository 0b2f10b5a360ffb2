import type { FontScale, Theme } from "../contract.ts";
import type { Wording } from "../locales/zh-cn.ts";
import { fill, h, ICONS, icon } from "./dom.ts";
import { createMenu, type MenuActions } from "./menu.ts";
import type { ViewContext } from "./view-context.ts";

/** What the header's buttons do. */
export interface HeaderActions extends MenuActions {
  /** Null where the panel can't be closed. */
  close: (() => void) | null;
  setScale(scale: FontScale): void;
}

export interface Header {
  elements: HTMLElement[];
  showScale(scale: FontScale): void;
  showTheme(theme: Theme): void;
  focus(): void;
}

/** Each size with the next one and the name of that. */
const NEXT_SCALE: Record<FontScale, [FontScale, keyof Wording]> = {
  1: [1.4, "largeText"],
  1.4: [1.875, "largestText"],
  1.875: [1, "normalText"],
};

/** Title, size of text, further choices, and the way out. */
export function createHeader(context: ViewContext, actions: HeaderActions): Header {
  const { say } = context;
  const title = renderTitle(context);
  const scale = h("button", { type: "button", class: "head-button framed" });
  const menu = createMenu(context, actions);
  const close = actions.close && renderClose(say("close"), actions.close);
  const buttons = h("div", { class: "buttons" }, scale, menu.button, close);
  return {
    /* No landmark: the page around it has a header of its own. */
    elements: [h("div", { class: "head" }, title, buttons), menu.element],
    showScale(current) {
      const [next, key] = NEXT_SCALE[current];
      fill(scale, say(key));
      scale.onclick = () => actions.setScale(next);
    },
    showTheme: menu.showTheme,
    focus: () => title.focus(),
  };
}

function renderTitle({ site, isPage, say }: ViewContext): HTMLElement {
  const name = h("span", { class: "site" }, site.siteName);
  return h(isPage ? "h1" : "h2", { id: "title", tabindex: -1 }, name, " ", h("span", {}, say("title")));
}

function renderClose(name: string, click: () => void): HTMLElement {
  return h(
    "button",
    { type: "button", class: "head-button icon", "aria-label": name, click },
    icon(ICONS.close),
  );
}

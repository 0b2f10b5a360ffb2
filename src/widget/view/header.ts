import type { FontScale, Locale, Theme } from "../contract.ts";
import type { Wording } from "../locales/zh-cn.ts";
import { fill, h, ICONS, icon } from "./dom.ts";
import type { ViewContext } from "./view-context.ts";

/** What the header's buttons do. */
export interface HeaderActions {
  /** Absent where the panel can't be closed. */
  close: (() => void) | null;
  newChat(): void;
  clear(): void;
  setScale(scale: FontScale): void;
  setLocale(locale: Locale): void;
  setTheme(theme: Theme): void;
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
const LANGUAGES: [Locale, string][] = [
  ["zh-CN", "简体中文"],
  ["zh-TW", "繁體中文"],
  ["en", "English"],
];
const THEMES: [Theme, keyof Wording][] = [
  ["light", "themeLight"],
  ["dark", "themeDark"],
  ["contrast", "themeContrast"],
];

/** Title, size of text, further choices, and the way out. */
export function createHeader(context: ViewContext, actions: HeaderActions): Header {
  const { say, site, locale, isPage } = context;
  const scale = h("button", { type: "button", class: "head-button framed" });
  const more = h(
    "button",
    {
      type: "button",
      class: "head-button",
      "aria-expanded": "false",
      "aria-controls": "menu",
    },
    say("more"),
  );
  const close =
    actions.close &&
    h(
      "button",
      { type: "button", class: "head-button icon", "aria-label": say("close"), click: actions.close },
      icon(ICONS.close),
    );
  const showMenu = (isShown: boolean): void => {
    menu.hidden = !isShown;
    more.setAttribute("aria-expanded", String(isShown));
  };
  const choose = (act: () => void) => () => {
    showMenu(false);
    more.focus();
    act();
  };
  const languages = LANGUAGES.map(([code, name]) =>
    h(
      "button",
      {
        type: "button",
        lang: code,
        "aria-pressed": String(code === locale),
        click: choose(() => actions.setLocale(code)),
      },
      name,
    ),
  );
  const themes = THEMES.map(([theme, key]) =>
    h("button", { type: "button", click: () => actions.setTheme(theme) }, say(key)),
  );
  const menu = h(
    "div",
    { id: "menu", class: "menu", hidden: true },
    h("button", { type: "button", click: choose(actions.newChat) }, say("newChat")),
    h("button", { type: "button", click: choose(actions.clear) }, say("clear")),
    renderGroup(say("language"), languages),
    renderGroup(say("display"), themes),
    h(
      "details",
      {},
      h("summary", {}, say("accessibility")),
      h("p", {}, say("accessibilityText", { hotline: site.hotline })),
    ),
  );
  more.addEventListener("click", () => showMenu(menu.hidden !== false));
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    event.preventDefault();
    showMenu(false);
    more.focus();
  });

  const name = h("span", { class: "site" }, site.siteName);
  const title = h(
    isPage ? "h1" : "h2",
    { id: "title", tabindex: -1 },
    name,
    " ",
    h("span", {}, say("title")),
  );
  return {
    elements: [h("header", { class: "head" }, title, scale, more, close), menu],
    showScale(current) {
      const [next, key] = NEXT_SCALE[current];
      fill(scale, say(key));
      scale.onclick = () => actions.setScale(next);
    },
    showTheme(current) {
      THEMES.forEach(([theme], i) => {
        themes[i]?.setAttribute("aria-pressed", String(theme === current));
      });
    },
    focus: () => title.focus(),
  };
}

function renderGroup(name: string, buttons: readonly HTMLElement[]): HTMLElement {
  return h("div", { class: "group", role: "group", "aria-label": name }, h("span", {}, name), ...buttons);
}

import type { Locale, Theme } from "../contract.ts";
import type { Wording } from "../locales/zh-cn.ts";
import { h } from "./dom.ts";
import type { ViewContext } from "./view-context.ts";

/** What the menu's buttons do. */
export interface MenuActions {
  newChat(): void;
  clear(): void;
  setLocale(locale: Locale): void;
  setTheme(theme: Theme): void;
}

/** A button and what it unfolds. */
export interface Menu {
  button: HTMLElement;
  element: HTMLElement;
  showTheme(theme: Theme): void;
}

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

/** What is needed now and then: a new conversation, clearing, language, colours, and how to use all this. */
export function createMenu(context: ViewContext, actions: MenuActions): Menu {
  const { say, site, locale } = context;
  const { button, element, fold } = createFold(say("more"));
  const choose = (name: string, act: () => void, isOn?: boolean, lang?: Locale) => {
    const click = () => {
      fold();
      act();
    };
    return h(
      "button",
      { type: "button", lang, "aria-pressed": isOn === undefined ? null : String(isOn), click },
      name,
    );
  };
  const languages = LANGUAGES.map(([code, name]) =>
    choose(name, () => actions.setLocale(code), code === locale, code),
  );
  const themes = THEMES.map(([theme, key]) =>
    h("button", { type: "button", click: () => actions.setTheme(theme) }, say(key)),
  );
  const help = h("p", {}, say("accessibilityText", { hotline: site.hotline }));
  element.append(
    choose(say("newChat"), actions.newChat),
    choose(say("clear"), actions.clear),
    renderGroup(say("language"), languages),
    renderGroup(say("display"), themes),
    h("details", {}, h("summary", {}, say("accessibility")), help),
  );
  return {
    button,
    element,
    showTheme(current) {
      THEMES.forEach(([theme], i) => {
        themes[i]?.setAttribute("aria-pressed", String(theme === current));
      });
    },
  };
}

/** A part that a button unfolds; Escape folds it again, and goes no further. */
function createFold(name: string) {
  const element = h("div", { id: "menu", class: "menu", hidden: true });
  const button = h(
    "button",
    { type: "button", class: "head-button", "aria-expanded": "false", "aria-controls": "menu" },
    name,
  );
  const show = (isShown: boolean): void => {
    element.hidden = !isShown;
    button.setAttribute("aria-expanded", String(isShown));
  };
  const fold = (): void => {
    show(false);
    button.focus();
  };
  button.addEventListener("click", () => show(element.hidden !== false));
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    event.preventDefault();
    fold();
  });
  return { button, element, fold };
}

function renderGroup(name: string, buttons: readonly HTMLElement[]): HTMLElement {
  return h("div", { class: "group", role: "group", "aria-label": name }, h("span", {}, name), ...buttons);
}

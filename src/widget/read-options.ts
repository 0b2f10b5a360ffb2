import type { Locale, Mode, Theme, WidgetOptions } from "./contract.ts";

const MODES: readonly string[] = ["float", "inline", "iframe", "page"] satisfies Mode[];
const LOCALES: readonly string[] = ["zh-CN", "zh-TW", "en"] satisfies Locale[];
const THEMES: readonly string[] = ["light", "dark", "contrast", "auto"] satisfies Theme[];

/** What a script tag says; a value that is none of the known ones counts as not given. */
export function readOptions({ src, dataset }: Pick<HTMLScriptElement, "src" | "dataset">): WidgetOptions {
  const { mode, site = null, locale, theme, region = null, questions = "" } = dataset;
  return {
    base: new URL(".", src).href,
    mode: known(MODES, mode) ?? "float",
    site,
    locale: known(LOCALES, locale) ?? "zh-CN",
    theme: known(THEMES, theme) ?? "light",
    region,
    questions: questions.split("|").filter((question) => question.trim() !== ""),
  };
}

function known<Value extends string>(values: readonly string[], given: string | undefined): Value | null {
  return given !== undefined && values.includes(given) ? (given as Value) : null;
}

import type { Locale } from "../contract.ts";
import { type Wording, zhCn } from "../locales/zh-cn.ts";
import { createSay, type Say } from "./say.ts";

/** The language that the widget speaks now. */
export interface Language {
  locale(): Locale;
  say: Say;
  /** Changes it; rejects, and changes nothing, when its wording can't be fetched. */
  change(locale: Locale): Promise<void>;
}

/** Begins in the language given, or in the one built in where that can't be had. */
export async function openLanguage(base: string, first: Locale): Promise<Language> {
  let locale: Locale = "zh-CN";
  let say = createSay(zhCn);
  const change = async (next: Locale): Promise<void> => {
    say = createSay(await fetchWording(base, next));
    locale = next;
  };
  await change(first).catch(() => {});
  return { locale: () => locale, say: (key, values) => say(key, values), change };
}

async function fetchWording(base: string, locale: Locale): Promise<Wording> {
  if (locale === "zh-CN") return zhCn;
  const { wording } = (await import(base + WENBAN_LOCALES[locale])) as { wording: Wording };
  return wording;
}

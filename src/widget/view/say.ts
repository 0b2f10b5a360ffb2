import type { Wording } from "../locales/zh-cn.ts";

export type Say = (key: keyof Wording, values?: Record<string, string | number>) => string;

/** Writes a wording, with `{name}` replaced by the value of that name. */
export function createSay(wording: Wording): Say {
  return (key, values = {}) =>
    wording[key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

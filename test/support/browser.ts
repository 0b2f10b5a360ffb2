import npmChromium from "@sparticuz/chromium";
import { type Browser, chromium } from "playwright-core";

/** A real Chromium, or why there is none here. */
export type OpenedBrowser = { browser: Browser; reason: null } | { browser: null; reason: string };

/** The browser that CHROME_PATH names, or the one that npm installed. */
export async function openBrowser(): Promise<OpenedBrowser> {
  const named = process.env.CHROME_PATH;
  try {
    const browser = named
      ? await chromium.launch({ executablePath: named, args: ["--no-sandbox"] })
      : await chromium.launch({
          executablePath: await npmChromium.executablePath(),
          args: npmChromium.args.filter((arg) => !arg.startsWith("--headless")),
        });
    return { browser, reason: null };
  } catch (error) {
    return { browser: null, reason: `no browser starts: ${String(error).split("\n")[0]}` };
  }
}

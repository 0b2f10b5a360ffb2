import npmChromium from "@sparticuz/chromium";
import { type Browser, chromium } from "playwright-core";

/** A real Chromium, or why there is none here. */
export type OpenedBrowser = { browser: Browser; reason: null } | { browser: null; reason: string };

/**
 * The browser that CHROME_PATH names, or the one that npm installed. That one's own flags are left out: they put
 * all pages into one process, and lift the very policies that are tested.
 */
export async function openBrowser(): Promise<OpenedBrowser> {
  try {
    const executablePath = process.env.CHROME_PATH || (await npmChromium.executablePath());
    return { browser: await chromium.launch({ executablePath, args: ["--no-sandbox"] }), reason: null };
  } catch (error) {
    return { browser: null, reason: `no browser starts: ${String(error).split("\n")[0]}` };
  }
}

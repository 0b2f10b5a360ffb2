import { mkdirSync } from "node:fs";
import { join } from "node:path";
import axe from "axe-core";
import { afterAll, describe, expect, it } from "vitest";
import { openBrowser } from "../../support/browser.ts";
import { openWidgetSite } from "../../support/widget-site.ts";
import { findLowContrast } from "./find-low-contrast.ts";
import { pairwiseLooks, STATES } from "./states.ts";
import { createWidgetPage } from "./widget-page.ts";

const ARTEFACTS = join(import.meta.dirname, "../../../test-artefacts");
const { browser, reason } = await openBrowser();
const site = await openWidgetSite();
mkdirSync(ARTEFACTS, { recursive: true });

afterAll(async () => {
  await browser?.close();
  await site.close();
});

describe.skipIf(!browser)(`axe finds nothing ${reason ?? ""}`, () => {
  it.each(pairwiseLooks())("%s %o", async (state, { theme, scale, width, locale }) => {
    const context = await browser?.newContext({ viewport: { width, height: width > 480 ? 800 : 667 } });
    if (!context) throw new Error("no browser");
    const page = await context.newPage();
    const widget = createWidgetPage(page);
    const calls = JSON.stringify([
      ["setTheme", theme],
      ["setFontScale", scale],
      ["setLocale", locale],
    ]);
    await page.goto(site.page({ head: `<script>Wenban=${calls}</script>` }));
    await STATES[state]?.(widget);
    const name = [state, theme, scale, width, locale].join("-");
    await page.screenshot({ path: join(ARTEFACTS, `${name}.png`) });
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate(() => (window as never as { axe: typeof axe }).axe.run());
    const found = violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]);
    expect(found).toEqual([]);
    expect(await page.evaluate(findLowContrast)).toEqual([]);
    await context.close();
  });
});

describe.skipIf(!browser)("axe finds nothing on the page of its own", () => {
  it("with an answer", async () => {
    const page = await browser?.newPage();
    if (!page) throw new Error("no browser");
    const { ask, answered } = createWidgetPage(page);
    await page.goto(`${site.service}/chat`);
    await ask("两年各取消多少");
    await answered();
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate(() => (window as never as { axe: typeof axe }).axe.run());
    expect(violations).toEqual([]);
    await page.close();
  });
});

describe.skipIf(!browser)("text that can't be read", () => {
  it("is found", async () => {
    const page = await browser?.newPage();
    if (!page) throw new Error("no browser");
    const { open } = createWidgetPage(page);
    await page.goto(site.page({ head: "<style>wenban-widget{--wenban-muted:#999}</style>" }));
    await open();
    expect(await page.evaluate(findLowContrast)).not.toEqual([]);
    await page.close();
  });
});

describe("the looks", () => {
  const looks = pairwiseLooks();
  it.each([
    ["theme", "scale", 9],
    ["theme", "width", 9],
    ["scale", "width", 9],
    ["theme", "locale", 9],
  ] as const)("hold every pair of %s and %s", (one, other, pairs) => {
    expect(new Set(looks.map(([, look]) => `${look[one]} ${look[other]}`)).size).toBe(pairs);
  });

  it.each(["theme", "scale", "width", "locale"] as const)("hold every state with every %s", (dimension) => {
    expect(new Set(looks.map(([state, look]) => `${state} ${look[dimension]}`)).size).toBe(24);
  });
});

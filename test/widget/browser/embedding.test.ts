import type { Page } from "playwright-core";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { openBrowser } from "../../support/browser.ts";
import { openWidgetSite, type SitePage } from "../../support/widget-site.ts";
import { createWidgetPage, type WidgetPage } from "./widget-page.ts";

const { browser, reason } = await openBrowser();
const site = await openWidgetSite();
const HOSTILE = `<style>*{display:none!important;color:red!important;font-size:3px!important}
html,head~body,body *{display:block!important}wenban-widget{transform:scale(.2)!important;position:static!important;opacity:.1!important}
button{all:unset}</style>`;
const STRICT = `default-src 'none'; script-src SERVICE 'sha256-'; connect-src SERVICE; img-src SERVICE;
 require-trusted-types-for 'script'; trusted-types 'none'; base-uri 'none'; report-uri /report`.replaceAll(
  "\n",
  "",
);

afterEach(async () => {
  for (const context of browser?.contexts() ?? []) await context.close();
});
afterAll(async () => {
  await browser?.close();
  await site.close();
});

async function openTab(): Promise<Page> {
  const context = await browser?.newContext({ viewport: { width: 1280, height: 800 } });
  if (!context) throw new Error("no browser");
  return context.newPage();
}

async function visit(page: SitePage = {}): Promise<WidgetPage> {
  const tab = await openTab();
  await tab.goto(site.page(page));
  return createWidgetPage(tab);
}

describe.skipIf(!browser)(`on a site's pages ${reason ?? ""}`, () => {
  it("asks for nothing before someone comes near, and for nothing elsewhere ever", async () => {
    const tab = await openTab();
    const asked: string[] = [];
    tab.on("request", (request) => asked.push(request.url()));
    await tab.goto(site.page({}));
    await tab.waitForTimeout(300);
    expect(asked.filter((url) => url.startsWith(site.service))).toEqual([`${site.service}/widget/v1.js`]);
    const { open, ask, answered, find } = createWidgetPage(tab);
    await open();
    await ask("居住证怎么办");
    await answered();
    await find(".head-button").nth(1).click();
    await find(".menu .group button").nth(2).click();
    await find("textarea[placeholder='Type a question']").waitFor();
    const elsewhere = asked.filter((url) => !url.startsWith(site.service) && !url.startsWith(site.origin));
    expect(elsewhere).toEqual([]);
  });

  it("works under a strict policy with Trusted Types, without a report", async () => {
    const { page, open, ask, answered, find } = await visit({ policy: STRICT });
    const errors: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error" && !message.text().includes("favicon")) errors.push(message.text());
    });
    await open();
    await ask("居住证怎么办");
    await answered();
    await find(".mark").first().click();
    await find(".head-button").first().click();
    await find(".actions .action").first().click();
    expect(errors).toEqual([]);
    expect(site.reports).toEqual([]);
  });

  it("does not move the page or hold it up", async () => {
    const tab = await openTab();
    await tab.addInitScript(() => {
      const seen = { shift: 0, longest: 0 };
      Object.assign(window, { seen });
      new PerformanceObserver((list) => {
        const shifts = list.getEntries() as unknown as { value: number; hadRecentInput: boolean }[];
        for (const { value, hadRecentInput } of shifts) seen.shift += hadRecentInput ? 0 : value;
      }).observe({ type: "layout-shift", buffered: true });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) seen.longest = Math.max(seen.longest, entry.duration);
      }).observe({ type: "longtask", buffered: true });
    });
    await tab.goto(site.page({}));
    await tab.waitForTimeout(500);
    const { open, ask, answered } = createWidgetPage(tab);
    const loaded = await tab.evaluate(
      () => (window as never as { seen: { shift: number; longest: number } }).seen,
    );
    await open();
    await ask("居住证怎么办");
    await answered();
    const used = await tab.evaluate(() => (window as never as { seen: { shift: number } }).seen);
    expect(loaded).toEqual({ shift: 0, longest: 0 });
    expect(used.shift).toBe(0);
  });

  it("stands against a page that styles everything", async () => {
    const { page, open, ask, answered, find } = await visit({ head: HOSTILE });
    const box = await find(".launcher").boundingBox();
    expect(box?.height).toBeGreaterThanOrEqual(56);
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeGreaterThan(1200);
    await open();
    await ask("取消了几个事项");
    await answered();
    expect(await find(".text p").evaluate((element) => getComputedStyle(element).fontSize)).toBe("16px");
    expect(await page.locator("wenban-widget").evaluate((host) => getComputedStyle(host).opacity)).toBe("1");
  });

  it("outlives pages that swap their body, once, with what was said", async () => {
    const { page, open, ask, answered, find } = await visit();
    await open();
    await ask("取消了几个事项");
    await answered();
    await page.evaluate(() => {
      const next = document.createElement("body");
      const old = document.querySelector("script[data-site]") as HTMLScriptElement;
      const script = document.createElement("script");
      Object.assign(script, { src: old.src });
      Object.assign(script.dataset, old.dataset);
      next.append("下一页", script);
      document.body.replaceWith(next);
      return new Promise((resolve) => script.addEventListener("load", resolve));
    });
    expect(await page.locator("wenban-widget").count()).toBe(1);
    expect(await find(".card").isVisible()).toBe(true);
  });

  it("stands twice on one page, floating and inline, each with its own key", async () => {
    const inline = `<div id="here"></div><script src="${site.service}/widget/v1.js" data-mode="inline" data-target="#here" data-site="pk_site" defer></script>`;
    const { page } = await visit({ body: inline });
    await page.locator("#here wenban-widget textarea").scrollIntoViewIfNeeded();
    await page.locator("#here wenban-widget textarea").fill("取消了几个事项");
    const before = await page.evaluate(() => scrollY);
    await page.keyboard.press("Enter");
    await page.locator("#here wenban-widget .card").waitFor();
    expect(await page.evaluate(() => scrollY)).toBe(before);
    await page.locator("html > wenban-widget .launcher").click();
    await page.locator("html > wenban-widget dialog[open]").waitFor();
    expect(await page.locator("wenban-widget").count()).toBe(2);
  });

  it("puts /chat in a frame where asked to, and takes calls through it", async () => {
    const { page, find } = await visit({ attributes: 'data-mode="iframe"' });
    await page.evaluate(() => {
      const calls: unknown[] = [];
      const wenban = (
        window as never as {
          Wenban: { on(name: string, heard: (detail: unknown) => void): void; ask(q: string): void };
        }
      ).Wenban;
      Object.assign(window, { calls });
      wenban.on("answer", (detail) => calls.push(detail));
      wenban.ask("取消了几个事项");
    });
    const frame = page.frameLocator("wenban-widget iframe");
    await frame.locator("wenban-widget .card").waitFor();
    expect(await page.evaluate(() => (window as never as { calls: unknown[] }).calls)).toMatchObject([
      { outcome: "answered_extract" },
    ]);
    await frame.locator("wenban-widget .head-button.icon").click();
    await find("dialog").waitFor({ state: "hidden" });
    await find(".launcher").click();
    await frame.locator("wenban-widget textarea").press("Escape");
    await find("dialog").waitFor({ state: "hidden" });
  });

  it("is the page at /chat, and takes over what was typed there", async () => {
    const tab = await openTab();
    await tab.goto(`${site.service}/chat?q=${encodeURIComponent("取消了几个事项")}`);
    const { find, answered } = createWidgetPage(tab);
    await find("main textarea").waitFor();
    expect(await find("textarea").inputValue()).toBe("取消了几个事项");
    expect(await tab.locator("form.ask").isVisible()).toBe(false);
    await find(".send").click();
    await answered();
    expect(await find("h1").innerText()).toContain("河口问办");
  });

  it("does what was asked of it before it was there, and tells what happens", async () => {
    const head = `<script>var heard=[];Wenban=[["on","question",function(d){heard.push(d)}],["on","ready",function(){heard.push("ready")}],["setLocale","en"],["ask","取消了几个事项"]]</script>`;
    const { page, answered, find } = await visit({ head });
    await answered();
    expect(await page.evaluate("heard")).toEqual(["ready", { question: "取消了几个事项" }]);
    expect(await find("textarea").getAttribute("placeholder")).toBe("Type a question");
    expect(await find(".launcher").textContent()).toBe("Ask about services");
    await page.evaluate("Wenban.close()");
    expect(await find("dialog").isVisible()).toBe(false);
    await page.evaluate("Wenban.destroy()");
    expect(await page.locator("wenban-widget").count()).toBe(0);
  });

  it("makes a colour that can't be read darker, and says so", async () => {
    const tab = await openTab();
    const warnings: string[] = [];
    tab.on("console", (message) => warnings.push(message.text()));
    await tab.goto(site.page({ head: "<style>wenban-widget{--wenban-primary:#ffd54f}</style>" }));
    const ground = await tab
      .locator("wenban-widget .launcher")
      .evaluate((button) => getComputedStyle(button).backgroundColor);
    expect(ground).not.toBe("rgb(255, 213, 79)");
    expect(warnings.filter((text) => text.includes("--wenban-primary"))).toHaveLength(1);
  });
});

import type { BrowserContextOptions } from "playwright-core";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { openBrowser } from "../../support/browser.ts";
import { CUT, ENDLESS } from "../../support/widget-answers.ts";
import { openWidgetSite, type SitePage } from "../../support/widget-site.ts";
import { createWidgetPage, type WidgetPage } from "./widget-page.ts";

const { browser, reason } = await openBrowser();
const site = await openWidgetSite();

afterEach(async () => {
  for (const context of browser?.contexts() ?? []) await context.close();
});
afterAll(async () => {
  await browser?.close();
  await site.close();
});

async function visit(page: SitePage = {}, options: BrowserContextOptions = {}): Promise<WidgetPage> {
  const context = await browser?.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  if (!context) throw new Error("no browser");
  const tab = await context.newPage();
  await tab.goto(site.page(page));
  return createWidgetPage(tab);
}

describe.skipIf(!browser)(`a conversation ${reason ?? ""}`, () => {
  it("takes the keyboard alone: open, ask, citation, rate, close, focus back", async () => {
    const { page, find, answered, focused } = await visit();
    await page.keyboard.press("Tab");
    expect(await focused()).toBe("button.launcher");
    await page.keyboard.press("Enter");
    await find("dialog[open]").waitFor();
    expect(await focused()).toBe("textarea");
    await page.keyboard.type("取消了几个事项");
    await page.keyboard.press("Enter");
    await answered();
    expect(await focused()).toBe("textarea");
    for (let i = 0; i < 40 && (await focused()) !== "button.mark"; i++)
      await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Enter");
    expect(await find(".citation blockquote").innerText()).toContain("取消审批事项9个");
    for (let i = 0; i < 40 && (await focused()) !== "button.chip"; i++) await page.keyboard.press("Tab");
    while (!(await find(".feedback button:focus").count())) await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await find(".feedback p").filter({ hasText: "谢谢，已收到。" }).waitFor();
    await page.keyboard.press("Escape");
    expect(await find("dialog").isVisible()).toBe(false);
    expect(await focused()).toBe("button.launcher");
  });

  it("leaves Enter to an input method", async () => {
    const { page, find, open } = await visit();
    await open();
    const session = await page.context().newCDPSession(page);
    await session.send("Input.imeSetComposition", { text: "juzhu", selectionStart: 5, selectionEnd: 5 });
    await find("textarea").dispatchEvent("keydown", { key: "Enter", isComposing: true, keyCode: 229 });
    await find("textarea").dispatchEvent("keydown", { key: "Enter", keyCode: 229 });
    expect(await find(".turn").count()).toBe(0);
    await session.send("Input.insertText", { text: "居住证怎么办" });
    expect(await find("textarea").inputValue()).toBe("居住证怎么办");
    await page.keyboard.press("Shift+Enter");
    expect(await find(".turn").count()).toBe(0);
    await page.keyboard.press("Enter");
    await find(".card").waitFor();
  });

  it("goes on after the stream was cut in the middle", async () => {
    const { open, ask, answered, find } = await visit();
    await open();
    await ask(CUT);
    await answered();
    expect(await find(".text").innerText()).toContain("取消9个");
    expect(await find(".failure").count()).toBe(0);
  });

  it("keeps the question when nothing comes, and asks it again when told", async () => {
    const { page, open, ask, answered, find } = await visit();
    await open();
    await page.route("**/api/ask", (route) => route.fulfill({ status: 503, body: "{}" }));
    await ask("取消了几个事项");
    await find(".failure").waitFor();
    expect(await find(".question").innerText()).toContain("取消了几个事项");
    await page.unroute("**/api/ask");
    await find(".failure button").click();
    await answered();
    expect(await find(".turn").count()).toBe(1);
  });

  it("stops when told", async () => {
    const { open, ask, find } = await visit();
    await open();
    await ask(ENDLESS);
    await find(".send.stop").click();
    await find(".failure").filter({ hasText: "已停止，以上内容不完整。" }).waitFor();
    expect(await find(".send.stop").count()).toBe(0);
  });

  it("hides personal numbers before they leave the browser", async () => {
    const { page, open, ask, find } = await visit();
    await open();
    const sent = page.waitForRequest("**/api/ask");
    await ask("我的号码13800138000怎么改");
    const body = (await sent).postDataJSON();
    expect(body.question).toBe("我的号码〔手机号已隐去〕怎么改");
    expect(await find(".hint").innerText()).toBe("您的问题里可能有个人信息，已隐去后再查询。");
  });

  it("follows up in the same conversation, also on the next page, until it is cleared", async () => {
    const { page, open, ask, answered, find } = await visit();
    await open();
    await ask("取消了几个事项");
    await answered();
    await page.reload();
    await open();
    expect(await find(".turn").count()).toBe(1);
    const sent = page.waitForRequest("**/api/ask");
    await find(".chips .chip").click();
    expect((await sent).postDataJSON()).toMatchObject({
      question: "2019年取消了几个",
      conversationId: expect.any(String),
    });
    await answered();
    await find(".head-button").nth(1).click();
    await find(".menu button").nth(1).click();
    expect(await find(".turn").count()).toBe(0);
    expect(await find(".remark").innerText()).toBe("已清除本机上的对话记录。");
    await page.reload();
    await open();
    expect(await find(".turn").count()).toBe(0);
  });

  it("sends a rating and its reason in two taps", async () => {
    const { page, open, ask, answered, find } = await visit();
    await open();
    await ask("取消了几个事项");
    await answered();
    const rated: unknown[] = [];
    page.on("request", (request) => {
      if (request.method() === "POST") rated.push(request.postDataJSON());
    });
    await find(".feedback button").nth(1).click();
    await find(".feedback button").filter({ hasText: "内容过时" }).click();
    await find(".feedback p").filter({ hasText: "谢谢指正" }).waitFor();
    expect(rated).toMatchObject([{ rating: "down" }, { rating: "down", reason: "内容过时" }]);
  });

  it("labels what a model wrote when a part of it is copied, and not a quotation", async () => {
    const { page, open, ask, answered } = await visit();
    await open();
    const copy = (selector: string) =>
      page.evaluate((path) => {
        const root = document.querySelector("wenban-widget")?.shadowRoot;
        const element = root?.querySelector(`.turn:last-child ${path}`);
        if (!element) throw new Error("nothing to copy");
        getSelection()?.selectAllChildren(element);
        const data = new DataTransfer();
        element.dispatchEvent(
          new ClipboardEvent("copy", {
            clipboardData: data,
            bubbles: true,
            composed: true,
            cancelable: true,
          }),
        );
        return data.getData("text/plain");
      }, selector);
    await ask("两年各取消多少");
    await answered();
    expect(await copy(".text p")).toMatch(/2025年取消9个[\s\S]*（以上内容由人工智能生成，仅供参考。依据：《/);
    await ask("取消了几个事项");
    await answered();
    expect(await copy(".text p")).toBe("");
  });

  it("opens the quotes of a comparison from its cells", async () => {
    const { open, ask, answered, find } = await visit();
    await open();
    await ask("两年各取消多少");
    await answered();
    await find("td .mark").nth(1).click();
    expect(await find(".citation figcaption").innerText()).toContain("河口区2019年证明事项清理办法");
  });

  it("opens a quote for a finger that comes down beside the small mark", async () => {
    const { page, open, ask, answered, find } = await visit();
    await open();
    await ask("取消了几个事项");
    await answered();
    const box = await find(".mark").first().boundingBox();
    if (!box) throw new Error("no mark");
    await page.mouse.click(box.x + box.width / 2, box.y - 10);
    await find(".citation").waitFor();
  });

  it("shows the operator's notice, and a number to call at once in danger", async () => {
    site.setNotice({ text: "今日停电，大厅暂停办理。", until: null });
    const { open, ask, answered, find } = await visit();
    await open();
    expect(await find(".site-notice").innerText()).toContain("今日停电，大厅暂停办理。");
    site.setNotice(null);
    await ask("有人要打我");
    await answered();
    expect(
      await find(".call").evaluateAll((links) => links.map((link) => link.getAttribute("href"))),
    ).toEqual(["tel:12356", "tel:110", "tel:120"]);
    expect(await find(".foot a").getAttribute("href")).toBe("tel:12345");
  });

  it("can be used at 400 % zoom: 320 by 256 pixels", async () => {
    const { open, ask, answered, find, page } = await visit({}, { viewport: { width: 320, height: 256 } });
    await open();
    await find("textarea").scrollIntoViewIfNeeded();
    await ask("居住证怎么办");
    await answered();
    await find(".checklist input").first().check();
    await find(".actions .action").first().click({ trial: true });
    const isWide = await find("dialog").evaluate((dialog) => dialog.scrollWidth > dialog.clientWidth);
    expect(isWide).toBe(false);
    await page.keyboard.press("Escape");
    expect(await find("dialog").isVisible()).toBe(false);
  });

  it("closes on a phone by the back button", async () => {
    const { page, open, find } = await visit({}, { viewport: { width: 375, height: 667 } });
    const address = page.url();
    await open();
    await page.goBack();
    await find("dialog").waitFor({ state: "hidden" });
    expect(page.url()).toBe(address);
  });
});

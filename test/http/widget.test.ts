import { describe, expect, it } from "vitest";
import { createApp } from "../../src/app.ts";
import { createControl } from "../../src/control/control.ts";
import { createMemoryControlStore } from "../../src/control/stores/memory-control-store.ts";
import { createWidgetFiles } from "../../src/http/widget-files.ts";
import { silentLogger } from "../../src/logger.ts";
import { createSampleServices } from "../support/sample-services.ts";

const SITE = "https://www.example.gov.cn";
const TEXTS = {
  "v1.js": "/* loader */",
  "panel/panel-0123ABCD.js": "/* panel */",
  "locales/en-0123ABCD.js": "/* en */",
};

async function openApp(changes: Parameters<typeof createSampleServices>[0] = {}) {
  const widgetFiles = await createWidgetFiles(TEXTS, (text) =>
    Uint8Array.from([...`gz ${text}`].map((c) => c.charCodeAt(0))),
  );
  return createApp(createSampleServices({ widgetFiles, ...changes }));
}

describe("the widget's files", () => {
  it.each([
    ["/widget/v1.js", "/* loader */", "public, max-age=300"],
    ["/widget/panel/panel-0123ABCD.js", "/* panel */", "public, max-age=31536000, immutable"],
    ["/widget/locales/en-0123ABCD.js", "/* en */", "public, max-age=31536000, immutable"],
  ])("%s is for every site", async (path, text, caching) => {
    const response = await (await openApp()).request(path, { headers: { origin: "https://any.example" } });
    expect(response.status).toBe(200);
    expect(await response.text()).toBe(text);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "text/javascript; charset=utf-8",
      "cache-control": caching,
      "access-control-allow-origin": "*",
      "cross-origin-resource-policy": "cross-origin",
      "x-content-type-options": "nosniff",
    });
  });

  it("are told by a validator when they have not changed", async () => {
    const app = await openApp();
    const etag = (await app.request("/widget/v1.js")).headers.get("etag") ?? "";
    const again = await app.request("/widget/v1.js", { headers: { "if-none-match": etag } });
    expect(again.status).toBe(304);
    expect(await again.text()).toBe("");
  });

  it("go out compressed to those who take that", async () => {
    const response = await (await openApp()).request("/widget/v1.js", {
      headers: { "accept-encoding": "br, gzip" },
    });
    expect(response.headers.get("content-encoding")).toBe("gzip");
    expect(response.headers.get("vary")).toContain("Accept-Encoding");
    expect(await response.text()).toBe("gz /* loader */");
  });

  it.each([
    ["of another name", TEXTS, 404, "http.not_found"],
    ["never built", {}, 503, "widget.not_built"],
  ])("%s: %i", async (_name, texts, status, code) => {
    const app = await openApp({ widgetFiles: await createWidgetFiles(texts) });
    const response = await app.request("/widget/panel/panel-FFFFFFFF.js");
    expect(response.status).toBe(status);
    expect((await response.json()).error.code).toBe(code);
  });
});

describe("GET /widget/config", () => {
  it("says who runs the site, and what may be asked", async () => {
    const response = await (await openApp()).request("/widget/config", {
      headers: { origin: "https://any.example" },
    });
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    expect(await response.json()).toEqual({
      siteName: "河口问办",
      operator: "河口区人民政府",
      hotline: "12345",
      usesModel: false,
      longestQuestion: 300,
      suggestions: ["居住证办理需要什么材料？"],
      notice: null,
    });
  });

  it("carries the notice in force, for half a minute", async () => {
    const notice = { text: "今日停电，大厅暂停办理。", until: null };
    const store = createMemoryControlStore(() => new Date());
    await store.append({ type: "notice_set", ...notice }, "test");
    const control = createControl(store, () => new Date(), silentLogger);
    const app = await openApp({ control });
    expect(await (await app.request("/chat")).text()).toContain(notice.text);
    const response = await app.request("/widget/config");
    expect((await response.json()).notice).toEqual(notice);
    expect(response.headers.get("cache-control")).toBe("public, max-age=30");
  });

  it("reads the guides once per generation", async () => {
    const services = createSampleServices();
    const corpus = services.corpus();
    const read: string[] = [];
    let generation = "g1";
    const watched = () => ({
      ...corpus,
      generation,
      list: (...query: Parameters<typeof corpus.list>) => {
        read.push(generation);
        return corpus.list(...query);
      },
    });
    const app = await openApp({ corpus: watched });
    for (const next of ["g1", "g1", "g2"]) {
      generation = next;
      await app.request("/widget/config");
    }
    expect(read).toEqual(["g1", "g2"]);
  });
});

describe("/chat", () => {
  it("may stand in frames of the sites that may ask, and in no others", async () => {
    const app = await openApp();
    const chat = await app.request("/chat");
    expect(chat.headers.get("content-security-policy")).toContain(`frame-ancestors 'self' ${SITE}`);
    expect(chat.headers.get("x-frame-options")).toBeNull();
    expect((await app.request("/")).headers.get("content-security-policy")).toContain(
      "frame-ancestors 'none'",
    );
  });

  it("holds the widget over a form that needs no script", async () => {
    const page = await (await (await openApp()).request("/chat?q=居住证")).text();
    expect(page).toContain('<script src="/widget/v1.js" data-mode="page" data-target="body" defer></script>');
    expect(page).toContain('<form method="post" action="/chat" class="ask"');
    expect(page).toContain(">居住证</textarea>");
  });

  it("does not lay the widget over an answer that the form gave", async () => {
    const app = await openApp();
    const response = await app.request("/chat", {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ question: "取消了几个事项？" }).toString(),
    });
    const page = await response.text();
    expect(page).toContain("取消9个。");
    expect(page).not.toContain("/widget/v1.js");
  });
});

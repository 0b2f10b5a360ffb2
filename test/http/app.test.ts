import { describe, expect, it } from "vitest";
import { createApp } from "../../src/app.ts";
import { WenbanError } from "../../src/errors.ts";
import { createLogger, type LogFields } from "../../src/logger.ts";
import { createSampleServices, INTERNAL_WORD } from "../support/sample-services.ts";

describe("the description", () => {
  it("names every route", async () => {
    const app = createApp(createSampleServices());
    const document = await (await app.request("/openapi.json")).json();
    const described = Object.entries<object>(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const routed = app.routes
      .filter(({ method }) => method !== "ALL")
      .map(({ method, path }) => `${method} ${path.replace(/:(\w+)(\{[^/]*\})?/g, "{$1}")}`);
    expect(new Set(described)).toEqual(new Set(routed));
    expect(described).toContain("POST /api/ask");
    expect(JSON.stringify(document)).toContain("answered_extract");
  });
});

describe("operation", () => {
  it("is alive without an index and ready with one", async () => {
    const ready = createApp(createSampleServices());
    expect((await ready.request("/healthz")).status).toBe(200);
    expect(await (await ready.request("/readyz")).json()).toEqual({ status: "ready", index: "generation-1" });
    const empty = createApp(
      createSampleServices({
        corpus: () => {
          throw new WenbanError("unavailable", "index.unavailable", "还没有索引。");
        },
      }),
    );
    expect((await empty.request("/healthz")).status).toBe(200);
    expect((await empty.request("/readyz")).status).toBe(503);
  });

  it("counts by route and outcome, without a word of anyone's", async () => {
    const app = createApp(createSampleServices());
    await app.request("/api/ask", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ question: "我的机密问题" }),
    });
    await app.request("/api/documents/secret-path");
    await app.request("/no/such/secret-path");
    const text = await (await app.request("/metrics")).text();
    expect(text).toContain('wenban_answers_total{outcome="answered_extract"} 1');
    expect(text).toContain('wenban_http_requests_total{route="/api/ask",status="2xx"} 1');
    expect(text).toContain('wenban_http_requests_total{route="/api/documents/{id}",status="4xx"} 1');
    expect(text).toContain('wenban_http_requests_total{route="other",status="4xx"} 1');
    expect(text).toContain("wenban_answer_seconds_count 1");
    expect(text).not.toMatch(/机密|secret-path/);
  });

  it("logs routes and never what was asked", async () => {
    const lines: string[] = [];
    const log = (event: string, fields?: LogFields) => void lines.push(JSON.stringify({ event, ...fields }));
    const app = createApp(createSampleServices({ logger: { info: log, warn: log, error: log } }));
    await app.request("/api/search?q=机密问题", { headers: { authorization: "Bearer wrong-secret" } });
    await app.request("/api/search?q=机密问题");
    expect(lines).toHaveLength(2);
    expect(lines.join()).not.toMatch(/机密|wrong-secret/);
    expect(JSON.parse(lines[1] ?? "")).toMatchObject({
      event: "http.request",
      route: "/api/search",
      status: 200,
    });
  });

  it.each([
    ["DELETE", "/api/ask", 405, "POST"],
    ["GET", "/api/ask", 405, "POST"],
    ["POST", "/api/search?q=x", 405, "GET, HEAD"],
    ["PUT", "/sources/a/b", 405, "GET, HEAD"],
    ["GET", "/nowhere", 404, null],
    ["GET", "/webhooks/wechat", 404, null],
    ["HEAD", "/healthz", 200, null],
  ])("%s %s: %i", async (method, path, status, allow) => {
    const response = await createApp(createSampleServices()).request(path, { method });
    expect(response.status).toBe(status);
    expect(response.headers.get("allow")).toBe(allow);
  });

  it("leaves it to the platforms which methods they allow", async () => {
    const receiveWebhook = async ({ method }: Request) =>
      new Response(null, { headers: { "x-seen": method } });
    const app = createApp(createSampleServices({ receiveWebhook }));
    for (const method of ["PUT", "DELETE", "OPTIONS", "HEAD"]) {
      const response = await app.request("/webhooks/slack/second", { method });
      expect(response.headers.get("x-seen")).toBe(method);
    }
  });

  it("hands callbacks to the platforms untouched", async () => {
    const calls: unknown[] = [];
    const app = createApp(
      createSampleServices({
        receiveWebhook: async (request, platform, bot) => {
          calls.push([platform, bot, await request.text(), new URL(request.url).search]);
          return new Response("taken");
        },
      }),
    );
    const post = {
      method: "POST",
      body: "<xml>原样</xml>",
      headers: { origin: "https://elsewhere.example" },
    };
    expect(await (await app.request("/webhooks/wechat/a?signature=1%2B", post)).text()).toBe("taken");
    await app.request("/webhooks/wechat?echostr=1");
    expect(calls).toEqual([
      ["wechat", "a", "<xml>原样</xml>", "?signature=1%2B"],
      ["wechat", null, "", "?echostr=1"],
    ]);
  });
});

describe("feedback", () => {
  it("is kept for an answer that exists", async () => {
    const services = createSampleServices();
    const app = createApp(services);
    const rate = (body: unknown) =>
      app.request("/api/feedback", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
    const ratings: unknown[] = [];
    const { rate: keep } = services.answers;
    services.answers.rate = (id, audience, rating) => {
      ratings.push(rating);
      return keep(id, audience, rating);
    };
    const asked = await app.request("/api/ask", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ question: "问" }),
    });
    const { messageId } = await asked.json();
    expect((await rate({ messageId, rating: "down", comment: "我的手机13912345678" })).status).toBe(204);
    expect(JSON.stringify(ratings)).not.toContain("13912345678");
    expect((await rate({ messageId: "none", rating: "up" })).status).toBe(404);
    expect((await rate({ messageId, rating: "maybe" })).status).toBe(422);
    expect((await rate({ messageId, rating: "up", comment: "x".repeat(1001) })).status).toBe(422);
    expect((await rate({ messageId, rating: "up", comment: "x".repeat(1_000_000) })).status).toBe(413);
  });
});

describe("the page", () => {
  const post = (body: string) =>
    createApp(createSampleServices()).request("/", {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body,
    });

  it("offers a form that needs no script, names who runs it, and what it is", async () => {
    const page = await (await createApp(createSampleServices()).request("/?q=<b>")).text();
    expect(page).toContain('<form method="post" action="/"');
    expect(page).toContain("主办单位：河口区人民政府");
    expect(page).toContain("智能问答助手（AI）");
    expect(page).toContain('href="tel:12345"');
    expect(page).toContain("居住证办理需要什么材料？");
    expect(page).toContain("&lt;b&gt;</textarea>");
    expect(page).not.toContain(INTERNAL_WORD);
    expect(page).not.toMatch(/<script>|style=|onclick=/);
  });

  it("answers with its sources", async () => {
    const response = await post(`question=${encodeURIComponent("取消了几个<i>？")}&region=`);
    expect(response.status).toBe(200);
    const page = await response.text();
    expect(page).toContain('取消9个。<a class="mark" href="#source-1"');
    expect(page).toContain("取消了几个&lt;i&gt;？");
    expect(page).toContain("依据 1 处原文");
    expect(page).toContain('href="/sources/hekou/2025?start=10&amp;end=19"');
    expect(page).toContain("以上为系统找到的原文摘录，未经改写。");
  });

  it("keeps what was typed when it can't be taken", async () => {
    const response = await post("question=%20&region=%E6%97%A0%E6%AD%A4%E5%9C%B0");
    expect(response.status).toBe(422);
    const page = await response.text();
    expect(page).toContain('role="alert">请先输入问题。');
    expect(page).toContain('value="无此地"');
  });

  it("says what is wrong with a region in the words of the form", async () => {
    const page = await (await post("question=x&region=%E6%97%A0%E6%AD%A4%E5%9C%B0")).text();
    expect(page).toContain('role="alert">没有找到这个地区，或有多个同名地区。请写全称');
  });

  it("lets readers go back to an answer, which is kept for them alone", async () => {
    const answered = await post(`question=${encodeURIComponent("取消了几个？")}`);
    expect(answered.headers.get("cache-control")).toBe("private, no-cache");
    const refused = await post("question=");
    expect(refused.headers.get("cache-control")).toBe("no-store");
  });

  it("goes on with the conversation after a rating", async () => {
    const app = createApp(createSampleServices());
    const send = async (path: string, body: string) => {
      const headers = { "content-type": "application/x-www-form-urlencoded" };
      return (await app.request(path, { method: "POST", headers, body })).text();
    };
    const asked = await send("/chat", `question=${encodeURIComponent("取消了几个？")}`);
    const [, messageId] = /name="messageId" value="([^"]+)"/.exec(asked) ?? [];
    const [, conversationId] = /name="conversationId" value="([^"]+)"/.exec(asked) ?? [];
    const rated = await send("/feedback", `messageId=${messageId}&rating=up`);
    expect(rated).toContain("谢谢，已收到。");
    expect(rated).not.toContain("这个回答有帮助吗？");
    expect(rated).toContain("取消9个。");
    expect(rated).toContain(`name="conversationId" value="${conversationId}"`);
  });

  it("takes a rating", async () => {
    const response = await createApp(createSampleServices()).request("/feedback", {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: "messageId=m1&rating=down",
    });
    expect(await response.text()).toContain("谢谢指正，工作人员会核查这条回答。");
  });

  it.each([
    ["/assets/wenban.css", "text/css"],
    ["/assets/wenban.js", "text/javascript"],
  ])("serves %s itself", async (path, type) => {
    const response = await createApp(createSampleServices()).request(path);
    expect(response.headers.get("content-type")).toContain(type);
    expect((await response.text()).length).toBeGreaterThan(500);
  });
});

it("a client that leaves is no error", async () => {
  const lines: string[] = [];
  const logger = createLogger((line) => lines.push(line));
  const leaving = new AbortController();
  const answerQuestion = async () => {
    leaving.abort();
    throw new DOMException("left", "AbortError");
  };
  const app = createApp(createSampleServices({ answerQuestion, logger }));
  const response = await app.request("/api/ask", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ question: "取消了几个事项？" }),
    signal: leaving.signal,
  });
  expect(response.status).toBe(499);
  expect(lines.join()).not.toContain("unexpected_error");
});

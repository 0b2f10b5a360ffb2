import { describe, expect, it } from "vitest";
import { createApp } from "../../src/app.ts";
import { createSampleServices, STAFF_KEY, sampleDocuments } from "../support/sample-services.ts";

const PATH = "hekou/2025%20%E6%8A%A5%E5%91%8A";
const get = (path: string) => createApp(createSampleServices()).request(path);

describe("GET /api/documents", () => {
  it("gives the stored text by an id of several parts", async () => {
    const response = await get(`/api/documents/${PATH}`);
    expect(response.status).toBe(200);
    const document = await response.json();
    expect(document).toMatchObject({
      id: "hekou/2025 报告",
      text: sampleDocuments()[0]?.text,
      region: "山东省东营市河口区",
      publishedAt: "2025-03-01",
      validity: "unknown",
      effectiveFrom: null,
    });
    expect(document).not.toHaveProperty("offsets");
  });

  it("blots personal numbers out of the stored text without moving an offset", async () => {
    const { text } = await (await get("/api/documents/with-number")).json();
    expect(text).toBe("经办人手机***********，办公时间周一至周五。");
  });

  it.each([
    [0, null],
    [1, null],
    [3, "guide"],
  ])("tells which document replaced replaced-%i only to who may see it", async (n, told) => {
    const response = await get(`/api/documents/replaced-${n}`);
    const document = await response.json();
    expect(document).toMatchObject({ supersededBy: told, validity: "amended" });
    expect(document.findings).toHaveLength(told === null ? 0 : 1);
    const page = await (await get(`/sources/replaced-${n}`)).text();
    expect(page).toContain(`<dt>替代文件</dt><dd>${told ?? "已有新文件"}</dd>`);
    const headers = { authorization: `Bearer ${STAFF_KEY}` };
    const app = createApp(createSampleServices());
    const staff = await (await app.request(`/api/documents/replaced-${n}`, { headers })).json();
    expect(staff.supersededBy).not.toBeNull();
  });

  it.each(["/api/documents/none", "/api/documents/hekou", "/api/documents/", "/api/documents/..%2Fetc"])(
    "%s is 404",
    async (path) => {
      expect((await get(path)).status).toBe(404);
    },
  );

  it("refuses an address that is not UTF-8", async () => {
    const response = await get("/api/documents/%FF");
    expect(response.status).toBe(400);
    expect((await response.json()).error.code).toBe("http.bad_encoding");
  });
});

describe("GET /api/search", () => {
  it("gives ranked passages with offsets into the stored text", async () => {
    const response = await get("/api/search?q=取消审批&k=1&region=370503");
    expect(await response.json()).toEqual({
      results: [expect.objectContaining({ documentId: "hekou/2025 报告", score: 1, start: 0 })],
    });
  });

  it("leaves out what was published later than the day asked for", async () => {
    expect(await (await get("/api/search?q=取消审批&at=2025-02-28")).json()).toEqual({ results: [] });
  });

  it.each([
    ["", 422],
    ["q=", 422],
    ["q=x&k=0", 422],
    ["q=x&k=101", 422],
    ["q=x&k=ten", 422],
    ["q=x&topK=5", 422],
    ["q=x&q=y", 422],
    ["q=x&region=无此地", 422],
    ["q=x&at=2026-13-01", 422],
    ["q=%FF", 400],
    ["q=%00", 400],
  ])("?%s: %i", async (query, status) => {
    expect((await get(`/api/search?${query}`)).status).toBe(status);
  });
});

describe("GET /sources", () => {
  it("marks the passage, takes the focus to it and escapes everything", async () => {
    const text = sampleDocuments()[0]?.text ?? "";
    const start = text.indexOf("取消审批事项9个");
    const response = await get(`/sources/${PATH}?start=${start}&end=${start + 8}`);
    expect(response.status).toBe(200);
    const page = await response.text();
    expect(page).toContain('<mark id="passage" tabindex="-1" autofocus>取消审批事项9个</mark>');
    expect(page).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    expect(page).toContain("&lt;b onclick=x&gt;");
    expect(page).not.toContain("javascript:");
    expect(page).toContain("<td>事项</td><td>9</td>");
    expect(page).toContain("<h2>一、简政放权</h2>");
    expect(page).toContain("山东省东营市河口区");
    const policy = response.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|\*/);
  });

  it("marks a passage across lines and cells, with one anchor", async () => {
    const text = sampleDocuments()[0]?.text ?? "";
    const page = await (await get(`/sources/${PATH}?start=2&end=${text.length}`)).text();
    expect(page.match(/<mark id="passage"/g)).toHaveLength(1);
    expect(page.match(/<mark/g)).toHaveLength(6);
    expect(page).toContain("一、<mark");
  });

  it.each([
    ["start=5&end=5", 422],
    ["start=9&end=5", 422],
    ["start=0&end=99999", 422],
    ["start=-1", 422],
    ["start=1.5", 422],
    ["begin=1", 422],
    ["start=3", 200],
    ["", 200],
  ])("?%s: %i", async (query, status) => {
    expect((await get(`/sources/${PATH}?${query}`)).status).toBe(status);
  });

  it("gives browsers a page when something is wrong", async () => {
    const app = createApp(createSampleServices());
    const response = await app.request("/sources/none", { headers: { accept: "text/html,*/*" } });
    expect(response.status).toBe(404);
    expect(response.headers.get("content-type")).toContain("text/html");
    expect(await response.text()).toContain("没有找到这份文件");
  });
});

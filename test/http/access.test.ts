import { describe, expect, it } from "vitest";
import { createApp } from "../../src/app.ts";
import { createSampleServices, INTERNAL_WORD, STAFF_KEY } from "../support/sample-services.ts";

const HOST = "https://wb.example";
const SITE = "https://www.example.gov.cn";

function search(headers: Record<string, string>, init: RequestInit = {}) {
  return createApp(createSampleServices()).request(`${HOST}/api/search?q=取消审批`, { ...init, headers });
}

describe("origins", () => {
  it.each<[string, Record<string, string>, number]>([
    ["no origin", {}, 200],
    ["our own origin", { origin: HOST }, 200],
    ["our own host behind a proxy that ends TLS", { origin: "http://wb.example" }, 200],
    ["a listed origin with a site key", { origin: SITE, "x-wenban-site": "pk_site" }, 200],
    ["a listed origin without one", { origin: SITE }, 403],
    ["a listed origin with a wrong one", { origin: SITE, "x-wenban-site": "pk_sita" }, 403],
    ["an origin that is not listed", { origin: "https://evil.example", "x-wenban-site": "pk_site" }, 403],
    ["a null origin", { origin: "null" }, 403],
    ["an origin that begins like ours", { origin: "https://wb.example.evil.example" }, 403],
  ])("%s: %i", async (_name, headers, status) => {
    const response = await search(headers);
    expect(response.status).toBe(status);
    const allowed = response.headers.get("access-control-allow-origin");
    expect(allowed).toBe(status === 200 && headers.origin === SITE ? SITE : null);
  });

  it("answers the preflight of listed origins only", async () => {
    const preflight = { method: "OPTIONS" };
    expect((await search({ origin: SITE }, preflight)).status).toBe(204);
    expect((await search({ origin: "https://evil.example" }, preflight)).status).toBe(403);
  });

  it("the page's form is for the page alone", async () => {
    const response = await createApp(createSampleServices()).request(`${HOST}/`, {
      method: "POST",
      headers: { origin: "https://evil.example", "content-type": "application/x-www-form-urlencoded" },
      body: "question=x",
    });
    expect(response.status).toBe(403);
  });
});

describe("the staff key", () => {
  it.each<[string, string, number]>([
    ["right", `Bearer ${STAFF_KEY}`, 200],
    ["wrong", `Bearer ${STAFF_KEY}x`, 401],
    ["empty", "Bearer ", 401],
    ["another scheme", "Basic c3RhZmY6c3RhZmY=", 401],
  ])("%s: %i", async (_name, authorization, status) => {
    expect((await search({ authorization })).status).toBe(status);
  });

  it("opens nothing where none is configured", async () => {
    const services = createSampleServices();
    const app = createApp({ ...services, access: { ...services.access, staffKey: null } });
    const response = await app.request("/api/search?q=内部口径", { headers: { authorization: "Bearer " } });
    expect(response.status).toBe(401);
  });

  it("shows internal documents to staff and to nobody else", async () => {
    const app = createApp(createSampleServices());
    const bodies = async (headers: Record<string, string>) =>
      Promise.all(
        ["/api/search?q=内部口径", "/api/documents/inner", "/sources/inner", "/metrics", "/"].map(
          async (path) => (await app.request(path, { headers })).text(),
        ),
      );
    const staff = await bodies({ authorization: `Bearer ${STAFF_KEY}` });
    expect(staff.slice(0, 3).every((body) => body.includes(INTERNAL_WORD))).toBe(true);
    expect((await bodies({})).join()).not.toContain(INTERNAL_WORD);
  });

  it("a forbidden document looks like one that does not exist", async () => {
    const app = createApp(createSampleServices());
    for (const path of ["/api/documents/", "/sources/"]) {
      const forbidden = await app.request(`${path}inner`);
      const absent = await app.request(`${path}nothing`);
      expect(forbidden.status).toBe(404);
      expect(absent.status).toBe(404);
      expect(await forbidden.text()).toBe(await absent.text());
    }
  });
});

describe("links to internal documents", () => {
  it("open the one document they were made for, until they expire", async () => {
    const services = createSampleServices();
    const app = createApp(services);
    const address = await services.sourceLinks.urlOf("inner", { start: 0, end: 4 }, true);
    const withoutToken = address.replace(/&token=[^#]+/, "");
    expect(withoutToken).not.toBe(address);
    const path = (text: string) => text.split("#")[0] ?? "";
    expect((await app.request(path(address))).status).toBe(200);
    expect((await app.request(path(withoutToken))).status).toBe(404);
    expect((await app.request(path(address).slice(0, -1))).status).toBe(404);
    expect((await app.request(path(address).replace("/inner", "/other"))).status).toBe(404);
    services.clock.now = new Date(services.clock.now.getTime() + 13 * 60 * 60 * 1000);
    expect((await app.request(path(address))).status).toBe(404);
  });

  it("public documents need no token", async () => {
    const { sourceLinks } = createSampleServices();
    expect(await sourceLinks.urlOf("甲/b c", { start: 1, end: 2 }, false)).toBe(
      "/sources/%E7%94%B2/b%20c?start=1&end=2#passage",
    );
  });
});

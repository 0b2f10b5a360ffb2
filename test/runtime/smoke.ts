import { beforeAll, describe, expect, it } from "vitest";
import type { Answer, Citation } from "../../src/domain.ts";

/** The application as a runtime offers it. */
export type Fetch = (request: Request) => Promise<Response>;

const BASE = "http://wenban.test";

/** What the application does on every runtime, over the shipped knowledge. */
export function describeSmoke(runtime: string, open: () => Promise<Fetch>): void {
  describe(`the application on ${runtime}`, () => {
    let send: Fetch;
    beforeAll(async () => {
      send = await open();
    });
    const get = (path: string) => send(new Request(new URL(path, BASE)));
    const ask = (question: string, headers: Record<string, string> = {}) =>
      send(
        new Request(new URL("/api/ask", BASE), {
          method: "POST",
          headers: { "content-type": "application/json", ...headers },
          body: JSON.stringify({ question }),
        }),
      );

    it("is ready", async () => {
      expect((await get("/readyz")).status).toBe(200);
    });

    it("answers a service question with verbatim quotes whose sources open", async () => {
      const response = await ask("居住证要什么材料？");
      const answer: Answer = await response.json();
      expect(answer.outcome).toBe("answered_procedure");
      expect(answer.citations.length).toBeGreaterThan(0);
      for (const citation of answer.citations) await expectVerbatim(citation);
    });

    async function expectVerbatim({ documentId, quote, start, end, sourceUrl }: Citation): Promise<void> {
      const { text } = await (await get(`/api/documents/${documentId}`)).json();
      expect(text.slice(start, end)).toBe(quote);
      const page = await get(sourceUrl);
      expect(page.status).toBe(200);
      expect(await page.text()).toContain('<mark id="passage"');
    }

    it("serves the widget and what its loader fetches", async () => {
      const loader = await get("/widget/v1.js");
      expect(loader.status).toBe(200);
      const [panel] = /panel\/panel-[0-9A-F]{8}\.js/.exec(await loader.text()) ?? [];
      const response = await get(`/widget/${panel}`);
      expect(response.status).toBe(200);
      expect(response.headers.get("cross-origin-resource-policy")).toBe("cross-origin");
      expect(await response.text()).toContain("createPanel");
    });

    it("refuses what it does not know", async () => {
      const answer: Answer = await (await ask("火星殖民地的落户补贴是多少？")).json();
      expect(answer.outcome).not.toMatch(/^answered/);
      expect(answer.citations).toEqual([]);
    });

    it("streams the same in parts", async () => {
      const response = await ask("居住证要什么材料？", { accept: "text/event-stream" });
      const text = await response.text();
      const types = [...text.matchAll(/"type":"([a-z-]+)"/g)].map(([, type]) => type);
      expect(types[0]).toBe("start");
      expect(types.indexOf("data-citation")).toBeLessThan(types.indexOf("text-start"));
      expect(types).toContain("data-outcome");
      expect(text.trimEnd().endsWith("data: [DONE]")).toBe(true);
    });

    it("finds passages, shows its page and describes itself", async () => {
      const { results } = await (await get(`/api/search?q=${encodeURIComponent("居住证")}`)).json();
      expect(results.length).toBeGreaterThan(0);
      expect(await (await get("/")).text()).toContain('<form method="post"');
      expect((await (await get("/openapi.json")).json()).openapi).toBe("3.1.0");
    });
  });
}

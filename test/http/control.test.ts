import { describe, expect, it } from "vitest";
import { createApp } from "../../src/app.ts";
import { createApiKey } from "../../src/control/api-key.ts";
import { createControl } from "../../src/control/control.ts";
import type { ControlChange } from "../../src/control/control-change.ts";
import { createMemoryControlStore } from "../../src/control/stores/memory-control-store.ts";
import { silentLogger } from "../../src/logger.ts";
import { createSampleServices, INTERNAL_WORD } from "../support/sample-services.ts";

/** An application with a record that changes can be added to; time passes with each. */
function openDesk() {
  const services = createSampleServices();
  const now = () => services.clock.now;
  const store = createMemoryControlStore(now);
  const app = createApp({ ...services, control: createControl(store, now, silentLogger) });
  return {
    app,
    async decide(change: ControlChange) {
      await store.append(change, "test");
      services.clock.now = new Date(services.clock.now.getTime() + 1000);
    },
    ask: (headers: Record<string, string> = {}) =>
      app.request("https://wb.example/api/ask", {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify({ question: "河口区2025年取消了几个审批事项" }),
      }),
  };
}

describe("a pause", () => {
  it.each<[string, Record<string, string>, boolean]>([
    ["web", {}, true],
    ["api", {}, true],
    ["web", { origin: "https://wb.example" }, true],
    ["api", { origin: "https://wb.example" }, false],
    ["wechat", {}, false],
  ])("of %s, asked with %j: %s", async (face, headers, isPaused) => {
    const { ask, decide } = openDesk();
    await decide({ type: "paused", face, reason: "系统维护" });
    const response = await ask(headers);
    expect(response.status).toBe(200);
    const answer = await response.json();
    expect(answer.outcome === "paused").toBe(isPaused);
    if (!isPaused) return expect(answer.citations.length).toBeGreaterThan(0);
    expect(answer.text).toBe("智能问答暂停服务：系统维护。您可以拨打 12345。");
    expect(answer.citations).toEqual([]);
  });

  it("stops searching as well, and ends when it is resumed", async () => {
    const { app, ask, decide } = openDesk();
    await decide({ type: "paused", face: "all", reason: "系统维护" });
    const search = () => app.request("/api/search?q=取消审批");
    expect((await search()).status).toBe(503);
    await decide({ type: "resumed", face: "all" });
    expect((await search()).status).toBe(200);
    expect((await (await ask()).json()).outcome).toMatch(/^answered/);
  });
});

describe("an API key", () => {
  it.each(["public", "staff"] as const)(
    "of the %s audience opens what that audience may read",
    async (audience) => {
      const { app, decide } = openDesk();
      const { key, secret } = await createApiKey("办公系统", audience, null);
      await decide({ type: "key_created", key });
      const headers = { authorization: `Bearer ${secret}` };
      const response = await app.request("/api/search?q=内部口径", { headers });
      expect(response.status).toBe(200);
      expect((await response.text()).includes(INTERNAL_WORD)).toBe(audience === "staff");
      expect((await app.request("/api/documents/inner", { headers })).status).toBe(
        audience === "staff" ? 200 : 404,
      );
    },
  );

  it("that was revoked is refused, not taken for the public", async () => {
    const { ask, decide } = openDesk();
    const { key, secret } = await createApiKey("办公系统", "staff", null);
    await decide({ type: "key_created", key });
    await decide({ type: "key_revoked", id: key.id });
    const response = await ask({ authorization: `Bearer ${secret}` });
    expect(response.status).toBe(401);
    expect((await response.json()).error.code).toBe("auth.wrong_key");
  });
});

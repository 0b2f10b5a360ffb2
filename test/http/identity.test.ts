import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createApp } from "../../src/app.ts";
import { createSampleServices, IDENTIFY_SECRET } from "../support/sample-services.ts";

function signed(id: string, secret = IDENTIFY_SECRET): Record<string, string> {
  return {
    "x-wenban-user": encodeURIComponent(id),
    "x-wenban-user-hash": createHmac("sha256", secret).update(id).digest("hex"),
  };
}

function ask(app: ReturnType<typeof createApp>, headers: Record<string, string>) {
  return app.request("/api/ask", {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ question: "取消了几个事项？" }),
  });
}

describe("users that a site vouches for", () => {
  it.each<[string, Record<string, string>, number]>([
    ["a signed id", signed("user-1"), 200],
    ["a signed id beyond ASCII", signed("张三"), 200],
    ["another one's hash", { ...signed("user-1"), "x-wenban-user": "user-2" }, 401],
    ["another secret", signed("user-1", "guess"), 401],
    ["no hash", { "x-wenban-user": "user-1" }, 401],
    ["no id", { "x-wenban-user-hash": signed("")["x-wenban-user-hash"] ?? "" }, 401],
    ["an empty id, signed", signed(""), 401],
    ["a hash of another shape", { "x-wenban-user": "user-1", "x-wenban-user-hash": "zz" }, 401],
    ["an id that is no encoding", { ...signed("%"), "x-wenban-user": "%" }, 401],
  ])("%s: %i", async (_name, headers, status) => {
    const response = await ask(createApp(createSampleServices()), headers);
    expect(response.status).toBe(status);
    if (status === 401) expect((await response.json()).error.code).toBe("auth.wrong_identity");
  });

  it("are not taken where no secret is configured", async () => {
    const services = createSampleServices();
    const app = createApp({ ...services, access: { ...services.access, identifySecret: null } });
    expect((await ask(app, signed("user-1"))).status).toBe(401);
  });

  it("have limits of their own, whatever address they share", async () => {
    const services = createSampleServices();
    const app = createApp({ ...services, access: { ...services.access, rateLimit: 1 } });
    const statuses: number[] = [];
    for (const headers of [{}, {}, signed("a"), signed("b"), signed("a")]) {
      statuses.push((await ask(app, headers)).status);
    }
    expect(statuses).toEqual([200, 429, 200, 200, 429]);
  });
});

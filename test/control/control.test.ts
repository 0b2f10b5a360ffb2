import { describe, expect, it } from "vitest";
import { createApiKey, findApiKey } from "../../src/control/api-key.ts";
import { createControl, currentNotice, findPause } from "../../src/control/control.ts";
import type { ControlChange } from "../../src/control/control-change.ts";
import { createMemoryControlStore } from "../../src/control/stores/memory-control-store.ts";
import { createLogger, silentLogger } from "../../src/logger.ts";

const START = Date.parse("2026-11-20T08:00:00.000Z");

function openControl() {
  const clock = { time: START };
  const now = () => new Date(clock.time);
  const store = createMemoryControlStore(now);
  const control = createControl(store, now, silentLogger);
  const decide = async (change: ControlChange) => {
    await store.append(change, "test");
    clock.time += 1000;
    return control.state();
  };
  return { clock, control, store, decide };
}

describe("pauses", () => {
  it.each<[string, string[], boolean]>([
    ["web", ["web"], true],
    ["web", ["api"], false],
    ["web", ["api", "web"], true],
    ["all", ["wechat/default"], true],
    ["wechat", ["wechat/hz"], true],
    ["wechat/hz", ["wechat/hz"], true],
    ["wechat/hz", ["wechat/default"], false],
    ["wechat", ["wecom/hz"], false],
  ])("%s paused, asked on %j: %s", async (face, faces, isPaused) => {
    const { decide } = openControl();
    const state = await decide({ type: "paused", face, reason: "系统维护" });
    expect(findPause(state, faces)?.reason ?? null).toBe(isPaused ? "系统维护" : null);
  });

  it("end when resumed, and the last reason holds", async () => {
    const { decide } = openControl();
    await decide({ type: "paused", face: "web", reason: "一" });
    expect(findPause(await decide({ type: "paused", face: "web", reason: "二" }), ["web"])?.reason).toBe(
      "二",
    );
    expect(findPause(await decide({ type: "resumed", face: "web" }), ["web"])).toBeNull();
  });

  it("hold within a second of the decision, and the record is not read for every question", async () => {
    const { clock, control, store } = openControl();
    let reads = 0;
    const changes = store.changes;
    store.changes = (after) => {
      reads++;
      return changes(after);
    };
    await Promise.all([control.state(), control.state(), control.state()]);
    await store.append({ type: "paused", face: "all", reason: "维护" }, "test");
    await control.state();
    expect(reads).toBe(1);
    clock.time += 1000;
    expect((await control.state()).pauses.size).toBe(1);
  });

  it("stay when the record can't be read for a while", async () => {
    const { clock, store } = openControl();
    const lines: string[] = [];
    const now = () => new Date(clock.time);
    const control = createControl(
      store,
      now,
      createLogger((line) => lines.push(line)),
    );
    await store.append({ type: "paused", face: "all", reason: "维护" }, "test");
    await control.state();
    store.changes = () => Promise.reject(new Error("disk"));
    clock.time += 5000;
    expect((await control.state()).pauses.size).toBe(1);
    expect(lines.join()).toContain("control.unreadable");
  });
});

describe("notices", () => {
  it("hold until their time, or until taken back", async () => {
    const { decide } = openControl();
    const until = new Date(START + 60_000).toISOString();
    const state = await decide({ type: "notice_set", text: "停水", until });
    expect(currentNotice(state, new Date(START))).toEqual({ text: "停水", until });
    expect(currentNotice(state, new Date(START + 60_000))).toBeNull();
    expect(currentNotice(await decide({ type: "notice_cleared" }), new Date(START))).toBeNull();
  });
});

describe("API keys", () => {
  it("are found by their secret, which is kept nowhere", async () => {
    const { decide } = openControl();
    const { key, secret } = await createApiKey("办公系统", "staff", null);
    const state = await decide({ type: "key_created", key });
    expect(await findApiKey(secret, state, new Date(START))).toMatchObject({
      name: "办公系统",
      audience: "staff",
    });
    expect(JSON.stringify([...state.keys.values()])).not.toContain(secret);
    for (const wrong of [`${secret}0`, secret.slice(0, -1), key.hash, key.id, "", "wbk_"]) {
      expect(await findApiKey(wrong, state, new Date(START))).toBeNull();
    }
  });

  it("end when revoked, and when they expire", async () => {
    const { decide } = openControl();
    const until = new Date(START + 60_000).toISOString();
    const { key, secret } = await createApiKey("试用", "public", until);
    const state = await decide({ type: "key_created", key });
    expect(await findApiKey(secret, state, new Date(START + 59_999))).not.toBeNull();
    expect(await findApiKey(secret, state, new Date(START + 60_000))).toBeNull();
    const revoked = await decide({ type: "key_revoked", id: key.id });
    expect(await findApiKey(secret, revoked, new Date(START))).toBeNull();
  });
});

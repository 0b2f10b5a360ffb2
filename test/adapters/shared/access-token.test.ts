import { beforeEach, describe, expect, it } from "vitest";
import type { AdapterMemory } from "../../../src/adapters/adapter.ts";
import { createAdapterMemory } from "../../../src/adapters/memory.ts";
import { createAccessTokens, type IssuedToken } from "../../../src/adapters/shared/access-token.ts";
import type { CallFailure, CallResult, PlatformReply } from "../../../src/adapters/shared/platform-call.ts";

const LIFETIME_MS = 7_200_000;
const NO_NETWORK: CallFailure = {
  kind: "failed",
  failure: { status: "failed", reason: "transient", mayHaveArrived: true },
};
/** Nothing is sent without a token. */
const NOT_SENT = {
  kind: "failed",
  failure: { status: "failed", reason: "transient", mayHaveArrived: false },
};

/** A platform on which only the last token is good, as with 公众号. */
class TokenPlatform {
  time = Date.parse("2026-11-20T08:00:00.000Z");
  issued = 0;
  used: string[] = [];
  isDown = false;
  good = "";
  readonly now = () => new Date(this.time);
  readonly memory: AdapterMemory = createAdapterMemory(this.now)("wechat/default");

  readonly issue = async (): Promise<IssuedToken | CallFailure> => {
    await new Promise((resolve) => setImmediate(resolve));
    if (this.isDown) return NO_NETWORK;
    this.good = `t${++this.issued}`;
    return { kind: "token", token: this.good, lifetimeMs: LIFETIME_MS };
  };

  instance(memory = this.memory) {
    const tokens = createAccessTokens({ app: "wx1", issue: this.issue }, { memory, now: this.now });
    return () => tokens.withToken(this.call, isInvalid);
  }

  readonly call = async (token: string): Promise<CallResult> => {
    this.used.push(token);
    await new Promise((resolve) => setImmediate(resolve));
    const body = { errcode: token === this.good ? 0 : 40001 };
    return { kind: "reply", ok: true, status: 200, body, headers: new Headers(), retryAfterMs: null };
  };
}

const isInvalid = ({ body }: PlatformReply) => (body as { errcode: number }).errcode === 40001;
const isDone = (result: CallResult) => result.kind === "reply" && !isInvalid(result);

describe("access tokens", () => {
  let platform: TokenPlatform;
  beforeEach(() => {
    platform = new TokenPlatform();
  });

  it("are fetched once for calls that come together", async () => {
    const send = platform.instance();
    const results = await Promise.all([send(), send(), send()]);
    expect(results.every(isDone)).toBe(true);
    expect(platform.issued).toBe(1);
  });

  it.each([
    ["kept before nine tenths of their life", 0.89, 1],
    ["made new after", 0.91, 2],
  ])("are %s", async (_name, share, issued) => {
    const send = platform.instance();
    await send();
    platform.time += LIFETIME_MS * share;
    expect(isDone(await send())).toBe(true);
    expect(platform.issued).toBe(issued);
  });

  it("are shared between instances, and remembered beyond a restart", async () => {
    const sends = [platform.instance(), platform.instance()];
    for (const send of sends) await send();
    expect(platform.issued).toBe(1);
  });

  it("are made new once when the platform refuses them, and each call is made once more", async () => {
    const send = platform.instance();
    await send();
    platform.good = "revoked";
    platform.used = [];
    const results = await Promise.all([send(), send(), send()]);
    expect(results.every(isDone)).toBe(true);
    expect(platform.issued).toBe(2);
    expect(platform.used).toEqual(["t1", "t1", "t1", "t2", "t2", "t2"]);
  });

  it("are taken from the instance that made them new", async () => {
    const [one, other] = [platform.instance(), platform.instance()];
    await one();
    await other();
    platform.good = "revoked";
    await one();
    expect(isDone(await other())).toBe(true);
    expect(platform.issued).toBe(2);
  });

  it("are not overwritten by an older one that is still being read", async () => {
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    let isSlow = false;
    const memory: AdapterMemory = {
      async get(key) {
        const value = await platform.memory.get(key);
        if (isSlow) {
          isSlow = false;
          await gate;
        }
        return value;
      },
      set: platform.memory.set,
    };
    const send = platform.instance(memory);
    await send();
    platform.good = "revoked";
    isSlow = true;
    const [slow, quick] = [send(), send()];
    await quick;
    release();
    expect(isDone(await slow)).toBe(true);
    expect(isDone(await send())).toBe(true);
    expect(platform.issued).toBe(2);
  });

  it("are made new knowing which one was refused, if one was", async () => {
    const reasons: (string | null)[] = [];
    const issue = (refused: string | null) => {
      reasons.push(refused);
      return platform.issue();
    };
    const tokens = createAccessTokens({ app: "wx1", issue }, platform);
    await tokens.withToken(platform.call, isInvalid);
    platform.good = "revoked";
    await tokens.withToken(platform.call, isInvalid);
    expect(reasons).toEqual([null, "t1"]);
  });

  it("refused twice, the refusal is the result", async () => {
    const tokens = createAccessTokens({ app: "wx1", issue: platform.issue }, platform);
    const refuse = async (token: string) => {
      platform.good = "never";
      return platform.call(token);
    };
    const result = await tokens.withToken(refuse, isInvalid);
    expect(result).toMatchObject({ kind: "reply", body: { errcode: 40001 } });
    expect(platform.used).toHaveLength(2);
  });

  it("that can't be fetched fail as the platform did, and are tried again by the next call", async () => {
    const send = platform.instance();
    platform.isDown = true;
    expect(await send()).toEqual(NOT_SENT);
    platform.isDown = false;
    expect(isDone(await send())).toBe(true);
  });

  it("go on to their end while no new one is to be had", async () => {
    const send = platform.instance();
    await send();
    platform.isDown = true;
    platform.time += LIFETIME_MS * 0.95;
    expect(isDone(await send())).toBe(true);
    platform.time += LIFETIME_MS * 0.1;
    expect(await send()).toEqual(NOT_SENT);
  });

  it("survive a memory that holds something else", async () => {
    for (const value of ["", "{", '{"token":1}', "null"]) {
      await platform.memory.set("access_token:wx1", value, LIFETIME_MS);
      expect(isDone(await platform.instance()())).toBe(true);
    }
  });
});

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { openDesk, removeTestFolders, type TestDesk } from "../../support/desk.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { encryptAsPlatform, signAsPlatform } from "../../support/wechat-platform.ts";
import { WecomCalls } from "../../support/wecom-calls.ts";
import {
  deliverJson,
  deliverXml,
  testCorp,
  WECOM_URL,
  wecomEnvironment,
} from "../../support/wecom-platform.ts";

/** A request as a line of a case file describes it, and what must come of it. */
interface RequestCase {
  id: string;
  platform?: string;
  name: string;
  method: string;
  /** `{{…}}` are filled in; what stands before a colon says how it is encrypted. */
  body: string | null;
  sign: "ok" | "none" | "given" | "wrong" | "truncated" | "upper";
  ts_skew_s?: number;
  text?: string;
  /** Seconds since 1970 that the service's clock shows. */
  clock?: number;
  query?: Record<string, string>;
  repeat?: { n: number };
  expect: { status: number; code?: string; body?: string; inbox_rows?: number; answers?: number };
}

const SHARED = join(import.meta.dirname, "../../../../shared/security/webhooks.jsonl");
const OWN = join(import.meta.dirname, "../../fixtures/im/wecom-requests.jsonl");
const readCases = (path: string): RequestCase[] =>
  readFileSync(path, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
const sharedCases = existsSync(SHARED)
  ? readCases(SHARED).filter(({ platform }) => platform === "wecom")
  : [];

const opened: TestDesk[] = [];
afterAll(() => {
  for (const desk of opened) desk.close();
  removeTestFolders();
});

function open(clock: FakeClock): TestDesk {
  const desk = openDesk({ clock, env: wecomEnvironment(), fetch: new WecomCalls(clock.now).fetch });
  opened.push(desk);
  return desk;
}

/** Encrypts a body that is marked so: rightly, for another enterprise, or with a byte turned over. */
function encrypt(body: string): { body: string; ciphertext?: string } {
  const [, kind, message = ""] = /^(ENC|ENC_BADPAD|ENC_OTHERID|ENC_BADLEN):([\s\S]*)$/.exec(body) ?? [];
  if (kind === undefined) return { body };
  const receiver = kind === "ENC_OTHERID" ? "wwOTHER" : testCorp.corpId;
  const bytes = Buffer.from(encryptAsPlatform(testCorp.encodingAesKey, message, receiver), "base64");
  const turned = kind === "ENC_BADPAD" ? bytes.length - 1 : kind === "ENC_BADLEN" ? 0 : null;
  if (turned !== null) bytes[turned] = (bytes[turned] ?? 0) ^ 0xff;
  const ciphertext = bytes.toString("base64");
  return {
    body: `<xml><ToUserName>x</ToUserName><Encrypt><![CDATA[${ciphertext}]]></Encrypt></xml>`,
    ciphertext,
  };
}

function signQuery(one: RequestCase, timestamp: string, ciphertext = ""): URLSearchParams {
  const query = new URLSearchParams(one.query);
  if (one.sign === "none" || one.sign === "given") return query;
  const nonce = `n${one.id}`;
  const signature = signAsPlatform(testCorp.token, timestamp, nonce, ciphertext);
  const bent = {
    ok: signature,
    wrong: signature.replace(/.$/, (last) => (last === "0" ? "1" : "0")),
    truncated: signature.slice(0, 20),
    upper: signature.toUpperCase(),
  };
  query.set("timestamp", timestamp);
  query.set("nonce", nonce);
  query.set("msg_signature", bent[one.sign]);
  return query;
}

async function check(one: RequestCase): Promise<void> {
  const clock = new FakeClock(one.clock === undefined ? undefined : new Date(one.clock * 1000).toISOString());
  const desk = open(clock);
  let response: Response | undefined;
  for (let i = 0; i < (one.repeat?.n ?? 1); i++) {
    const timestamp = String(Math.floor(clock.now().getTime() / 1000) + (one.ts_skew_s ?? 0));
    const filled = (one.body ?? "")
      .replaceAll("{{user}}", "oUSER1")
      .replaceAll("{{ts}}", timestamp)
      .replaceAll("{{msgid}}", "1700000001000")
      .replaceAll("{{text}}", one.text ?? "如何办理居住证");
    const { body, ciphertext } = encrypt(filled);
    const url = `${WECOM_URL}?${signQuery(one, timestamp, ciphertext)}`;
    const request = new Request(url, { method: one.method, ...(one.method !== "GET" && { body }) });
    response = await desk.webhooks.handle(request, "wecom");
  }
  await desk.idle();
  const text = (await response?.text()) ?? "";
  expect(response?.status).toBe(one.expect.status);
  if (one.expect.code) expect(JSON.parse(text).error.code).toBe(one.expect.code);
  if (one.expect.body !== undefined) expect(text).toBe(one.expect.body);
  if (one.expect.inbox_rows !== undefined) expect(desk.rows("inbox")).toHaveLength(one.expect.inbox_rows);
  if (one.expect.answers !== undefined) expect(desk.rows("answers")).toHaveLength(one.expect.answers);
}

describe("企业微信 requests, right and wrong", () => {
  it.each(readCases(OWN))("$name", check);
});

it.skipIf(sharedCases.length === 0)("企业微信 requests of the shared case file", async () => {
  for (const one of sharedCases) await check(one);
});

describe("企业微信 requests with whatever body", () => {
  const pieces = [
    "<xml>",
    "</xml>",
    "<Encrypt>",
    "<![CDATA[",
    "]]>",
    "&amp;",
    "{",
    "}",
    '"msgtype":',
    '"',
    "<",
    "居",
  ];
  const bodies = fc.oneof(
    fc.string({ unit: "binary", maxLength: 200 }),
    fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map((some) => some.join("")),
    fc.json({ maxDepth: 3 }),
  );

  it("are refused in words, unless they are a message", async () => {
    const desk = open(new FakeClock());
    let count = 0;
    await fc.assert(
      fc.asyncProperty(bodies, fc.constantFrom("xml", "json", "bare"), async (body, way) => {
        const callback = { at: desk.clock.now(), nonce: `n${++count}` };
        const signed = way === "json" ? deliverJson(body, callback) : deliverXml(body, callback);
        const request = way === "bare" ? new Request(signed.url, { method: "POST", body }) : signed;
        const response = await desk.webhooks.handle(request, "wecom");
        expect([400, 401]).toContain(response.status);
        expect((await response.json()).error.code).toMatch(/^webhook\.bad_(?:body|signature)$/);
      }),
    );
    expect(desk.rows("inbox")).toEqual([]);
  });
});

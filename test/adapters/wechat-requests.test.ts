import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { openDesk, removeTestFolders, type TestDesk } from "../support/desk.ts";
import {
  decryptAsPlatform,
  deliver,
  encryptAsPlatform,
  signAsPlatform,
  testAccount,
} from "../support/wechat-platform.ts";

/** A request as a line of a case file describes it, and what must come of it. */
interface RequestCase {
  id: string;
  platform?: string;
  name: string;
  method: string;
  query?: Record<string, string>;
  /** `{{…}}` are filled in; what stands before a colon says how it is encrypted. */
  body?: string | null;
  sign?: "ok" | "none" | "wrong" | "truncated";
  ts_skew_s?: number;
  text?: string;
  text_repeat?: [string, number];
  repeat?: { n: number; gap_ms: number };
  sequence?: { body: string; reuse_query?: boolean }[];
  expect: {
    status: number;
    code?: string;
    body?: string;
    body_not_contains?: string;
    content_type?: string;
    header?: Record<string, string>;
    inbox_rows?: number;
    answers?: number;
    all_status?: number;
    identical_bodies?: boolean;
  };
}

const SHARED = join(import.meta.dirname, "../../../shared/security/webhooks.jsonl");
const OWN = join(import.meta.dirname, "../fixtures/im/wechat-requests.jsonl");
const readCases = (path: string): RequestCase[] =>
  readFileSync(path, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
const sharedCases = existsSync(SHARED)
  ? readCases(SHARED).filter(({ platform }) => platform === "wechat")
  : [];

const MESSAGE =
  "<xml><ToUserName>gh_test</ToUserName><FromUserName>{{user}}</FromUserName><CreateTime>{{ts}}</CreateTime>" +
  "<MsgType>text</MsgType><Content>{{text}}</Content><MsgId>{{msgid}}</MsgId></xml>";

const desks: TestDesk[] = [];
afterAll(() => {
  for (const desk of desks) desk.close();
  removeTestFolders();
});

function fill(template: string, one: RequestCase, timestamp: string): string {
  const text = one.text_repeat
    ? one.text_repeat[0].repeat(one.text_repeat[1])
    : (one.text ?? "如何办理居住证");
  return template
    .replaceAll("{{message}}", MESSAGE)
    .replaceAll("{{user}}", "oUSER1")
    .replaceAll("{{ts}}", timestamp)
    .replaceAll("{{msgid}}", "1700000001000")
    .replaceAll("{{text}}", text);
}

/** Encrypts a body that is marked so: rightly, for another account, or with a byte turned over. */
function encrypt(body: string): { body: string; ciphertext?: string } {
  const [, kind, message = ""] = /^(ENC|ENC_BADPAD|ENC_OTHERID|ENC_BADLEN):([\s\S]*)$/.exec(body) ?? [];
  if (kind === undefined) return { body };
  const receiver = kind === "ENC_OTHERID" ? "wxOTHER" : testAccount.appId;
  const bytes = Buffer.from(encryptAsPlatform(testAccount.encodingAesKey, message, receiver), "base64");
  const turned = kind === "ENC_BADPAD" ? bytes.length - 1 : kind === "ENC_BADLEN" ? 0 : null;
  if (turned !== null) bytes[turned] = (bytes[turned] ?? 0) ^ 0xff;
  const ciphertext = bytes.toString("base64");
  return {
    body: `<xml><ToUserName>x</ToUserName><Encrypt><![CDATA[${ciphertext}]]></Encrypt></xml>`,
    ciphertext,
  };
}

function signQuery(one: RequestCase, timestamp: string, ciphertext: string | undefined): URLSearchParams {
  const query = new URLSearchParams(one.query);
  if (one.sign === "none") return query;
  const bend = (signature: string) => {
    if (one.sign === "truncated") return signature.slice(0, 20);
    return one.sign === "wrong" ? signature.replace(/.$/, (last) => (last === "0" ? "1" : "0")) : signature;
  };
  const nonce = `n${one.id}`;
  query.set("timestamp", timestamp);
  query.set("nonce", nonce);
  query.set("signature", bend(signAsPlatform(testAccount.token, timestamp, nonce)));
  if (ciphertext === undefined) return query;
  query.set("msg_signature", bend(signAsPlatform(testAccount.token, timestamp, nonce, ciphertext)));
  return query;
}

/** Plays a case against an account that takes plain messages too. */
async function play(one: RequestCase): Promise<{ desk: TestDesk; responses: Response[] }> {
  const desk = openDesk({ env: { WENBAN_WECHAT_PLAIN: "true" } });
  desks.push(desk);
  const responses: Response[] = [];
  const steps = one.sequence ?? Array.from({ length: one.repeat?.n ?? 1 }, () => ({ body: one.body ?? "" }));
  let query = new URLSearchParams();
  for (const [index, step] of steps.entries()) {
    if (index > 0) await desk.clock.advance(one.repeat?.gap_ms ?? 0);
    const timestamp = String(Math.floor(desk.clock.now().getTime() / 1000) + (one.ts_skew_s ?? 0));
    const { body, ciphertext } = encrypt(fill(step.body, one, timestamp));
    if (!("reuse_query" in step && step.reuse_query)) query = signQuery(one, timestamp, ciphertext);
    const url = `https://wenban.example/webhooks/wechat?${query}`;
    const request = new Request(url, { method: one.method, ...(one.method !== "GET" && { body }) });
    responses.push(await desk.webhooks.handle(request, "wechat"));
  }
  return { desk, responses };
}

/** What a reply says, whatever it was encrypted with this time. */
function readSaid(body: string): string {
  const ciphertext = /<Encrypt><!\[CDATA\[([^\]]+)\]/.exec(body)?.[1];
  return ciphertext === undefined ? body : decryptAsPlatform(testAccount.encodingAesKey, ciphertext).message;
}

async function check(one: RequestCase): Promise<void> {
  const { desk, responses } = await play(one);
  const bodies = await Promise.all(responses.map((response) => response.clone().text()));
  const response = responses.at(-1);
  const body = bodies.at(-1) ?? "";
  const wanted = one.expect;
  expect(response?.status).toBe(wanted.status);
  if (wanted.code) expect(JSON.parse(body).error.code).toBe(wanted.code);
  if (wanted.body !== undefined)
    expect(body).toBe(wanted.body.replace("{{echostr}}", one.query?.echostr ?? ""));
  if (wanted.body_not_contains !== undefined) expect(body).not.toContain(wanted.body_not_contains);
  if (wanted.content_type !== undefined)
    expect(response?.headers.get("content-type")).toContain(wanted.content_type);
  for (const [name, value] of Object.entries(wanted.header ?? {}))
    expect(response?.headers.get(name)).toBe(value);
  if (wanted.inbox_rows !== undefined) expect(desk.rows("inbox")).toHaveLength(wanted.inbox_rows);
  if (wanted.answers !== undefined) expect(desk.rows("answers")).toHaveLength(wanted.answers);
  if (wanted.all_status !== undefined) {
    expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([wanted.all_status]));
  }
  if (wanted.identical_bodies) expect(new Set(bodies.map(readSaid)).size).toBe(1);
}

describe("公众号 requests, right and wrong", () => {
  it.each(readCases(OWN))("$name", check);
});

describe("公众号 requests with whatever body", () => {
  const pieces = [
    "<xml>",
    "</xml>",
    "<Encrypt>",
    "</Encrypt>",
    "<![CDATA[",
    "]]>",
    "&amp;",
    "&#x41;",
    "<a/>",
    "{",
    "}",
    '"MsgType":',
    '"',
    ",",
    "<",
    ">",
    "居",
    "\u0000",
    "\ud800",
    "[".repeat(50),
  ];
  const bodies = fc.oneof(
    fc.string({ unit: "binary", maxLength: 200 }),
    fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map((some) => some.join("")),
  );

  it("are refused in words, unless they are a message", async () => {
    const desk = openDesk({ env: { WENBAN_WECHAT_PLAIN: "true" } });
    desks.push(desk);
    let count = 0;
    await fc.assert(
      fc.asyncProperty(bodies, fc.boolean(), async (body, isEncrypted) => {
        const timestamp = Math.floor(desk.clock.now().getTime() / 1000);
        const mode = isEncrypted ? "safe" : "plain";
        const request = deliver({ timestamp, nonce: `n${++count}`, xml: body, mode });
        const response = await desk.webhooks.handle(request, "wechat");
        expect([400, 401]).toContain(response.status);
        expect((await response.json()).error.code).toMatch(/^webhook\.bad_(?:body|signature)$/);
      }),
    );
    expect(desk.rows("inbox")).toEqual([]);
  });
});

describe("公众号 requests of the shared collection", () => {
  it.skipIf(sharedCases.length === 0)("is there", () => {
    expect(sharedCases.length).toBeGreaterThan(10);
  });

  it.each(sharedCases)("$id $name", check);
});

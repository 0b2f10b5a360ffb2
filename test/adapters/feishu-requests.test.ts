import { afterAll, describe, it } from "vitest";
import { openDesk, removeTestFolders } from "../support/desk.ts";
import { encryptAsFeishu, FakeFeishu, feishuEnvironment, signAsFeishu } from "../support/feishu-platform.ts";
import { playCase, type RequestCase, readRequestCases } from "../support/request-cases.ts";

const own = readRequestCases(new URL("../fixtures/im/feishu-requests.jsonl", import.meta.url), "feishu");
const shared = readRequestCases(
  new URL("../../../shared/security/webhooks.jsonl", import.meta.url),
  "feishu",
);

afterAll(removeTestFolders);

function sign({ sign: how }: RequestCase, body: string, at: Date): Record<string, string> {
  if (how === "none") return {};
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const signed = how === "reserialised" ? JSON.stringify(JSON.parse(body), null, 1) : body;
  return {
    "x-lark-request-timestamp": timestamp,
    "x-lark-request-nonce": "nonce-abc",
    "x-lark-signature": bend(signAsFeishu(timestamp, "nonce-abc", signed), how),
  };
}

function bend(signature: string, how: string): string {
  if (how === "truncated") return signature.slice(0, 20);
  if (how === "upper") return signature.toUpperCase();
  return how === "wrong" ? signature.replace(/.$/, (last) => (last === "0" ? "1" : "0")) : signature;
}

/** A body that is marked so, encrypted. */
function seal(body: string): string {
  const [, plain] = /^FENC:([\s\S]*)$/.exec(body) ?? [];
  return plain === undefined ? body : JSON.stringify({ encrypt: encryptAsFeishu(plain) });
}

async function play(one: RequestCase): Promise<void> {
  const feishu = new FakeFeishu();
  const desk = openDesk({ env: feishuEnvironment(), fetch: feishu.fetch });
  await playCase(one, {
    desk,
    platform: "feishu",
    request(_one, filled, at) {
      const body = seal(filled);
      const headers = { "content-type": "application/json", ...sign(one, body, at) };
      const sent = one.sign === "tampered" ? `${body} ` : body;
      return new Request("https://wenban.example/webhooks/feishu", { method: "POST", headers, body: sent });
    },
    shown: () => feishu.messages.length,
  });
  desk.close();
}

describe("requests to a 飞书 bot", () => {
  it.each(own)("$id $name", play);
});

describe.skipIf(shared.length === 0)("requests to a 飞书 bot, from the shared cases", () => {
  it.each(shared)("$id $name", play);
});

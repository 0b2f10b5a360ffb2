import { decrypt, encrypt, getSignature } from "@wecom/crypto";
import { describe, expect, it } from "vitest";
import { CONTRACT_NOW } from "../../support/adapter-kit.ts";
import { onlyMessage, openWecom, replyWith } from "../../support/wecom-bot.ts";
import { aibotQuestion, deliverText, testCorp, toXml, WECOM_URL } from "../../support/wecom-platform.ts";

const { token, encodingAesKey, corpId } = testCorp;
const timestamp = String(CONTRACT_NOW.getTime() / 1000);

/** A callback as the platform's own package signs and encrypts it. */
function deliver(message: string, receiveId: string, wrap: (encrypted: string) => string): Request {
  const encrypted = encrypt(encodingAesKey, message, receiveId);
  const msg_signature = getSignature(token, timestamp, "n1", encrypted);
  const query = new URLSearchParams({ msg_signature, timestamp, nonce: "n1" });
  return new Request(`${WECOM_URL}?${query}`, { method: "POST", body: wrap(encrypted) });
}

describe("the platform's own encryption", () => {
  // Every length of padding, as often as there are lengths.
  it.each(Array.from({ length: 32 }, (_, index) => index + 1))(
    "is read with a text of %i bytes",
    async (length) => {
      const fields = { FromUserName: "u1", MsgType: "text", Content: "x".repeat(length), MsgId: "1" };
      const request = deliver(toXml(fields), corpId, (Encrypt) => toXml({ ToUserName: corpId, Encrypt }));
      expect(onlyMessage(await openWecom().adapter.receive(request)).text).toBe("x".repeat(length));
    },
  );

  it("is read from a 智能机器人, and reads the stream that answers it", async () => {
    const request = deliver(JSON.stringify(aibotQuestion()), "", (encrypted) =>
      JSON.stringify({ encrypt: encrypted }),
    );
    const { response } = await openWecom().adapter.receive(request);
    if (response instanceof Response) throw new Error("not passive");
    const sealed = JSON.parse(await (await response.render(replyWith())).text());
    expect(sealed.msgsignature).toBe(getSignature(token, sealed.timestamp, sealed.nonce, sealed.encrypt));
    const { message, id } = decrypt(encodingAesKey, sealed.encrypt);
    expect(id).toBe("");
    expect(JSON.parse(message)).toMatchObject({ msgtype: "stream", stream: { finish: true } });
  });

  it("reads what is said at once", async () => {
    const { response } = await openWecom().adapter.receive(
      deliverText({ at: CONTRACT_NOW }, { MsgType: "image" }),
    );
    const sealed = response instanceof Response ? await response.text() : "";
    const [, encrypted = ""] = /<Encrypt><!\[CDATA\[(.+?)\]\]>/.exec(sealed) ?? [];
    const [, signature] = /<MsgSignature><!\[CDATA\[(.+?)\]\]>/.exec(sealed) ?? [];
    const [, at = ""] = /<TimeStamp>(\d+)</.exec(sealed) ?? [];
    const [, nonce = ""] = /<Nonce><!\[CDATA\[(.+?)\]\]>/.exec(sealed) ?? [];
    expect(signature).toBe(getSignature(token, at, nonce, encrypted));
    expect(decrypt(encodingAesKey, encrypted)).toMatchObject({ id: corpId });
  });
});

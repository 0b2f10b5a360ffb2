import { readFileSync } from "node:fs";
import * as official from "@wecom/crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createWechatCrypto } from "../../../src/adapters/shared/wechat-crypto.ts";
import { decryptAsPlatform, encryptAsPlatform } from "../../support/wechat-platform.ts";

interface EncryptedVector {
  name: string;
  token: string;
  encodingAesKey: string;
  receiveId: string;
  timestamp: string;
  nonce: string;
  ciphertext: string;
  random: string | null;
  signature: string | null;
  message: string;
}

interface PlainVector {
  name: string;
  token: string;
  timestamp: string;
  nonce: string;
  signature: string;
}

const vectors: { encrypted: EncryptedVector[]; plain: PlainVector[] } = JSON.parse(
  readFileSync(new URL("../../fixtures/webhooks/wechat-crypto.json", import.meta.url), "utf8"),
);
const KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
const ours = createWechatCrypto({ token: "t0ken", encodingAesKey: KEY, receiveId: "wxTEST" });

describe("published values", () => {
  it.each(vectors.plain)("$name: signature of a request without ciphertext", async (vector) => {
    const { sign } = createWechatCrypto({ ...vector, encodingAesKey: KEY, receiveId: "" });
    expect(await sign(vector.timestamp, vector.nonce)).toBe(vector.signature);
  });

  it.each(vectors.encrypted.filter(({ signature }) => signature !== null))(
    "$name: signature",
    async (vector) => {
      const { sign } = createWechatCrypto(vector);
      expect(await sign(vector.timestamp, vector.nonce, vector.ciphertext)).toBe(vector.signature);
    },
  );

  it.each(vectors.encrypted)("$name: decryption", async (vector) => {
    expect(await createWechatCrypto(vector).decrypt(vector.ciphertext)).toBe(vector.message);
  });

  it.each(vectors.encrypted)("$name: not for another receiver", async (vector) => {
    const other = createWechatCrypto({ ...vector, receiveId: `${vector.receiveId}x` });
    expect(await other.decrypt(vector.ciphertext)).toBeNull();
  });

  it.each(vectors.encrypted.filter(({ random }) => random !== null))("$name: encryption", async (vector) => {
    const random = new TextEncoder().encode(vector.random ?? "");
    expect(await createWechatCrypto(vector).encrypt(vector.message, random)).toBe(vector.ciphertext);
  });
});

describe("against an independent implementation", () => {
  const message = fc.string({ unit: "grapheme", maxLength: 200 });

  it("reads what it encrypts", async () => {
    await fc.assert(
      fc.asyncProperty(message, async (text) => {
        expect(await ours.decrypt(encryptAsPlatform(KEY, text, "wxTEST"))).toBe(text);
      }),
    );
  });

  it("is read by it", async () => {
    await fc.assert(
      fc.asyncProperty(message, async (text) => {
        expect(decryptAsPlatform(KEY, await ours.encrypt(text))).toEqual({
          message: text,
          receiveId: "wxTEST",
        });
      }),
    );
  });

  it("encrypts the same message differently each time", async () => {
    expect(await ours.encrypt("您好")).not.toBe(await ours.encrypt("您好"));
  });
});

describe("企业微信's own library", () => {
  const anyText = fc.string({ unit: "binary", maxLength: 300 });

  it("reads what we encrypt, and we what it does, whatever the length", async () => {
    await fc.assert(
      fc.asyncProperty(anyText, async (text) => {
        expect(official.decrypt(KEY, await ours.encrypt(text))).toMatchObject({
          message: text,
          id: "wxTEST",
        });
        expect(await ours.decrypt(official.encrypt(KEY, text, "wxTEST"))).toBe(text);
      }),
    );
  });

  it("signs as we do", async () => {
    const ascii = fc.string({ maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(ascii, ascii, ascii, async (timestamp, nonce, ciphertext) => {
        const signature = official.getSignature("t0ken", timestamp, nonce, ciphertext);
        expect(await ours.sign(timestamp, nonce, ciphertext)).toBe(signature);
      }),
    );
  });
});

describe("damaged ciphertext", () => {
  const whole = Buffer.from(encryptAsPlatform(KEY, "居住证怎么办理", "wxTEST"), "base64");
  const raw = (frame: Buffer) => encryptAsPlatform(KEY, "", "", { frame });

  it.each([
    ["empty", ""],
    ["not Base64", "§§§§"],
    ["Base64 with spaces", ` ${whole.toString("base64")}`],
    ["not whole blocks", whole.subarray(0, -1).toString("base64")],
    ["a block missing", whole.subarray(0, -16).toString("base64")],
    ["padding byte 0", raw(Buffer.alloc(32))],
    ["padding byte above 32", raw(Buffer.alloc(64, 33))],
    ["padding bytes that differ", raw(Buffer.concat([Buffer.alloc(60, 1), Buffer.from([9, 9, 9, 4])]))],
    ["nothing but padding", raw(Buffer.alloc(32, 32))],
    [
      "length beyond the frame",
      raw(Buffer.concat([Buffer.alloc(16, 1), Buffer.from([255, 255, 255, 255]), Buffer.alloc(12, 12)])),
    ],
    [
      "text that is not UTF-8",
      raw(
        Buffer.concat([
          Buffer.alloc(16),
          Buffer.from([0, 0, 0, 1, 0xff]),
          Buffer.from("wxTEST"),
          Buffer.alloc(5, 5),
        ]),
      ),
    ],
  ])("%s is null, never an error", async (_name, ciphertext) => {
    expect(await ours.decrypt(ciphertext)).toBeNull();
  });

  it("is never an error, whichever byte changed", async () => {
    for (let at = 0; at < whole.length; at++) {
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] ?? 0) ^ 0x55;
      const text = await ours.decrypt(changed.toString("base64"));
      // CBC alone does not protect the message (the signature does), but its end holds padding and receiver.
      if (at >= whole.length - 32) expect(text).toBeNull();
    }
  });
});

it.each(["", "short", `${KEY}=`, KEY.replace("a", "-")])("%j is no EncodingAESKey", (encodingAesKey) => {
  expect(() => createWechatCrypto({ token: "t", encodingAesKey, receiveId: "" })).toThrow(RangeError);
});

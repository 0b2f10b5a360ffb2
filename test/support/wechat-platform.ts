import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";

/** The platform's side of 公众号 safe mode, written with node:crypto and nothing of ours. */

export function signAsPlatform(...parts: string[]): string {
  return createHash("sha1").update(parts.sort().join("")).digest("hex");
}

/** `frame` replaces the padded plaintext, for ciphertexts that no platform would send. */
export function encryptAsPlatform(
  encodingAesKey: string,
  message: string,
  receiveId: string,
  { frame }: { frame?: Buffer } = {},
): string {
  const key = Buffer.from(`${encodingAesKey}=`, "base64");
  const cipher = createCipheriv("aes-256-cbc", key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(frame ?? frameOf(message, receiveId)), cipher.final()]).toString(
    "base64",
  );
}

function frameOf(message: string, receiveId: string): Buffer {
  const body = Buffer.from(message);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  const bare = Buffer.concat([randomBytes(16), length, body, Buffer.from(receiveId)]);
  const padding = 32 - (bare.length % 32);
  return Buffer.concat([bare, Buffer.alloc(padding, padding)]);
}

export function decryptAsPlatform(
  encodingAesKey: string,
  ciphertext: string,
): { message: string; receiveId: string } {
  const key = Buffer.from(`${encodingAesKey}=`, "base64");
  const decipher = createDecipheriv("aes-256-cbc", key, key.subarray(0, 16)).setAutoPadding(false);
  const padded = Buffer.concat([decipher.update(ciphertext, "base64"), decipher.final()]);
  const bare = padded.subarray(0, -(padded.at(-1) ?? 0));
  const end = 20 + bare.readUInt32BE(16);
  return { message: bare.subarray(20, end).toString(), receiveId: bare.subarray(end).toString() };
}

/** A 公众号 with a user, who sends messages as the platform would deliver them. */
export interface WechatAccount {
  token: string;
  appId: string;
  encodingAesKey: string;
}

export const testAccount: WechatAccount = {
  token: "wx_test_token",
  appId: "wxTESTAPPID000001",
  encodingAesKey: "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
};

/** Variables that configure the account as the bot `default`. */
export function wechatEnvironment(account: WechatAccount = testAccount): Record<string, string> {
  return {
    WENBAN_WECHAT_TOKEN: account.token,
    WENBAN_WECHAT_APP_ID: account.appId,
    WENBAN_WECHAT_ENCODING_AES_KEY: account.encodingAesKey,
  };
}

export interface Delivery {
  /** Seconds since 1970. */
  timestamp: number;
  nonce?: string;
  url?: string;
  /** Elements of the message that differ from an ordinary text message. */
  fields?: Record<string, string>;
  /** The whole message, in place of elements. */
  xml?: string;
  /** The data format chosen for the account. */
  format?: "xml" | "json";
  /** 安全模式 when absent. */
  mode?: "safe" | "compatible" | "plain";
  receiveId?: string;
  account?: WechatAccount;
}

const messageFields = (timestamp: number): Record<string, string> => ({
  ToUserName: "gh_0123456789ab",
  FromUserName: "oUSER0001",
  CreateTime: String(timestamp),
  MsgType: "text",
  Content: "身份证丢了怎么补办",
  MsgId: "24553210987654321",
});

/** A signed and encrypted delivery; every call signs anew, as the platform does on retries. */
export function deliver({ timestamp, account = testAccount, ...delivery }: Delivery): Request {
  const nonce = delivery.nonce ?? randomBytes(6).toString("hex");
  const fields = { ...messageFields(timestamp), ...delivery.fields };
  const { format = "xml", mode = "safe" } = delivery;
  const write = format === "json" ? toJson : toXml;
  const message = delivery.xml ?? write(fields);
  const query = new URLSearchParams({
    signature: signAsPlatform(account.token, String(timestamp), nonce),
    timestamp: String(timestamp),
    nonce,
    openid: fields.FromUserName ?? "",
  });
  let body = message;
  if (mode !== "plain") {
    const encrypt = encryptAsPlatform(account.encodingAesKey, message, delivery.receiveId ?? account.appId);
    query.set("encrypt_type", "aes");
    query.set("msg_signature", signAsPlatform(account.token, String(timestamp), nonce, encrypt));
    const readable = mode === "compatible" ? fields : { ToUserName: fields.ToUserName ?? "" };
    body = write({ ...readable, Encrypt: encrypt });
  }
  return new Request(`${delivery.url ?? "https://wenban.example/webhooks/wechat"}?${query}`, {
    method: "POST",
    headers: { "content-type": format === "json" ? "application/json" : "text/xml" },
    body,
  });
}

/** Ids and times are bare numbers, beyond what a double holds. */
function toJson(fields: Record<string, string>): string {
  const members = Object.entries(fields).map(([name, value]) => {
    const isNumber = /^(?:MsgId|CreateTime)$/.test(name) && /^\d+$/.test(value);
    return `${JSON.stringify(name)}:${isNumber ? value : JSON.stringify(value)}`;
  });
  return `{${members.join(",")}}`;
}

function toXml(fields: Record<string, string>): string {
  const elements = Object.entries(fields).map(([name, value]) => `<${name}><![CDATA[${value}]]></${name}>`);
  return `<xml>${elements.join("")}</xml>`;
}

/** Opens an encrypted reply as the platform does. */
export async function readReply(response: Response, account: WechatAccount = testAccount) {
  const envelope = readFields(await response.text());
  const { Encrypt = "", MsgSignature, TimeStamp = "", Nonce = "" } = envelope;
  const expected = signAsPlatform(account.token, TimeStamp, Nonce, Encrypt);
  const { message, receiveId } = decryptAsPlatform(account.encodingAesKey, Encrypt);
  const isSigned = MsgSignature === expected && receiveId === account.appId;
  return { isSigned, xml: message, fields: readFields(message) };
}

/** Reads a reply that is not encrypted. */
export async function readPlainReply(response: Response): Promise<Record<string, string>> {
  return readFields(await response.text());
}

function readFields(body: string): Record<string, string> {
  if (!body.startsWith("{")) return readElements(body);
  return Object.fromEntries(Object.entries(JSON.parse(body)).map(([name, value]) => [name, String(value)]));
}

/** Elements of a flat document whose values are CDATA or bare. */
function readElements(xml: string): Record<string, string> {
  const found = xml.matchAll(/<(\w+)>(?:((?:<!\[CDATA\[[\s\S]*?\]\]>)+)|([^<]*))<\/\1>/g);
  return Object.fromEntries(
    Array.from(found, ([, name = "", cdata, bare = ""]) => [
      name,
      cdata === undefined ? bare : cdata.replaceAll(/<!\[CDATA\[([\s\S]*?)\]\]>/g, "$1"),
    ]),
  );
}

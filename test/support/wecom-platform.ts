import { randomBytes } from "node:crypto";
import { decryptAsPlatform, encryptAsPlatform, signAsPlatform } from "./wechat-platform.ts";

/** The platform's side of 企业微信: callbacks as it signs them, and the calls it takes. */

/** An enterprise with an application; token, key and id are those of the vendor's worked example. */
export const testCorp = {
  token: "QDG6eK",
  encodingAesKey: "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C",
  corpId: "wx5823bf96d3bd56c7",
  secret: "wecom_test_app_secret",
  agentId: "218",
};

export const WECOM_URL = "https://wenban.example/webhooks/wecom";

/** Variables that configure the application as the bot `default`. */
export function wecomEnvironment(extra: Record<string, string> = {}): Record<string, string> {
  return {
    WENBAN_WECOM_TOKEN: testCorp.token,
    WENBAN_WECOM_ENCODING_AES_KEY: testCorp.encodingAesKey,
    WENBAN_WECOM_CORP_ID: testCorp.corpId,
    WENBAN_WECOM_SECRET: testCorp.secret,
    WENBAN_WECOM_AGENT_ID: testCorp.agentId,
    ...extra,
  };
}

export interface Callback {
  at: Date;
  nonce?: string;
  token?: string;
  /** Whom it is encrypted for, where that differs. */
  receiveId?: string;
  /** The padded plaintext, for ciphertexts that no platform would send. */
  frame?: Buffer;
}

/** The query that signs a ciphertext. */
export function signedQuery(encrypt: string, { at, nonce, token }: Callback): URLSearchParams {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const used = nonce ?? randomBytes(5).toString("hex");
  const msg_signature = signAsPlatform(token ?? testCorp.token, timestamp, used, encrypt);
  return new URLSearchParams({ msg_signature, timestamp, nonce: used });
}

/** A callback of an application: `message` is XML. */
export function deliverXml(message: string, callback: Callback): Request {
  const encrypt = encrypted(message, callback.receiveId ?? testCorp.corpId, callback);
  const body = toXml({ ToUserName: testCorp.corpId, AgentID: testCorp.agentId, Encrypt: encrypt });
  return new Request(`${WECOM_URL}?${signedQuery(encrypt, callback)}`, {
    method: "POST",
    headers: { "content-type": "text/xml" },
    body,
  });
}

/** A text message to the application, with what differs from an ordinary one. */
export function deliverText(callback: Callback, fields: Record<string, string> = {}): Request {
  const CreateTime = String(Math.floor(callback.at.getTime() / 1000));
  const ordinary = {
    ToUserName: testCorp.corpId,
    FromUserName: "zhangsan",
    CreateTime,
    MsgType: "text",
    Content: "年假申请流程",
    MsgId: "7372900001234567890",
    AgentID: testCorp.agentId,
  };
  return deliverXml(toXml({ ...ordinary, ...fields }), callback);
}

/** An event of the application. */
export function deliverEvent(callback: Callback, fields: Record<string, string>): Request {
  return deliverText(callback, { MsgType: "event", Content: "", MsgId: "", ...fields });
}

/** A callback of a 智能机器人: JSON for nobody by name. */
export function deliverJson(body: unknown, callback: Callback): Request {
  const encrypt = encrypted(JSON.stringify(body), callback.receiveId ?? "", callback);
  return new Request(`${WECOM_URL}?${signedQuery(encrypt, callback)}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ encrypt }),
  });
}

export interface AibotOptions {
  key?: string;
  text?: string;
  user?: string;
  /** The group it is asked in. */
  group?: string;
  responseUrl?: string;
}

/** What a 智能机器人 is told of a question. */
export function aibotQuestion(options: AibotOptions = {}) {
  const {
    key = "CAIQ16HMjQYY/NGagIOAgAMgq4KM0AI=",
    text = "社保卡丢了怎么补办",
    user = "zhangsan",
  } = options;
  return {
    msgid: key,
    aibotid: "AIBOTID0001",
    ...(options.group !== undefined && { chatid: options.group }),
    chattype: options.group === undefined ? "single" : "group",
    from: { userid: user },
    response_url:
      options.responseUrl ??
      `https://qyapi.weixin.qq.com/cgi-bin/aibot/response?response_code=${encodeURIComponent(key)}`,
    msgtype: "text",
    text: { content: text },
  };
}

/** A poll for how far a stream is. */
export function aibotPoll(streamId: string) {
  const { text: _, ...rest } = aibotQuestion({ key: "poll" });
  return { ...rest, msgtype: "stream", stream: { id: streamId } };
}

/** Opens an encrypted XML reply as the platform does. */
export async function readSealedXml(response: Response) {
  const fields = readElements(await response.text());
  const { Encrypt = "", MsgSignature, TimeStamp = "", Nonce = "" } = fields;
  const { message, receiveId } = decryptAsPlatform(testCorp.encodingAesKey, Encrypt);
  const isSigned = MsgSignature === signAsPlatform(testCorp.token, TimeStamp, Nonce, Encrypt);
  return { isSigned: isSigned && receiveId === testCorp.corpId, fields: readElements(message) };
}

/** A stream as the platform shows it. */
export interface ShownStream {
  id: string;
  finish: boolean;
  content: string;
}

/** Opens an encrypted JSON reply as the platform does. */
export async function readSealedJson(response: Response) {
  const { encrypt, msgsignature, timestamp, nonce } = JSON.parse(await response.text());
  const { message, receiveId } = decryptAsPlatform(testCorp.encodingAesKey, encrypt);
  const expected = signAsPlatform(testCorp.token, String(timestamp), nonce, encrypt);
  const isSigned = msgsignature === expected && receiveId === "" && typeof timestamp === "number";
  const body: { msgtype: string; stream?: ShownStream; text?: { content: string } } = JSON.parse(message);
  return { isSigned, body };
}

function encrypted(message: string, receiveId: string, { frame }: Callback): string {
  return encryptAsPlatform(testCorp.encodingAesKey, message, receiveId, frame ? { frame } : {});
}

export function toXml(fields: Record<string, string>): string {
  const elements = Object.entries(fields).map(([name, value]) => `<${name}><![CDATA[${value}]]></${name}>`);
  return `<xml>${elements.join("")}</xml>`;
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

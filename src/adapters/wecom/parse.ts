/** What the callbacks of 自建应用 say: 「接收消息」 and 「接收事件」. */
import type { IncomingMessage } from "../adapter.ts";
import { badBody } from "../shared/webhook-errors.ts";
import type { KfCall } from "./kf.ts";

/** The key of a menu's button that stands for a question of its own. */
const READS_AS_TEXT = /\p{Script=Han}/u;

/** What becomes of a message or event of an application. */
export type AppEvent =
  | { kind: "question"; message: IncomingMessage }
  /** A message of a kind that can't be read; somebody new; somebody who opened the application. */
  | { kind: "unsupported" | "followed" | "entered"; to: string }
  /** 微信客服 has messages to be fetched. */
  | { kind: "kf"; call: KfCall }
  | { kind: "ignored" };

/**
 * Reads a decrypted message. Its `AgentID` and `ToUserName` are left alone: the encryption has told whom it is for.
 * @throws WenbanError `webhook.bad_body`
 */
export function readAppEvent(fields: ReadonlyMap<string, string>): AppEvent {
  const type = requireField(fields, "MsgType");
  if (type === "event") return readEvent(fields);
  const from = requireField(fields, "FromUserName");
  const text = (fields.get("Content") ?? "").trim();
  if (type !== "text" || text === "") return { kind: "unsupported", to: from };
  return toQuestion(fields, text);
}

/** Events have no id: they are told apart by sender and time, and here by what was done. */
function toQuestion(fields: ReadonlyMap<string, string>, text: string, done = ""): AppEvent {
  const from = requireField(fields, "FromUserName");
  return {
    kind: "question",
    message: {
      // Beyond 2^53, so it stays a text.
      key: fields.get("MsgId") || `${from}:${requireField(fields, "CreateTime")}${done}`,
      conversation: { id: from, kind: "direct", handle: { route: "app", user: from } },
      sender: from,
      text,
      pushAfterMs: 0,
    },
  };
}

function readEvent(fields: ReadonlyMap<string, string>): AppEvent {
  switch (requireField(fields, "Event").toLowerCase()) {
    case "subscribe":
      return { kind: "followed", to: requireField(fields, "FromUserName") };
    case "enter_agent":
      return { kind: "entered", to: requireField(fields, "FromUserName") };
    case "click": {
      const text = (fields.get("EventKey") ?? "").trim();
      return READS_AS_TEXT.test(text) ? toQuestion(fields, text, `:${text}`) : { kind: "ignored" };
    }
    case "kf_msg_or_event":
      return {
        kind: "kf",
        call: { openKfId: requireField(fields, "OpenKfId"), token: fields.get("Token") ?? "" },
      };
    default:
      return { kind: "ignored" };
  }
}

function requireField(fields: ReadonlyMap<string, string>, name: string): string {
  const value = fields.get(name);
  if (!value) throw badBody(`${name} is missing`);
  return value;
}

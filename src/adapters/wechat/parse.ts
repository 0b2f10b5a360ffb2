/** What a message or an event asks for: 「接收普通消息」「接收事件推送」, 小程序 「客服消息 接收消息和事件」. */
import { badBody } from "../shared/webhook-errors.ts";

type Fields = ReadonlyMap<string, string>;

/** What the platform puts in place of a message that it can't deliver. */
const UNDELIVERABLE = "【收到不支持的消息类型，暂无法显示】";
/** A menu key that is written in Chinese is a question; any other is a name that its operator gave it. */
const READS_AS_TEXT = /\p{Script=Han}/u;

/** What somebody wants. `key` is the same on redelivery; `nothing` needs no words. */
export type Meaning =
  /** `isTap`: on the account's menu. */
  | { kind: "question"; key: string; text: string; isTap: boolean }
  | { kind: "greeting" | "unsupported" | "empty"; key: string }
  | { kind: "nothing" };

export interface ParsedMessage {
  /** The user's openid. */
  from: string;
  /** The account's original id. */
  account: string;
  meaning: Meaning;
}

/** @throws WenbanError `webhook.bad_body` when a field is missing that every message has */
export function parseMessage(fields: Fields): ParsedMessage {
  return {
    from: requireField(fields, "FromUserName"),
    account: requireField(fields, "ToUserName"),
    meaning: requireField(fields, "MsgType") === "event" ? eventMeaning(fields) : messageMeaning(fields),
  };
}

/** The click on a choice of a 菜单消息 comes as a text like any other. */
function messageMeaning(fields: Fields): Meaning {
  const text = field(fields, "Content");
  const key = field(fields, "MsgId") || eventKey(fields);
  if (field(fields, "MsgType") !== "text" || text === UNDELIVERABLE) return { kind: "unsupported", key };
  return text === "" ? { kind: "empty", key } : { kind: "question", key, text, isTap: false };
}

function eventMeaning(fields: Fields): Meaning {
  switch (field(fields, "Event").toLowerCase()) {
    // 小程序: somebody opened the conversation from a page.
    case "user_enter_tempsession":
    case "subscribe":
      return { kind: "greeting", key: eventKey(fields) };
    case "click": {
      const text = field(fields, "EventKey");
      return READS_AS_TEXT.test(text)
        ? { kind: "question", key: eventKey(fields), text, isTap: true }
        : { kind: "nothing" };
    }
    default:
      return { kind: "nothing" };
  }
}

/** 「接收事件推送」: events have no id and are told apart by sender and time; here by what happened, too. */
function eventKey(fields: Fields): string {
  const parts = [requireField(fields, "FromUserName"), requireField(fields, "CreateTime")];
  return [...parts, field(fields, "Event"), field(fields, "EventKey")]
    .filter((part) => part !== "")
    .join(":");
}

function field(fields: Fields, name: string): string {
  return fields.get(name)?.trim() ?? "";
}

function requireField(fields: Fields, name: string): string {
  const value = field(fields, name);
  if (value === "") throw badBody(`${name} is missing`);
  return value;
}

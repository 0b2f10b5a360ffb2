import { createCipheriv, createHash, randomBytes } from "node:crypto";

/** 飞书's side of things, written with node:crypto and nothing of ours. */

export const feishuApp = {
  id: "cli_a1b2c3d4e5f6a7b8",
  secret: "feishu_test_app_secret",
  encryptKey: "feishu_test_encrypt_key",
  token: "feishu_test_vtoken",
  openId: "ou_bot",
};

/** Variables that configure the app as the bot `default`; undefined leaves one out. */
export function feishuEnvironment(
  more: Record<string, string | undefined> = {},
  platform = "FEISHU",
): Record<string, string> {
  const variables = {
    APP_ID: feishuApp.id,
    APP_SECRET: feishuApp.secret,
    ENCRYPT_KEY: feishuApp.encryptKey,
    VERIFICATION_TOKEN: feishuApp.token,
    ...more,
  };
  return Object.fromEntries(
    Object.entries(variables).flatMap(([field, value]) =>
      value === undefined ? [] : [[`WENBAN_${platform}_${field}`, value]],
    ),
  );
}

export function encryptAsFeishu(text: string, key = feishuApp.encryptKey): string {
  const iv = randomBytes(16);
  const cipher = createCipheriv("aes-256-cbc", createHash("sha256").update(key).digest(), iv);
  return Buffer.concat([iv, cipher.update(text), cipher.final()]).toString("base64");
}

export function signAsFeishu(
  timestamp: string,
  nonce: string,
  body: string,
  key = feishuApp.encryptKey,
): string {
  return createHash("sha256").update(`${timestamp}${nonce}${key}${body}`).digest("hex");
}

export interface EventChanges {
  header?: Record<string, unknown>;
  sender?: Record<string, unknown>;
  message?: Record<string, unknown>;
}

/** 「接收消息」: a question of an ordinary user. */
export function messageEvent({ header, sender, message }: EventChanges = {}) {
  return {
    schema: "2.0",
    header: {
      event_id: "f7984f25108f8137722bb63cee927e66",
      event_type: "im.message.receive_v1",
      create_time: "1795161600000",
      token: feishuApp.token,
      app_id: feishuApp.id,
      tenant_key: "2df73991750b1234",
      ...header,
    },
    event: {
      sender: {
        sender_id: { open_id: "ou_user", union_id: "on_1", user_id: "u1" },
        sender_type: "user",
        tenant_key: "2df73991750b1234",
        ...sender,
      },
      message: {
        message_id: "om_5ce6d572455d361153b7cb51da133945",
        create_time: "1795161600000",
        chat_id: "oc_5ce6d572455d361153b7xx51da133945",
        chat_type: "p2p",
        message_type: "text",
        content: JSON.stringify({ text: "新生儿户口怎么办理" }),
        ...message,
      },
    },
  };
}

/** A text in a group that mentions the bot, and perhaps others. */
export function groupMessage(
  text: string,
  message: Record<string, unknown> = {},
  others: readonly string[] = [],
) {
  const mentions = [feishuApp.openId, ...others].map((open_id, index) => ({
    key: `@_user_${index + 1}`,
    id: { open_id },
    name: index === 0 ? "问办" : `同事${index}`,
    tenant_key: "2df73991750b1234",
  }));
  return { chat_type: "group", content: JSON.stringify({ text }), mentions, ...message };
}

export interface CallbackOptions {
  at: Date;
  payload?: unknown;
  /** The body as it is sent, in place of an encrypted payload. */
  body?: string;
  isSigned?: boolean;
  key?: string;
  nonce?: string;
}

/** A callback, encrypted and signed for its moment. */
export function deliverEvent({
  at,
  payload = messageEvent(),
  body = JSON.stringify({ encrypt: encryptAsFeishu(JSON.stringify(payload)) }),
  isSigned = true,
  key,
  nonce = "nonce-abc",
}: CallbackOptions): Request {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const signature = {
    "x-lark-request-timestamp": timestamp,
    "x-lark-request-nonce": nonce,
    "x-lark-signature": signAsFeishu(timestamp, nonce, body, key),
  };
  return new Request("https://wenban.example/webhooks/feishu", {
    method: "POST",
    headers: { "content-type": "application/json; charset=utf-8", ...(isSigned && signature) },
    body,
  });
}

/** A message as its readers see it. */
export interface ShownMessage {
  id: string;
  /** `reply <message>` or `chat <chat>`. */
  to: string;
  text: string;
  isInThread: boolean;
  cardId: string | null;
}

export interface StreamedCard {
  texts: string[];
  summary: string;
  isStreaming: boolean;
  sequence: number;
}

/** What a test may have the platform say instead; undefined lets it do as usual. */
export type FeishuRefusal = (call: {
  method: string;
  path: string;
  json: Record<string, unknown>;
}) => Response | undefined;

/** The platform as the network: takes tokens, messages and cards, and shows what people would see. */
export class FakeFeishu {
  readonly messages: ShownMessage[] = [];
  readonly cards = new Map<string, StreamedCard>();
  readonly calls: string[] = [];
  tokensIssued = 0;
  refuse: FeishuRefusal = () => undefined;
  readonly #byUuid = new Map<string, ShownMessage>();

  readonly fetch: typeof globalThis.fetch = async (input, init) => this.respond(new Request(input, init));

  async respond(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    const path = pathname.replace("/open-apis", "");
    const { method } = request;
    const json = method === "GET" ? {} : ((await request.json()) as Record<string, unknown>);
    this.calls.push(`${method} ${path}`);
    const refused = this.refuse({ method, path, json });
    if (refused) return refused;
    if (path === "/auth/v3/tenant_access_token/internal") return this.#issueToken(json);
    if (request.headers.get("authorization") !== `Bearer t-${this.tokensIssued}`) {
      return feishuError(99991663, "Invalid access token for authorization");
    }
    if (path === "/bot/v3/info") return ok({ bot: { app_name: "问办", open_id: feishuApp.openId } });
    if (path.startsWith("/im/v1/messages")) return this.#takeMessage(path, json);
    return this.#takeCard(method, path.replace("/cardkit/v1/cards", ""), json);
  }

  /** The token in use is no longer good. */
  expireToken(): void {
    this.tokensIssued += 100;
  }

  #issueToken({ app_id, app_secret }: Record<string, unknown>): Response {
    if (app_id !== feishuApp.id || app_secret !== feishuApp.secret)
      return feishuError(10014, "app secret invalid");
    this.tokensIssued++;
    return ok({ tenant_access_token: `t-${this.tokensIssued}`, expire: 7200 });
  }

  #takeMessage(path: string, json: Record<string, unknown>): Response {
    const uuid = String(json.uuid);
    if (uuid.length > 50 || typeof json.content !== "string") return feishuError(230001, "param is invalid");
    const known = this.#byUuid.get(uuid);
    if (known) return ok({ data: { message_id: known.id } });
    const replied = /^\/im\/v1\/messages\/([^/]+)\/reply$/.exec(path)?.[1];
    const { text, cardId } = readContent(String(json.msg_type), json.content);
    const message: ShownMessage = {
      id: `om_sent_${this.messages.length + 1}`,
      to: replied === undefined ? `chat ${json.receive_id}` : `reply ${replied}`,
      text,
      isInThread: json.reply_in_thread === true,
      cardId,
    };
    this.messages.push(message);
    this.#byUuid.set(uuid, message);
    return ok({ data: { message_id: message.id } });
  }

  #takeCard(method: string, path: string, json: Record<string, unknown>): Response {
    const [, id = "", part, , last] = path.split("/");
    if (method === "POST" && path === "") return this.#makeCard(String(json.data));
    const card = this.cards.get(id);
    if (!card) return feishuError(300305, "card not found");
    if (!(Number(json.sequence) > card.sequence))
      return feishuError(300317, "sequence number compare failed");
    card.sequence = Number(json.sequence);
    if (method === "PUT" && last === "content") {
      if (!card.isStreaming) return feishuError(300309, "streaming mode is closed");
      card.texts.push(String(json.content));
    } else if (method === "PATCH" && part === "settings") {
      card.isStreaming = JSON.parse(String(json.settings)).config.streaming_mode;
    } else if (method === "PUT" && part === undefined) {
      const { data } = json.card as { data: string };
      const { text, summary, isStreaming } = readCard(JSON.parse(data));
      card.texts.push(text);
      Object.assign(card, { summary, isStreaming });
    } else return feishuError(99992402, "field validation failed");
    return ok({ data: {} });
  }

  #makeCard(data: string): Response {
    const { text, summary, isStreaming } = readCard(JSON.parse(data));
    const id = `card_${this.cards.size + 1}`;
    this.cards.set(id, { texts: [text], summary, isStreaming, sequence: 0 });
    return ok({ data: { card_id: id } });
  }
}

/** What people read of a message's content. */
export function readContent(type: string, content: string): { text: string; cardId: string | null } {
  const parsed = JSON.parse(content);
  if (type === "post") return { text: parsed.zh_cn.content[0][0].text, cardId: null };
  if (parsed.type === "card") return { text: "", cardId: parsed.data.card_id };
  return { text: readCard(parsed).text, cardId: null };
}

function readCard(card: {
  schema: string;
  config: { summary: { content: string }; streaming_mode: boolean };
  body: { elements: { tag: string; content: string }[] };
}) {
  if (card.schema !== "2.0") throw new Error("not a card of JSON 2.0");
  return {
    text: card.body.elements.map(({ content }) => content).join("\n"),
    summary: card.config.summary.content,
    isStreaming: card.config.streaming_mode,
  };
}

function ok(body: Record<string, unknown>): Response {
  return Response.json({ code: 0, msg: "success", ...body });
}

/** As the platform says no: HTTP 400 unless told otherwise. */
export function feishuError(code: number, msg = "", init: ResponseInit = { status: 400 }): Response {
  return Response.json({ code, msg }, init);
}

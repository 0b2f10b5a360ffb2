import { createHmac } from "node:crypto";

/** 钉钉's side of things, written with node:crypto and nothing of ours. */

export const dingtalkApp = {
  key: "dingabcdef123456",
  secret: "ding_test_app_secret",
  eventToken: "123456",
  eventKey: "4g5j64qlyl3zvetqxz5jiocdr586fn2zvjpa8zls3ij",
};

/** Variables that configure the app as the bot `default`. */
export function dingtalkEnvironment(more: Record<string, string> = {}): Record<string, string> {
  const variables = { APP_KEY: dingtalkApp.key, APP_SECRET: dingtalkApp.secret, ...more };
  return Object.fromEntries(
    Object.entries(variables).map(([field, value]) => [`WENBAN_DINGTALK_${field}`, value]),
  );
}

export function signAsDingtalk(timestamp: string, secret = dingtalkApp.secret): string {
  return createHmac("sha256", secret).update(`${timestamp}\n${secret}`).digest("base64");
}

export interface RobotDelivery {
  at: Date;
  /** Fields of the message that differ from an ordinary question; undefined leaves one out. */
  fields?: Record<string, unknown>;
  /** The whole body, in place of a message. */
  body?: string;
  secret?: string;
}

const SESSION = "https://oapi.dingtalk.com/robot/sendBySession?session=0a1b2c";

/** A question of an ordinary user, as the platform delivers it. */
export function robotMessage(at: Date, fields: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    conversationId: "cidAbC==",
    atUsers: [{ dingtalkId: "$:LWCP_v1:$bot" }],
    chatbotCorpId: "ding0123456789abcdef",
    chatbotUserId: "$:LWCP_v1:$bot",
    msgId: "msgXyZ0123456789==",
    senderNick: "王芳",
    isAdmin: false,
    senderStaffId: "manager4321",
    sessionWebhookExpiredTime: at.getTime() + 90 * 60 * 1000,
    createAt: at.getTime(),
    senderCorpId: "ding0123456789abcdef",
    conversationType: "1",
    senderId: "$:LWCP_v1:$user",
    sessionWebhook: SESSION,
    robotCode: "dingrobot01",
    msgtype: "text",
    text: { content: "营业执照年报怎么做" },
    ...fields,
  };
}

/** A delivery, signed for its moment. */
export function deliverRobotMessage({ at, fields, body, secret }: RobotDelivery): Request {
  const timestamp = String(at.getTime());
  return new Request("https://wenban.example/webhooks/dingtalk", {
    method: "POST",
    headers: {
      "content-type": "application/json; charset=utf-8",
      timestamp,
      sign: signAsDingtalk(timestamp, secret),
    },
    body: body ?? JSON.stringify(robotMessage(at, fields)),
  });
}

/** A card as its readers see it. */
export interface ShownCard {
  space: string;
  texts: string[];
  isFinal: boolean;
}

/** What a test may have the platform say instead, by path; undefined lets it do as usual. */
export type Refusal = (call: { path: string; json: Record<string, unknown> }) => Response | undefined;

/** The platform as the network: takes tokens, messages and cards, and shows what people would see. */
export class FakeDingtalk {
  /** Texts in the order in which they came, by conversation: staff id, group, or `session`. */
  readonly messages: { to: string; title: string; text: string; at?: unknown }[] = [];
  readonly cards = new Map<string, ShownCard>();
  readonly calls: string[] = [];
  tokensIssued = 0;
  refuse: Refusal = () => undefined;

  readonly fetch: typeof globalThis.fetch = async (input, init) => this.respond(new Request(input, init));

  async respond(request: Request): Promise<Response> {
    const { pathname: path } = new URL(request.url);
    const json = (await request.json()) as Record<string, unknown>;
    this.calls.push(path);
    const refused = this.refuse({ path, json });
    if (refused) return refused;
    if (path === "/v1.0/oauth2/accessToken") return this.#issueToken(json);
    if (path === "/robot/sendBySession") return this.#takeSession(json);
    if (request.headers.get("x-acs-dingtalk-access-token") !== `token-${this.tokensIssued}`) {
      return dingtalkError(401, "InvalidAuthentication");
    }
    if (path === "/v1.0/robot/groupMessages/send") return this.#take(String(json.openConversationId), json);
    if (path === "/v1.0/robot/oToMessages/batchSend") return this.#take(String(json.userIds), json);
    if (path === "/v1.0/card/instances/createAndDeliver") return this.#openCard(json);
    if (path === "/v1.0/card/streaming" && request.method === "PUT") return this.#writeCard(json);
    return dingtalkError(404, "InvalidAction.NotFound");
  }

  /** The token in use is no longer good. */
  expireToken(): void {
    this.tokensIssued += 100;
  }

  #issueToken({ appKey, appSecret }: Record<string, unknown>): Response {
    if (appKey !== dingtalkApp.key || appSecret !== dingtalkApp.secret) {
      return dingtalkError(400, "invalidClientIdOrSecret");
    }
    this.tokensIssued++;
    return Response.json({ accessToken: `token-${this.tokensIssued}`, expireIn: 7200 });
  }

  #takeSession({ markdown, at }: Record<string, unknown>): Response {
    const { title, text } = markdown as { title: string; text: string };
    this.messages.push({ to: "session", title, text, at });
    return Response.json({ errcode: 0, errmsg: "ok" });
  }

  #take(to: string, { msgKey, msgParam }: Record<string, unknown>): Response {
    if (msgKey !== "sampleMarkdown" || typeof msgParam !== "string")
      return dingtalkError(400, "invalidParam");
    const { title, text } = JSON.parse(msgParam) as { title: string; text: string };
    this.messages.push({ to, title, text });
    return Response.json({ processQueryKey: `key-${this.messages.length}`, invalidStaffIdList: [] });
  }

  #openCard({ outTrackId, openSpaceId }: Record<string, unknown>): Response {
    if (this.cards.has(String(outTrackId))) return dingtalkError(400, "param.outTrackId.exists");
    this.cards.set(String(outTrackId), { space: String(openSpaceId), texts: [], isFinal: false });
    return Response.json({ result: { outTrackId } });
  }

  #writeCard({ outTrackId, content, isFinalize, isFull }: Record<string, unknown>): Response {
    const card = this.cards.get(String(outTrackId));
    if (!card || card.isFinal || isFull !== true) return dingtalkError(400, "param.error");
    card.texts.push(String(content));
    card.isFinal = isFinalize === true;
    return Response.json({ success: true });
  }
}

export function dingtalkError(status: number, code: string): Response {
  return Response.json({ code, message: code, requestid: "0" }, { status });
}

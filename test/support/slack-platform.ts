import { createHmac } from "node:crypto";

/** Slack's side of things, written with node:crypto and nothing of ours. */

export const slackApp = {
  id: "A0WENBAN",
  signingSecret: "8f742231b10e8888abcd99yyyzzz85a5",
  botToken: "xoxb-1234567890-abcdefghij",
  botUser: "U0BOT",
};

/** Variables that configure the app as the bot `default`. */
export function slackEnvironment(more: Record<string, string> = {}): Record<string, string> {
  const variables = { SIGNING_SECRET: slackApp.signingSecret, BOT_TOKEN: slackApp.botToken, ...more };
  return Object.fromEntries(
    Object.entries(variables).map(([field, value]) => [`WENBAN_SLACK_${field}`, value]),
  );
}

export function signAsSlack(timestamp: string, body: string, secret = slackApp.signingSecret): string {
  return `v0=${createHmac("sha256", secret).update(`v0:${timestamp}:${body}`).digest("hex")}`;
}

export interface SlackDelivery {
  at: Date;
  /** Fields of the event that differ from an ordinary direct message; undefined leaves one out. */
  event?: Record<string, unknown>;
  /** Fields around the event likewise. */
  envelope?: Record<string, unknown>;
  /** The whole body, in place of an event. */
  body?: string;
  headers?: Record<string, string>;
  secret?: string;
}

/** A direct message to the bot, as the Events API delivers it. */
export function deliverSlack({ at, event, envelope, body, headers, secret }: SlackDelivery): Request {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const content = body ?? JSON.stringify({ ...envelopeFields(), ...envelope, event: eventFields(event) });
  return new Request("https://wenban.example/webhooks/slack", {
    method: "POST",
    body: content,
    headers: {
      "content-type": "application/json",
      "x-slack-request-timestamp": timestamp,
      "x-slack-signature": signAsSlack(timestamp, content, secret),
      ...headers,
    },
  });
}

const envelopeFields = () => ({
  token: "deprecated",
  team_id: "T0TEAM",
  api_app_id: slackApp.id,
  type: "event_callback",
  event_id: "Ev0001",
  event_time: 1_795_161_600,
  authorizations: [{ team_id: "T0TEAM", user_id: slackApp.botUser, is_bot: true }],
});

const eventFields = (fields: Record<string, unknown> = {}) => ({
  type: "message",
  user: "U0WANG",
  text: "居住证怎么办理？",
  ts: "1795161600.000100",
  channel: "D0WANG",
  channel_type: "im",
  client_msg_id: "0c0b8ea4-7a4f-4c2c-9d5b-7c9a0d1e2f3a",
  ...fields,
});

/** A mention in a channel. */
export const mention = (text: string, fields: Record<string, unknown> = {}) => ({
  type: "app_mention",
  text: `<@${slackApp.botUser}> ${text}`,
  channel: "C0HALL",
  channel_type: "channel",
  ...fields,
});

const COMMAND_REPLY = "https://hooks.slack.com/commands/T0TEAM/1/aBcDeF";

/** A slash command, as Slack delivers it. */
export function deliverCommand(at: Date, fields: Record<string, string> = {}, secret?: string): Request {
  const body = new URLSearchParams({
    token: "deprecated",
    team_id: "T0TEAM",
    channel_id: "C0HALL",
    user_id: "U0WANG",
    command: "/ask",
    text: "居住证怎么办理？",
    response_url: COMMAND_REPLY,
    trigger_id: "13345224609.738474920.8088930838d88f008e0",
    api_app_id: slackApp.id,
    ...fields,
  }).toString();
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  return deliverSlack({ at, body, headers, ...(secret !== undefined && { secret }) });
}

/** What Slack says when it does not do what was asked. */
export const slackError = (error: string) => () => Response.json({ ok: false, error });

interface PostedMessage {
  channel: string;
  thread_ts?: string;
  text: string;
  ts: string;
  metadata?: unknown;
}

/** A workspace that keeps what is posted, and says no where the test wants it to. */
export class FakeSlack {
  readonly messages: PostedMessage[] = [];
  /** Texts sent to the addresses of commands. */
  readonly commandReplies: Record<string, unknown>[] = [];
  /** Methods called, in order. */
  readonly methods: string[] = [];
  /** What happens to the next calls of `chat.postMessage`, each once, before or in place of posting. */
  readonly troubles: ((post: () => Response) => Response | Promise<Response>)[] = [];
  canReadHistory = true;
  canSetStatus = true;
  #last = 0;

  readonly fetch: typeof fetch = async (input, init) => this.respond(new Request(input, init));

  async respond(request: Request): Promise<Response> {
    const url = new URL(request.url);
    if (url.href === COMMAND_REPLY) {
      this.commandReplies.push(await request.json());
      return new Response("ok");
    }
    if (request.headers.get("authorization") !== `Bearer ${slackApp.botToken}`)
      return slackError("invalid_auth")();
    const method = url.pathname.replace("/api/", "");
    this.methods.push(method);
    switch (method) {
      case "chat.postMessage":
        return this.#post(await request.json());
      case "conversations.history":
      case "conversations.replies":
        return this.canReadHistory ? this.#read(url.searchParams) : slackError("missing_scope")();
      case "assistant.threads.setStatus":
        return this.canSetStatus ? Response.json({ ok: true }) : slackError("missing_scope")();
      case "auth.test":
        return Response.json(
          { ok: true, team: "区政务", user: "wenban" },
          { headers: { "x-oauth-scopes": "chat:write,app_mentions:read,im:history,channels:history" } },
        );
      default:
        return slackError("unknown_method")();
    }
  }

  async #post(message: Omit<PostedMessage, "ts">): Promise<Response> {
    const post = () => {
      const ts = `1795161700.${String(++this.#last).padStart(6, "0")}`;
      this.messages.push({ ...message, ts });
      return Response.json({ ok: true, channel: message.channel, ts });
    };
    const trouble = this.troubles.shift();
    return trouble ? trouble(post) : post();
  }

  #read(query: URLSearchParams): Response {
    const thread = query.get("ts") ?? undefined;
    const found = this.messages.filter(
      ({ channel, thread_ts }) => channel === query.get("channel") && thread_ts === thread,
    );
    const isWhole = query.get("include_all_metadata") === "true";
    return Response.json({
      ok: true,
      messages: found.map(({ metadata, ...rest }) => (isWhole ? { ...rest, metadata } : rest)),
    });
  }
}

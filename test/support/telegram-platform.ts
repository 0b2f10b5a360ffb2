/** Telegram's side of things, without anything of ours. */

export const telegramBot = {
  id: 5_550_001,
  username: "WenbanTestBot",
  token: "5550001:AAtest-token_of-a-bot",
  secretToken: "tg_Test-Secret_01",
};

/** Variables that configure the bot as `default`. */
export function telegramEnvironment(more: Record<string, string> = {}): Record<string, string> {
  const variables = { SECRET_TOKEN: telegramBot.secretToken, BOT_TOKEN: telegramBot.token, ...more };
  return Object.fromEntries(
    Object.entries(variables).map(([field, value]) => [`WENBAN_TELEGRAM_${field}`, value]),
  );
}

export interface TelegramDelivery {
  updateId?: number;
  /** Fields of the message that differ from an ordinary private one; undefined leaves one out. */
  message?: Record<string, unknown>;
  /** Fields of the update beside or in place of the message. */
  update?: Record<string, unknown>;
  /** The whole body, in place of an update. */
  body?: string;
  /** The secret header; null leaves it out. */
  secret?: string | null;
}

/** A message to the bot, as Telegram delivers it. */
export function deliverTelegram({
  updateId = 1001,
  message,
  update,
  body,
  secret = telegramBot.secretToken,
}: TelegramDelivery = {}): Request {
  const content = { update_id: updateId, message: messageFields(message), ...update };
  return new Request("https://wenban.example/webhooks/telegram", {
    method: "POST",
    body: body ?? JSON.stringify(content),
    headers: {
      "content-type": "application/json",
      ...(secret !== null && { "x-telegram-bot-api-secret-token": secret }),
    },
  });
}

const messageFields = (fields: Record<string, unknown> = {}) => ({
  message_id: 42,
  from: { id: 111_222_333, is_bot: false, first_name: "Wang", language_code: "zh-hans" },
  chat: { id: 111_222_333, type: "private", first_name: "Wang" },
  date: 1_795_161_600,
  text: "居住证怎么办理？",
  ...fields,
});

export const GROUP = { id: -1_001_234_567_890, type: "supergroup", title: "办事大厅" };

/** Fields of a message in a group in which `call` stands before the text, marked as `type`. */
export function groupMessage(
  text: string,
  call = `@${telegramBot.username}`,
  type = "mention",
  chat: Record<string, unknown> = GROUP,
): Record<string, unknown> {
  return { chat, text: `${call} ${text}`, entities: [{ type, offset: 0, length: call.length }] };
}

/** A press on the button of an earlier message. */
export function pressFields(data: string, buttons: readonly string[]): Record<string, unknown> {
  const message = messageFields({
    from: { id: telegramBot.id, is_bot: true, first_name: "问办", username: telegramBot.username },
    reply_markup: {
      inline_keyboard: buttons.map((text, index) => [{ text, callback_data: `option:${index}` }]),
    },
  });
  const from = { id: 111_222_333, is_bot: false, first_name: "Wang" };
  return {
    message: undefined,
    callback_query: { id: "4382bfdwdsb323b2d9", from, message, chat_instance: "1", data },
  };
}

/** What Telegram says when it does not do what was asked. */
export const telegramError =
  (error_code: number, description: string, parameters?: Record<string, number>) => () =>
    Response.json(
      { ok: false, error_code, description, ...(parameters && { parameters }) },
      { status: error_code },
    );

interface SentMessage extends Record<string, unknown> {
  chat_id: number;
  text: string;
}

/** A Telegram that keeps what is sent, reads markup as strictly as the real one, and says no where a test wants it. */
export class FakeTelegram {
  readonly messages: SentMessage[] = [];
  /** Previews shown, in order. */
  readonly drafts: Record<string, unknown>[] = [];
  /** Whether the bot may show previews. */
  hasDrafts = true;
  /** Methods called, in order. */
  readonly methods: string[] = [];
  /** What happens to the next calls of `sendMessage`, each once, before or in place of sending. */
  readonly troubles: ((send: () => Response) => Response | Promise<Response>)[] = [];
  webhook: Record<string, unknown> = { url: "", pending_update_count: 0 };
  isReachable = true;

  readonly fetch: typeof fetch = async (input, init) => this.respond(new Request(input, init));

  async respond(request: Request): Promise<Response> {
    if (!this.isReachable) throw new TypeError("no network");
    const { pathname } = new URL(request.url);
    const root = `/bot${telegramBot.token}/`;
    if (!pathname.startsWith(root)) return telegramError(401, "Unauthorized")();
    const method = pathname.slice(root.length);
    const content = (await request.json()) as Record<string, unknown>;
    this.methods.push(method);
    switch (method) {
      case "sendMessage":
        return this.#send(content as SentMessage);
      case "sendMessageDraft":
        return this.#draft(content);
      case "sendChatAction":
        return give(true);
      case "getMe":
        return give({ id: telegramBot.id, is_bot: true, first_name: "问办", username: telegramBot.username });
      case "getWebhookInfo":
        return give(this.webhook);
      case "setWebhook":
        this.webhook = { ...content, pending_update_count: 0, secret_token: undefined };
        return give(true);
      default:
        return telegramError(404, "Not Found")();
    }
  }

  #draft(draft: Record<string, unknown>): Response {
    const isPrivate = Number(draft.chat_id) > 0;
    if (!this.hasDrafts || !isPrivate || !Number.isInteger(draft.draft_id) || draft.draft_id === 0)
      return telegramError(400, "Bad Request: method is not available")();
    this.drafts.push(draft);
    return give(true);
  }

  #send(message: SentMessage): Response | Promise<Response> {
    const send = () => {
      const shown = message.parse_mode === "HTML" ? readHtml(message.text) : message.text;
      if (shown === null)
        return telegramError(400, "Bad Request: can't parse entities: unsupported start tag")();
      if (shown.length > 4096) return telegramError(400, "Bad Request: message is too long")();
      this.messages.push(message);
      return give({ message_id: 1000 + this.messages.length, chat: { id: message.chat_id }, text: shown });
    };
    const trouble = this.troubles.shift();
    return trouble ? trouble(send) : send();
  }
}

function give(result: unknown): Response {
  return Response.json({ ok: true, result });
}

/** What is shown of HTML; null when it is not what Telegram reads. */
export function readHtml(html: string): string | null {
  const rest = html.replaceAll(/<a href="[^"<>]*">([^<>]*)<\/a>/g, "$1");
  if (/[<>]|&(?!(?:lt|gt|amp|quot);)/.test(rest)) return null;
  return rest
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&");
}

import type { TelegramMessage } from "./message.ts";

/** Who the bot is on Telegram. */
export interface BotIdentity {
  id: number;
  /** Its user name without @. Asked for only where a message names somebody. */
  name(): Promise<string>;
}

/** Commands that a group's bot takes without its name; others are left to whom they name. */
const OWN_COMMANDS = new Set(["/start", "/help", "/ask"]);

type Entity = NonNullable<TelegramMessage["entities"]>[number];

/**
 * Whether a message calls the bot, by its name, a command or as a reply to it, and the words besides. Offsets of
 * entities count UTF-16 units, as texts here do (Bot API `MessageEntity`).
 */
export async function readAddress(
  { text = "", entities = [], reply_to_message, chat }: TelegramMessage,
  bot: BotIdentity,
): Promise<{ isForBot: boolean; text: string }> {
  const calls: Entity[] = [];
  for (const entity of entities) {
    if (await callsBot(entity, text, bot, chat.type === "private")) calls.push(entity);
  }
  const isReply = reply_to_message?.from?.id === bot.id;
  return { isForBot: isReply || calls.length > 0, text: withoutEntities(text, calls) };
}

async function callsBot(
  entity: Entity,
  text: string,
  bot: BotIdentity,
  isPrivate: boolean,
): Promise<boolean> {
  const words = text.slice(entity.offset, entity.offset + entity.length);
  switch (entity.type) {
    case "text_mention":
      return entity.user?.id === bot.id;
    case "mention":
      return isNamed(words.slice(1), bot);
    case "bot_command": {
      const at = words.indexOf("@");
      if (entity.offset > 0) return false;
      return at < 0 ? isPrivate || OWN_COMMANDS.has(words) : isNamed(words.slice(at + 1), bot);
    }
    default:
      return false;
  }
}

async function isNamed(name: string, bot: BotIdentity): Promise<boolean> {
  return name.toLowerCase() === (await bot.name()).toLowerCase();
}

function withoutEntities(text: string, entities: readonly Entity[]): string {
  let rest = text;
  for (const { offset, length } of entities.toSorted((a, b) => b.offset - a.offset)) {
    rest = `${rest.slice(0, offset)} ${rest.slice(offset + length)}`;
  }
  return rest.replaceAll(/[ \t]{2,}/g, " ").trim();
}

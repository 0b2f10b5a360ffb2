import { existsSync } from "node:fs";
import { readConfig } from "../config.ts";
import { hashPerson } from "../conversation/forget-command.ts";
import { conversationsPath, openSharedConversations } from "../node-serve.ts";
import type { CommandContext } from "./command-context.ts";
import type { ForgetOptions } from "./control-options.ts";
import { requireText, withRecord } from "./open-record.ts";
import { withFlags } from "./prepare.ts";

/** `wenban forget`: deletes a person's part of the chats, beside a server that may be running. */
export async function runForget(
  user: string,
  options: ForgetOptions,
  context: CommandContext,
): Promise<void> {
  const sender = requireText(user, "请写明用户在平台上的标识，如公众号的 openid。Name the user.");
  const channel = options.channel ?? null;
  const config = readConfig(withFlags(context.env, options));
  await withRecord(options, context, async ({ change }) => {
    const messages = existsSync(conversationsPath(config)) ? await forget() : 0;
    await change({ type: "forgotten", personHash: await hashPerson(sender), channel, messages });
    if (options.json) return JSON.stringify({ channel, messages });
    return messages > 0
      ? `已删除 ${messages} 条消息和它们的回答。`
      : "没有这个人的记录。Nothing is kept of this person.";
  });

  async function forget(): Promise<number> {
    const conversations = openSharedConversations(config);
    try {
      return await conversations.records.forget({ channel, sender });
    } finally {
      await conversations.close();
    }
  }
}

import type { ControlStore } from "../control/control-store.ts";
import { sha256Hex } from "../digest.ts";
import { toSimplified } from "../language/fold.ts";
import type { ChatCommand } from "./chat-commands.ts";
import type { ConversationRecords } from "./conversation-records.ts";

const ASKS_TO_FORGET =
  /^(?:请|麻烦)?(?:您|你)?(?:帮我)?(?:删除|删掉|清除|清空)我(?:在这里)?的?(?:所有|全部)?的?(?:聊天|对话|咨询|提问|问答|历史|个人)?记录[。.!！]*$/;
const TEXT = "已删除您在这里的提问和回答。以后的提问仍会按期保存和删除。";

/** Whom an audit entry is about: enough to find the entry for a person who is known, nothing about one who is not. */
export function hashPerson(sender: string): Promise<string> {
  return sha256Hex(`wenban person\n${sender}`);
}

/** 「删除我的记录」: deletes what its sender wrote and was answered, and records that it was done. */
export function createForgetCommand(
  records: Pick<ConversationRecords, "forget">,
  record: Pick<ControlStore, "append">,
): ChatCommand {
  return {
    name: "forget",
    matches: (text) => ASKS_TO_FORGET.test(toSimplified(text).replaceAll(/[\s“”"「」『』]/g, "")),
    async run({ channel, sender }) {
      const messages = await records.forget({ channel, sender });
      const personHash = await hashPerson(sender);
      await record.append({ type: "forgotten", personHash, channel, messages }, `chat:${channel}`);
      return TEXT;
    },
  };
}

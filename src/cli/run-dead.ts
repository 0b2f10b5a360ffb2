import { existsSync } from "node:fs";
import { readConfig } from "../config.ts";
import type { DeadLetter } from "../conversation/conversation-records.ts";
import type { SqliteConversations } from "../conversation/stores/sqlite-conversations.ts";
import { conversationsPath, openSharedConversations } from "../node-serve.ts";
import type { CommandContext } from "./command-context.ts";
import type { DeadOptions } from "./control-options.ts";
import { formatMoment } from "./format-control.ts";
import { withFlags } from "./prepare.ts";
import { badArgument, writeLine } from "./terminal.ts";

const MOST_LISTED = 100;

/** What the codes of failed sends mean to the operator. */
const REASONS: Record<string, string> = {
  auth: "凭据无效",
  rate: "平台限流",
  window: "回复期限已过",
  too_long: "内容过长",
  blocked: "对方已屏蔽，或机器人已移除",
  transient: "平台或网络故障",
  bug: "平台拒收",
};

/** `wenban dead`: the answers that could not be delivered, beside a server that may be running. */
export async function runDead(options: DeadOptions, { env, terminal }: CommandContext): Promise<void> {
  const config = readConfig(withFlags(env, options));
  const work = options.replay === undefined ? listDead : replayDead;
  if (!existsSync(conversationsPath(config))) {
    if (options.replay !== undefined) throw unknownLetter(options.replay);
    return writeLine(terminal.stdout, formatDead([], options));
  }
  const conversations = openSharedConversations(config);
  try {
    await writeLine(terminal.stdout, await work(conversations, options));
  } finally {
    await conversations.close();
  }
}

async function listDead({ records }: SqliteConversations, options: DeadOptions): Promise<string> {
  return formatDead(await records.deadLetters(MOST_LISTED), options);
}

async function replayDead({ outbox }: SqliteConversations, options: DeadOptions): Promise<string> {
  const { replay: id = "" } = options;
  if (!(await outbox.replay(Number(id)))) throw unknownLetter(id);
  return options.json
    ? JSON.stringify({ id: Number(id), replayed: true })
    : `已重新排队：${id}，运行中的服务很快会发送。Queued again.`;
}

function formatDead(letters: readonly DeadLetter[], { json }: DeadOptions): string {
  if (json) return JSON.stringify({ dead: letters });
  if (letters.length === 0) return "没有发送失败的回答。No answer failed to be delivered.";
  const lines = letters.map(({ id, channel, answeredAt, reason, tries, maybeDuplicate }) => {
    const flag = maybeDuplicate ? "，对方可能已收到" : "";
    const told = REASONS[reason] ?? reason;
    return `${id}  ${channel}  ${formatMoment(answeredAt.toISOString())}  ${told}（试过 ${tries} 次${flag}）`;
  });
  return [...lines, "重新发送：wenban dead --replay 编号"].join("\n");
}

function unknownLetter(id: string) {
  return badArgument(`没有编号为 ${id} 的失败回答。No such answer.`, "编号见 wenban dead。");
}

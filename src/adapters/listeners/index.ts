import type { ListenerDefinition } from "../listener.ts";
import { dingtalkStream } from "./dingtalk-stream.ts";
import { feishuSocket, larkSocket } from "./feishu-socket.ts";
import { wecomBot } from "./wecom-bot.ts";

/** The long connections, on Node alone: to add one is to add its file, its line here and its test. */
export const listeners: readonly ListenerDefinition[] = [wecomBot, dingtalkStream, feishuSocket, larkSocket];

import { z } from "zod";
import { isEncodingAesKey } from "../shared/wechat-crypto.ts";

/** 自建应用 and 微信客服: one application's secret calls the platform for both. */
export interface CorpSettings {
  corpId: string;
  secret: string;
  agentId: number;
}

/** What the platform's callbacks are signed and encrypted with. */
export interface CallbackSettings {
  token: string;
  encodingAesKey: string;
}

/** 智能机器人 by long connection. */
export interface SocketSettings {
  botId: string;
  secret: string;
  /** As `WecomSettings.botName`. */
  name: string | null;
}

export interface WecomSettings {
  callback: CallbackSettings | null;
  corp: CorpSettings | null;
  socket: SocketSettings | null;
  /** What a 智能机器人 is called in groups; null where its name is one word. */
  botName: string | null;
  /** Who takes over from the bot in 微信客服: a userid, `*` for the queue, null for nobody. */
  kfServicer: string | null;
  /** Without a trailing slash; null for the platform's own. */
  apiBase: string | null;
  socketUrl: string | null;
}

const fields = z.object({
  TOKEN: z
    .string()
    .regex(/^[\w-]{3,64}$/, "应为后台“接收消息”里填写的 Token")
    .optional(),
  ENCODING_AES_KEY: z.string().refine(isEncodingAesKey, "应为 43 位的 EncodingAESKey").optional(),
  CORP_ID: z
    .string()
    .regex(/^[\w-]{4,64}$/, "应为“我的企业”里的企业 ID")
    .optional(),
  SECRET: z.string().max(128, "应为应用的 Secret").optional(),
  AGENT_ID: z
    .string()
    .regex(/^\d{1,10}$/, "应为应用的 AgentId（数字）")
    .optional(),
  KF_SERVICER: z
    .string()
    .regex(/^(?:\*|[\w.@-]{1,64})$/, "应为接待人员的账号，或 *（转入待接入池）")
    .optional(),
  BOT_ID: z.string().max(128, "应为智能机器人的 Bot ID").optional(),
  BOT_NAME: z.string().max(64, "应为智能机器人的名称").optional(),
  BOT_SECRET: z.string().max(128, "应为长连接的 Secret").optional(),
  API_BASE: z.url("应为网址").optional(),
  SOCKET_URL: z.url({ protocol: /^wss?$/, error: "应为 wss:// 开头的网址" }).optional(),
});

type FieldName = keyof typeof fields.shape;

/** What belongs together: who sets one of `given` needs all of `needed`. */
const GROUPS: readonly { given: readonly FieldName[]; needed: readonly FieldName[] }[] = [
  { given: ["CORP_ID", "SECRET", "AGENT_ID", "KF_SERVICER"], needed: ["CORP_ID", "SECRET", "AGENT_ID"] },
  {
    given: ["TOKEN", "ENCODING_AES_KEY", "CORP_ID", "SECRET", "AGENT_ID", "KF_SERVICER"],
    needed: ["TOKEN", "ENCODING_AES_KEY"],
  },
  { given: ["BOT_ID", "BOT_SECRET", "SOCKET_URL"], needed: ["BOT_ID", "BOT_SECRET"] },
];

/**
 * The fields of a bot. TOKEN and ENCODING_AES_KEY alone are a 智能机器人 by callback; with CORP_ID, SECRET and
 * AGENT_ID they are an application, which 微信客服 may use too; BOT_ID and BOT_SECRET are a long connection.
 */
export const wecomEnv = fields.superRefine((values, context) => {
  const isGiven = (name: FieldName) => values[name] !== undefined;
  const missing = GROUPS.filter(({ given }) => given.some(isGiven)).flatMap(({ needed }) => needed);
  // Whoever sets nothing but an address wants a bot too; which kind is theirs to say.
  const wanted: readonly FieldName[] = isGiven("API_BASE") && missing.length === 0 ? ["TOKEN"] : missing;
  for (const name of new Set(wanted)) {
    if (!isGiven(name)) context.addIssue({ code: "custom", path: [name], message: "缺少" });
  }
});

/** The fields as the adapter and the listener use them. */
export function readSettings(values: z.output<typeof wecomEnv>): WecomSettings {
  const { TOKEN, ENCODING_AES_KEY, CORP_ID, SECRET, AGENT_ID, BOT_ID, BOT_SECRET } = values;
  const botName = values.BOT_NAME?.replace(/^@/, "") ?? null;
  return {
    callback: TOKEN && ENCODING_AES_KEY ? { token: TOKEN, encodingAesKey: ENCODING_AES_KEY } : null,
    corp:
      CORP_ID && SECRET && AGENT_ID ? { corpId: CORP_ID, secret: SECRET, agentId: Number(AGENT_ID) } : null,
    socket: BOT_ID && BOT_SECRET ? { botId: BOT_ID, secret: BOT_SECRET, name: botName } : null,
    botName,
    kfServicer: values.KF_SERVICER ?? null,
    apiBase: values.API_BASE?.replace(/\/+$/, "") ?? null,
    socketUrl: values.SOCKET_URL ?? null,
  };
}

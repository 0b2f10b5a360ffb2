import { z } from "zod";
import { isEncodingAesKey } from "../shared/wechat-crypto.ts";

/** The variables of a robot. */
export const dingtalkEnv = z
  .object({
    APP_KEY: z.string().regex(/^[\w-]{4,64}$/, "应为应用的 Client ID（原 AppKey）"),
    APP_SECRET: z.string().min(1, "应为应用的 Client Secret（原 AppSecret）"),
    /** The robot that speaks; by default the one a message was sent to. */
    ROBOT_CODE: z.string().max(100, "应为机器人的 robotCode").optional(),
    /** How messages arrive: by callbacks, or over a connection that the service opens. */
    CONNECTION: z.enum(["webhook", "stream"], "应为 webhook 或 stream").default("webhook"),
    /** A card of the type 「AI 卡片」; answers fill it. Without it they are ordinary messages. */
    CARD_TEMPLATE_ID: z.string().max(200, "应为 AI 卡片的模板 ID").optional(),
    /** The card's variable that takes the answer. */
    CARD_KEY: z.string().max(100, "应为卡片里流式变量的名称").default("content"),
    /** Both from the page 「事件订阅」; needed only where events are subscribed to by callbacks. */
    TOKEN: z.string().max(64, "应为事件订阅里的签名 Token").optional(),
    ENCODING_AES_KEY: z.string().refine(isEncodingAesKey, "应为 43 位的加密 aes_key").optional(),
    /** Whom events are encrypted for where that is the organisation, not the app. */
    CORP_ID: z.string().max(100, "应为企业的 CorpId").optional(),
    API_BASE: z.url("应为网址").optional(),
  })
  // Looked at whatever else is missing, so that everything is named at once.
  .refine(({ TOKEN, ENCODING_AES_KEY }) => TOKEN !== undefined || ENCODING_AES_KEY === undefined, {
    path: ["TOKEN"],
    when: () => true,
  })
  .refine(({ TOKEN, ENCODING_AES_KEY }) => ENCODING_AES_KEY !== undefined || TOKEN === undefined, {
    path: ["ENCODING_AES_KEY"],
    when: () => true,
  });

export type DingtalkSettings = z.output<typeof dingtalkEnv>;

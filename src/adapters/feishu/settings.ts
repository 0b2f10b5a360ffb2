import { z } from "zod";

/** The variables of a bot. */
export const feishuEnv = z
  .object({
    APP_ID: z.string().regex(/^\w{4,64}$/, "应为应用的 App ID"),
    APP_SECRET: z.string().min(1, "应为应用的 App Secret"),
    /** Without it events are neither encrypted nor signed: callbacks are then refused. */
    ENCRYPT_KEY: z.string().min(1, "应为事件订阅的 Encrypt Key").optional(),
    VERIFICATION_TOKEN: z.string().min(1, "应为事件订阅的 Verification Token").optional(),
    /** How messages arrive: by callbacks, or over a connection that the service opens. */
    CONNECTION: z.enum(["webhook", "socket"], "应为 webhook 或 socket").default("webhook"),
    /** What answers are: cards, or rich text for clients older than 7.20. */
    REPLY: z.enum(["card", "post"], "应为 card 或 post").default("card"),
    /** The bot's own open_id; asked of the platform when absent. */
    BOT_OPEN_ID: z.string().startsWith("ou_", "应为机器人的 open_id，以 ou_ 开头").optional(),
    API_BASE: z.url("应为网址").optional(),
  })
  // Looked at whatever else is missing, so that everything is named at once.
  .refine(({ CONNECTION, ENCRYPT_KEY }) => CONNECTION === "socket" || ENCRYPT_KEY !== undefined, {
    path: ["ENCRYPT_KEY"],
    when: () => true,
  })
  .refine(
    ({ CONNECTION, VERIFICATION_TOKEN }) => CONNECTION === "socket" || VERIFICATION_TOKEN !== undefined,
    {
      path: ["VERIFICATION_TOKEN"],
      when: () => true,
    },
  );

export type FeishuSettings = z.output<typeof feishuEnv>;

/** A platform of this kind: 飞书, or Lark abroad. */
export interface FeishuPlatform {
  name: "feishu" | "lark";
  /** Where its OpenAPI is unless `API_BASE` says otherwise. */
  host: string;
}

import { z } from "zod";

/** Somebody on Telegram, Bot API `User`. */
export const user = z.object({ id: z.int(), is_bot: z.boolean().optional() });
const chat = z.object({ id: z.int(), type: z.string().default("private") });
/** Bot API `Message`, as far as it is read. */
export const messageShape = z.looseObject({
  message_id: z.int(),
  from: user.optional(),
  chat,
  message_thread_id: z.int().optional(),
  is_topic_message: z.boolean().optional(),
  is_automatic_forward: z.boolean().optional(),
  reply_to_message: z.object({ from: user.optional() }).optional(),
  text: z.string().optional(),
  entities: z
    .array(
      z.object({
        type: z.string(),
        offset: z.int().min(0),
        length: z.int().min(0),
        user: user.optional(),
      }),
    )
    .optional(),
});
/** A message as the Bot API's type `Message` has it, as far as it is read. */
export type TelegramMessage = z.infer<typeof messageShape>;

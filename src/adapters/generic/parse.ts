/** The events of a sender of webhooks, after verification. */
import { z } from "zod";
import type { IncomingMessage } from "../adapter.ts";
import { badBody } from "../shared/webhook-errors.ts";

const LONGEST_NAME = 200;

const questionBody = z.object({
  type: z.literal("question.asked"),
  data: z.object({
    text: z.string().trim().min(1),
    conversation: z.string().min(1).max(LONGEST_NAME).optional(),
    user: z.string().min(1).max(LONGEST_NAME).optional(),
  }),
});

/**
 * The question in an event; null for events of other types.
 * @param id the webhook's, which stands for a conversation and a user where the event names none
 * @throws WenbanError `webhook.bad_body`
 */
export function parseEvent(id: string, event: unknown, pushAfterMs: number): IncomingMessage | null {
  if (!isQuestion(event)) return null;
  const parsed = questionBody.safeParse(event);
  if (!parsed.success) {
    const fields = parsed.error.issues.map((issue) => issue.path.join("."));
    throw badBody(`these fields are missing or wrong: ${[...new Set(fields)].join(", ")}`);
  }
  const { text, user, conversation = user ?? id } = parsed.data.data;
  return {
    key: id,
    conversation: { id: conversation, kind: "direct", handle: { question: id } },
    sender: user ?? conversation,
    text,
    pushAfterMs,
  };
}

function isQuestion(event: unknown): boolean {
  const isObject = typeof event === "object" && event !== null && !Array.isArray(event);
  if (!isObject || !("type" in event) || typeof event.type !== "string") throw badBody("type is missing");
  return event.type === "question.asked";
}

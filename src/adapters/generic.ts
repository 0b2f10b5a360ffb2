/**
 * Any system that signs its requests as Standard Webhooks and reads JSON. The answer travels in the HTTP
 * reply; the same `webhook-id` again gets the same answer, which is also how a slow one is fetched.
 */
import { z } from "zod";
import type { Answer, Citation } from "../domain.ts";
import {
  type AdapterContext,
  defineAdapter,
  type PassiveResponse,
  type Received,
  type Reply,
} from "./adapter.ts";
import { parseJsonBody } from "./shared/json-body.ts";
import { markdownFormat, standardMarkdown } from "./shared/markdown.ts";
import { renderReplyText } from "./shared/reply-text.ts";
import { parseWebhookKeys, verifyWebhook } from "./shared/standard-webhooks.ts";
import { utf16Units } from "./shared/text-atoms.ts";
import { badBody, cannotPush } from "./shared/webhook-errors.ts";

/** Senders give up after 15 to 30 s. */
const WITHIN_MS = 14_000;
const LARGEST_BODY = 64 * 1024;
/** Seconds after which a sender is asked to deliver again for an answer that was not ready. */
const RETRY_AFTER = "5";
const LONGEST_NAME = 200;

const questionBody = z.object({
  type: z.literal("question.asked"),
  data: z.object({
    text: z.string().trim().min(1),
    conversation: z.string().min(1).max(LONGEST_NAME).optional(),
    user: z.string().min(1).max(LONGEST_NAME).optional(),
  }),
});

const secrets = z.string().transform((value, context) => {
  const keys = parseWebhookKeys(value);
  if (keys) return keys;
  const message = "应为 whsec_ 加 Base64（至少 16 字节），轮换时可写两个，用空格隔开";
  context.addIssue({ code: "custom", message });
  return z.NEVER;
});

export const generic = defineAdapter({
  name: "generic",
  needsPublicUrl: false,
  env: z.object({ SECRET: secrets }),
  create(settings, context) {
    return {
      name: "generic",
      capabilities: {
        methods: ["POST"],
        maxBodyBytes: LARGEST_BODY,
        lateReply: "redelivery",
        refusal: "status",
        idempotentSend: false,
        progressEveryMs: null,
        redelivery: null,
      },
      async receive(request) {
        const body = new Uint8Array(await request.arrayBuffer());
        const id = await verifyWebhook(request.headers, body, settings.SECRET, context.now());
        return receiveEvent(id, parseJsonBody(body), context);
      },
      async send() {
        throw cannotPush("generic");
      },
      async progress() {},
    };
  },
  async diagnose() {
    return [];
  },
});

function receiveEvent(id: string, event: unknown, context: AdapterContext): Received {
  if (!isQuestion(event)) return { response: Response.json({ type: "event.ignored" }), messages: [] };
  const parsed = questionBody.safeParse(event);
  if (!parsed.success) {
    const fields = parsed.error.issues.map((issue) => issue.path.join("."));
    throw badBody(`these fields are missing or wrong: ${[...new Set(fields)].join(", ")}`);
  }
  const { text, user, conversation = user ?? id } = parsed.data.data;
  return {
    response: passiveResponse(conversation, context),
    messages: [
      {
        key: id,
        conversation: { id: conversation, kind: "direct", handle: {} },
        sender: user ?? conversation,
        text,
        pushAfterMs: 0,
      },
    ],
  };
}

function isQuestion(event: unknown): boolean {
  const isObject = typeof event === "object" && event !== null && !Array.isArray(event);
  if (!isObject || !("type" in event) || typeof event.type !== "string") throw badBody("type is missing");
  return event.type === "question.asked";
}

function passiveResponse(conversation: string, context: AdapterContext): PassiveResponse {
  return {
    withinMs: WITHIN_MS,
    async render(reply) {
      const part = reply?.parts.at(-1);
      if (!reply || !part) return notReady();
      const data = { ...describeAnswer(part.answer), conversation, markdown: toMarkdown(reply, context) };
      const timestamp = part.answeredAt.toISOString();
      return Response.json({ type: "answer.completed", timestamp, data });
    },
  };
}

/** The sender delivers again, as Standard Webhooks asks of it, and then finds the answer. */
function notReady(): Response {
  const message =
    "还在整理回答，请用同一个 webhook-id 再试。(Not ready yet; deliver the same webhook again.)";
  return Response.json(
    { error: { code: "webhook.pending", message } },
    { status: 503, headers: { "retry-after": RETRY_AFTER } },
  );
}

/** The whole answer, with the short names of this webhook's body beside the names of `Answer`. */
function describeAnswer(answer: Answer) {
  return { ...answer, status: answer.outcome, citations: answer.citations.map(describeCitation) };
}

function describeCitation(citation: Citation) {
  return { n: citation.number, date: citation.publishedAt, ...citation };
}

function toMarkdown(reply: Reply, context: AdapterContext): string {
  const { publicUrl } = context;
  const limit = Number.POSITIVE_INFINITY;
  const format = markdownFormat(standardMarkdown, {
    limit,
    measure: utf16Units,
    publicUrl,
    hasTables: true,
  });
  return renderReplyText(reply, format);
}

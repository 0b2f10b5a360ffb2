import { z } from "zod";
import {
  type AdapterDefinition,
  type Capabilities,
  defineAdapter,
  type OutgoingReply,
  type SendResult,
} from "../../src/adapters/adapter.ts";
import { sendPieces } from "../../src/adapters/shared/send-pieces.ts";
import { badBody, badSignature } from "../../src/adapters/shared/webhook-errors.ts";

/** What the platform was sent. */
export interface PaperNote {
  conversation: string;
  sendKey: string;
  text: string;
  /** Which of the platform messages of the answer it is, from 0. */
  part: number;
}

/**
 * A platform on paper, of the kind that is answered by calling it: the request is acknowledged at once, the
 * answer sent by `post`, in as many messages as `PARTS` says. Signed by a fixed header.
 */
export function createPaperAdapter(post: (note: PaperNote) => Promise<SendResult>): AdapterDefinition {
  const capabilities: Capabilities = {
    methods: ["POST"],
    maxBodyBytes: 4096,
    lateReply: "push",
    refusal: "status",
    idempotentSend: false,
    progressEveryMs: null,
    redelivery: null,
  };
  return defineAdapter({
    name: "paper",
    needsPublicUrl: false,
    env: z.object({ SECRET: z.string(), PARTS: z.coerce.number().default(1) }),
    create: ({ SECRET, PARTS }) => ({
      name: "paper",
      capabilities,
      async receive(request) {
        if (request.headers.get("paper-secret") !== SECRET) throw badSignature();
        const body: { id: string; user: string; text: string }[] = await request.json().catch(() => {
          throw badBody("not JSON");
        });
        const messages = body.map(({ id, user, text }) => ({
          key: id,
          conversation: { id: user, kind: "direct" as const, handle: { desk: user } },
          sender: user,
          text,
          pushAfterMs: 0,
        }));
        return { response: new Response("ok"), messages };
      },
      async send(conversation, reply) {
        return sendPieces(toNotes(conversation.id, reply, PARTS), reply, post);
      },
      async progress() {},
    }),
    diagnose: async () => [],
  });
}

function toNotes(conversation: string, { parts, sendKey }: OutgoingReply, count: number): PaperNote[] {
  const text = parts.map(({ answer }) => answer.text).join("\n");
  const length = Math.ceil(text.length / count);
  return Array.from({ length: count }, (_, part) => ({
    conversation,
    sendKey,
    text: text.slice(part * length, (part + 1) * length),
    part,
  }));
}

export const PAPER_SECRET = "paper-secret";

export function writePaper(...messages: { id: string; user?: string; text?: string }[]): Request {
  return new Request("https://wenban.example/webhooks/paper", {
    method: "POST",
    headers: { "paper-secret": PAPER_SECRET },
    body: JSON.stringify(messages.map(({ id, user = "u1", text = `问${id}` }) => ({ id, user, text }))),
  });
}

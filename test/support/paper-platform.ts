import { z } from "zod";
import {
  type AdapterDefinition,
  type Capabilities,
  defineAdapter,
  type OutgoingReply,
  type PassiveResponse,
  type Progress,
  type Received,
  type Reply,
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
 * How the platform takes answers: by a call, by a call under a key that it knows again, in the reply or with the
 * next message, in the reply or by a call, or in the replies to its polls or by a call.
 */
export const PAPER_KINDS = ["push", "keyed", "passive", "raced", "polled"] as const;
export type PaperKind = (typeof PAPER_KINDS)[number];

/** What a reply of the service says: the answers it carries, or that there is none yet. */
export interface PaperReply {
  texts: string[] | null;
}

const WITHIN_MS: Record<PaperKind, number> = { push: 0, keyed: 0, passive: 4500, raced: 4500, polled: 0 };
const PUSH_AFTER_MS: Record<PaperKind, number> = {
  push: 0,
  keyed: 0,
  passive: 0,
  raced: 5000,
  polled: 10_000,
};

function capabilitiesOf(kind: PaperKind): Capabilities {
  return {
    methods: ["POST"],
    maxBodyBytes: 4096,
    lateReply: kind === "passive" ? "next_message" : "push",
    refusal: kind === "passive" ? "reply" : "status",
    idempotentSend: kind === "keyed",
    progressEveryMs: kind === "push" || kind === "keyed" ? 2000 : null,
    // What is shown under a key stays, as on a card.
    ...(kind === "push" && { progressFadesMs: 4000 }),
    redelivery: kind === "passive" ? { deliveries: 3, lapsedAfterMs: 5500, overAfterMs: 15_000 } : null,
  };
}

const paperMessage = z.object({
  id: z.string(),
  user: z.string(),
  text: z.string(),
  group: z.string().optional(),
});
const paperBody = z.union([z.array(paperMessage), z.object({ polls: z.string() })]);

/**
 * A platform on paper, of the kind that `KIND` says, that takes an answer in as many messages as `PARTS` says.
 * Signed by a fixed header.
 * @param post the platform's end of a call
 */
export function createPaperAdapter(
  post: (note: PaperNote) => Promise<SendResult>,
  onProgress: (progress: Progress) => Promise<void> = async () => {},
): AdapterDefinition {
  return defineAdapter({
    name: "paper",
    needsPublicUrl: false,
    env: z.object({
      SECRET: z.string(),
      KIND: z.enum(PAPER_KINDS).default("push"),
      PARTS: z.coerce.number().default(1),
    }),
    create: ({ SECRET, KIND, PARTS }) => ({
      name: "paper",
      capabilities: capabilitiesOf(KIND),
      async receive(request) {
        if (request.headers.get("paper-secret") !== SECRET) throw badSignature();
        const body = paperBody.safeParse(await request.json().catch(() => null));
        if (!body.success) throw badBody("not a message of the platform on paper");
        return toReceived(body.data, KIND);
      },
      async send(conversation, reply) {
        return sendPieces(toNotes(conversation.id, reply, PARTS), reply, post);
      },
      progress: (_conversation, progress) => onProgress(progress),
    }),
    diagnose: async () => [],
  });
}

function toReceived(body: z.output<typeof paperBody>, kind: PaperKind): Received {
  const response = WITHIN_MS[kind] > 0 || kind === "polled" ? passiveResponse(kind) : new Response("ok");
  if ("polls" in body) return { response, messages: [], polls: body.polls };
  const messages = body.map(({ id, user, text, group }) => ({
    key: id,
    conversation: {
      id: group ?? user,
      kind: group === undefined ? ("direct" as const) : ("group" as const),
      handle: { desk: user },
    },
    sender: user,
    text,
    pushAfterMs: PUSH_AFTER_MS[kind],
  }));
  return { response, messages };
}

function passiveResponse(kind: PaperKind): PassiveResponse {
  return {
    withinMs: WITHIN_MS[kind],
    async render(reply?: Reply) {
      const texts = reply?.parts.map(({ answer }) => answer.text) ?? null;
      return Response.json({ texts } satisfies PaperReply);
    },
  };
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

export interface PaperMessage {
  id: string;
  user?: string;
  text?: string;
  group?: string;
}

export function writePaper(...messages: PaperMessage[]): Request {
  return signed(
    messages.map(({ id, user = "u1", text = `问${id}`, ...rest }) => ({ id, user, text, ...rest })),
  );
}

export function pollPaper(id: string): Request {
  return signed({ polls: id });
}

function signed(body: unknown): Request {
  return new Request("https://wenban.example/webhooks/paper", {
    method: "POST",
    headers: { "paper-secret": PAPER_SECRET },
    body: JSON.stringify(body),
  });
}

/** Replies of a 智能机器人 by callback: streams that the platform polls, and 「主动回复消息」 when it no longer does. */
import type { AdapterContext, PassiveResponse, SendResult } from "../adapter.ts";
import { allowedUrl } from "../shared/allowed-url.ts";
import { createPlatformCall } from "../shared/platform-call.ts";
import { RESPONSE_HOSTS, refusalOf } from "./api.ts";
import { PENDING, renderMarkdown, type Seal, sealJson, streamFrame } from "./render.ts";

/** A first reply may wait this long for an answer that is nearly there; the platform closes after five seconds. */
const FIRST_WITHIN_MS = 1000;
/** 「流式消息刷新」: the platform polls every few seconds for six minutes; after a minute without a poll it has stopped. */
export const STREAM_SILENT_MS = 60 * 1000;
const POLLED_MS = 6 * 60 * 1000;
/** 「response_url」: an answer may be posted within an hour of the message, once. */
const POSTED_WITHIN_MS = 60 * 60 * 1000;

type StreamContext = Pick<AdapterContext, "memory" | "now" | "publicUrl">;

/** The reply to a question (`isFirst`) or to a poll, which is answered at once with what there is. */
export function streamResponse(
  { memory, now, publicUrl }: StreamContext,
  seal: Seal,
  streamId: string,
  isFirst: boolean,
): PassiveResponse {
  return {
    withinMs: isFirst ? FIRST_WITHIN_MS : 0,
    async render(reply) {
      const content = reply ? renderMarkdown(reply, publicUrl) : await recallProgress(memory, streamId);
      return sealJson({ ...seal, now: now() }, streamFrame(streamId, content, reply !== undefined));
    },
  };
}

/** Keeps what is being done for the next poll, which may reach another instance. */
export function noteProgress(
  { memory }: Pick<AdapterContext, "memory">,
  streamId: string,
  text: string,
): Promise<void> {
  return memory.set(progressKey(streamId), text, POLLED_MS);
}

async function recallProgress(memory: AdapterContext["memory"], streamId: string): Promise<string> {
  return (await memory.get(progressKey(streamId))) ?? PENDING;
}

function progressKey(streamId: string): string {
  return `progress:${streamId}`;
}

/** How a question that came by callback is answered later, as kept in its conversation's handle. */
export function writeHandle(responseUrl: string, streamId: string, now: Date): Record<string, string> {
  return { route: "aibot", responseUrl, streamId, until: String(now.getTime() + POSTED_WITHIN_MS) };
}

/** Posts an answer that no poll has fetched. */
export async function postAnswer(
  context: Pick<AdapterContext, "fetch" | "now">,
  { responseUrl = "", until = "0" }: Readonly<Record<string, string>>,
  content: string,
  apiBase: string | null,
): Promise<SendResult> {
  const url = allowedUrl(responseUrl, RESPONSE_HOSTS, apiBase ?? undefined);
  const isOver = context.now().getTime() > Number(until);
  if (!url || isOver) return { status: "failed", reason: "window", carryLater: true };
  const json = { msgtype: "markdown", markdown: { content } };
  const refusal = refusalOf(await createPlatformCall(context)({ url, json }));
  return refusal ?? { status: "sent", platformMessageId: null };
}

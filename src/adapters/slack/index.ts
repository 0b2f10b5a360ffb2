/**
 * Slack, by its Events API and slash commands. Sources: Slack developer docs 「Verifying requests from Slack」,
 * 「Events API」, 「chat.postMessage」, 「Formatting text for app surfaces」, 「Rate limits」. A retry's header is no
 * reason to drop it: the first delivery may be the one that was lost.
 */
import { z } from "zod";
import { type AdapterContext, defineAdapter, type Received } from "../adapter.ts";
import { createPlatformCall } from "../shared/platform-call.ts";
import { createSlackApi, DEFAULT_BASE, slackFailure } from "./api.ts";
import { diagnoseSlack } from "./diagnose.ts";
import { createOwnApp } from "./own-app.ts";
import { parseSlack, type SlackRequest } from "./parse.ts";
import { sendReply } from "./send.ts";
import { verifySlack } from "./verify.ts";

/** An event holds its text and the same as blocks: far less than this. */
const LARGEST_BODY = 512 * 1024;
/** How often a status may be set. */
const PROGRESS_EVERY_MS = 3000;
/** Slack `assistant.threads.setStatus`: two minutes, less a margin. */
const STATUS_STAYS_MS = 110_000;
/** For how long an app that may not set statuses is not asked to. */
const NO_STATUS_MS = 60 * 60 * 1000;
const NO_STATUS = "no_status";

const SEARCHING = "正在查找相关文件…";

const env = z.object({
  SIGNING_SECRET: z.string().min(8, "应为应用 Basic Information 页的 Signing Secret"),
  BOT_TOKEN: z.string().regex(/^[\w.:-]{4,500}$/, "应为 xoxb- 开头的 Bot User OAuth Token"),
  /** Refuses the events of any other app; learnt from the first signed request when absent. */
  APP_ID: z
    .string()
    .regex(/^\w{2,30}$/, "应为 A 开头的 App ID")
    .optional(),
  API_BASE: z.url("应为网址").optional(),
});

export const slack = defineAdapter({
  name: "slack",
  needsPublicUrl: true,
  env,
  create(settings, context) {
    const { call, api } = connect(settings, context);
    const ownApp = createOwnApp(settings.APP_ID, settings.SIGNING_SECRET, context.memory);
    return {
      name: "slack",
      capabilities: {
        methods: ["POST"],
        maxBodyBytes: LARGEST_BODY,
        lateReply: "push",
        refusal: "status",
        idempotentSend: false,
        progressEveryMs: PROGRESS_EVERY_MS,
        progressFadesMs: STATUS_STAYS_MS,
        redelivery: null,
      },
      async receive(request) {
        const body = new Uint8Array(await request.arrayBuffer());
        await verifySlack(request.headers, body, settings.SIGNING_SECRET, context.now());
        const app = { appId: await ownApp.id(), apiBase: settings.API_BASE };
        const parsed = parseSlack(request.headers, body, app);
        if ("appId" in parsed) await ownApp.note(parsed.appId);
        return acknowledge(parsed);
      },
      send: (conversation, reply) =>
        sendReply({ api, call, publicUrl: context.publicUrl }, conversation, reply),
      /** Slack `assistant.threads.setStatus`: in threads, for apps that may; gone when the answer comes. */
      async progress({ handle }, { text }) {
        const { channel, thread } = handle;
        if (channel === undefined || thread === undefined) return;
        if ((await context.memory.get(NO_STATUS)) !== null) return;
        const status = { channel_id: channel, thread_ts: thread, status: text };
        const failure = slackFailure(await api.post("assistant.threads.setStatus", status));
        const mayNot = failure?.reason === "auth" || failure?.reason === "bug";
        if (mayNot) await context.memory.set(NO_STATUS, "1", NO_STATUS_MS);
      },
    };
  },
  diagnose: (settings, context, callbackUrl) =>
    diagnoseSlack(connect(settings, context).api, callbackUrl, context.now),
});

function connect({ API_BASE = DEFAULT_BASE, BOT_TOKEN }: z.output<typeof env>, context: AdapterContext) {
  const call = createPlatformCall(context);
  return { call, api: createSlackApi(call, API_BASE, BOT_TOKEN) };
}

function acknowledge(request: SlackRequest): Received {
  switch (request.kind) {
    case "challenge":
      return { response: plainResponse(request.challenge), messages: [] };
    case "question":
      return { response: plainResponse(""), messages: [request.message] };
    case "command":
      return {
        response: Response.json({ response_type: "ephemeral", text: SEARCHING }),
        messages: [request.message],
      };
    case "ignored":
      return { response: plainResponse(""), messages: [], isIgnored: true };
  }
}

function plainResponse(text: string): Response {
  return new Response(text, {
    headers: { "content-type": "text/plain; charset=utf-8", "x-content-type-options": "nosniff" },
  });
}

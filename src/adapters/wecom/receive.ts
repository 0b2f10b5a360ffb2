/** Callbacks of all three ways in. */
import type { IncomingMessage, Received } from "../adapter.ts";
import { badSignature } from "../shared/webhook-errors.ts";
import { greeting, UNSUPPORTED } from "../shared/wechat-text.ts";
import { type AibotQuestion, keyOfStream, readAibotEvent, streamIdOf, toMessage } from "./aibot.ts";
import { STREAM_SILENT_MS, streamResponse, writeHandle } from "./aibot-reply.ts";
import type { WecomBot } from "./bot.ts";
import { fetchKfNews, type KfCall, keepCursor } from "./kf.ts";
import { sendWelcome } from "./kf-send.ts";
import { readAppEvent } from "./parse.ts";
import {
  NOT_TAKEN,
  plainResponse,
  renderAppTexts,
  SAID_ELSEWHERE,
  type Seal,
  sealJson,
  sealText,
  streamFrame,
} from "./render.ts";

/** Somebody who opens the application is greeted once a day, as 智能机器人 does it. */
const GREETED_MS = 24 * 60 * 60 * 1000;

/** @throws WenbanError as `Adapter.receive` */
export async function receiveCallback(bot: WecomBot, request: Request): Promise<Received> {
  const opened = await bot.open(request);
  switch (opened.kind) {
    case "echo":
      return nothingToAnswer(plainResponse(opened.text));
    case "xml":
      return receiveAppEvent(bot, opened.fields, opened.nonce);
    case "json":
      return receiveAibotEvent(bot, opened.body, opened.nonce);
  }
}

/** An empty 200 tells the platform that a callback was taken and that no reply comes with it. */
function nothingToAnswer(response = plainResponse()): Received {
  return { response, messages: [] };
}

async function receiveAppEvent(
  bot: WecomBot,
  fields: ReadonlyMap<string, string>,
  nonce: string,
): Promise<Received> {
  const event = readAppEvent(fields);
  switch (event.kind) {
    case "question":
      return receiveAppQuestion(bot, event.message, nonce);
    case "unsupported":
      return sayAtOnce(bot, nonce, event.to, UNSUPPORTED);
    case "followed":
      return sayAtOnce(bot, nonce, event.to, greeting(bot.context.siteName));
    case "entered":
      return greetOnceADay(bot, nonce, event.to);
    case "kf":
      return receiveKf(bot, event.call);
    case "ignored":
      return { ...nothingToAnswer(), isIgnored: true };
  }
}

function receiveAppQuestion(bot: WecomBot, message: IncomingMessage, nonce: string): Received {
  return {
    response: plainResponse(),
    messages: [message],
    async turnDown(words, reason) {
      // What can't be stored here another instance may take: the platform delivers it again.
      if (reason === "not_stored") return null;
      const [text = NOT_TAKEN] = renderAppTexts(words, bot.context.publicUrl);
      return passiveText(bot, nonce, message.sender, text);
    },
  };
}

async function sayAtOnce(bot: WecomBot, nonce: string, to: string, text: string): Promise<Received> {
  return nothingToAnswer(await passiveText(bot, nonce, to, text));
}

async function passiveText(
  { keys, corp, context }: WecomBot,
  nonce: string,
  to: string,
  text: string,
): Promise<Response> {
  if (!keys?.corp || !corp) throw badSignature();
  const seal = { crypto: keys.corp, nonce, now: context.now() };
  return sealText(seal, { to, corpId: corp.settings.corpId, text });
}

async function greetOnceADay(bot: WecomBot, nonce: string, to: string): Promise<Received> {
  const { memory, siteName } = bot.context;
  const key = `greeted:${to}`;
  if ((await memory.get(key)) !== null) return nothingToAnswer();
  await memory.set(key, "1", GREETED_MS);
  return sayAtOnce(bot, nonce, to, greeting(siteName));
}

/** The messages are fetched before the callback is acknowledged: what can't be fetched is called for again. */
async function receiveKf({ corp, context, readings }: WecomBot, call: KfCall): Promise<Received> {
  if (!corp) throw badSignature();
  const { memory, siteName } = context;
  const { openKfId } = call;
  const news = await readings(openKfId, () => fetchKfNews(corp.api, memory, call));
  return {
    response: plainResponse(),
    messages: news.messages,
    async stored() {
      await keepCursor(memory, openKfId, news.cursor);
      await Promise.all(news.welcomeCodes.map((code) => sendWelcome(corp.api, code, greeting(siteName))));
    },
  };
}

async function receiveAibotEvent(
  { keys, context, settings }: WecomBot,
  body: unknown,
  nonce: string,
): Promise<Received> {
  if (!keys) throw badSignature();
  const seal: Seal = { crypto: keys.aibot, nonce, now: context.now() };
  const event = readAibotEvent(body, settings.botName);
  switch (event.kind) {
    case "question":
      return receiveQuestion(seal, event.question, context);
    case "poll":
      return receivePoll(seal, event.streamId, context);
    case "entered":
      return nothingToAnswer(
        await sealJson(seal, { msgtype: "text", text: { content: greeting(context.siteName) } }),
      );
    default:
      return { ...nothingToAnswer(), isIgnored: true };
  }
}

function receiveQuestion(seal: Seal, question: AibotQuestion, context: WecomBot["context"]): Received {
  const streamId = streamIdOf(question.key);
  const handle = writeHandle(question.responseUrl, streamId, seal.now);
  return {
    response: streamResponse(context, seal, streamId, true),
    messages: [toMessage(question, handle, STREAM_SILENT_MS)],
  };
}

async function receivePoll(seal: Seal, streamId: string, context: WecomBot["context"]): Promise<Received> {
  const key = keyOfStream(streamId);
  // A stream of some other service that had the address before.
  if (key === null) return nothingToAnswer(await sealJson(seal, streamFrame(streamId, SAID_ELSEWHERE, true)));
  return { response: streamResponse(context, seal, streamId, false), messages: [], polls: key };
}

import { createAnswerInScope } from "./answer/answer-in-scope.ts";
import type { StandardAnswers } from "./answer/standard/standard-answer.ts";
import type { AnswerQuestion } from "./answer/types.ts";
import { writeInScript } from "./answer/write-in-script.ts";
import type { Config } from "./config.ts";
import type { Control } from "./control/control.ts";
import type { AnswerLog } from "./conversation/answer-log.ts";
import type { Region } from "./domain.ts";
import { WenbanError } from "./errors.ts";
import type { AppServices, ReceiveWebhook } from "./http/app-services.ts";
import type { ServiceCondition } from "./http/service-condition.ts";
import { createSourceLinks, type SourceLinks } from "./http/source-links.ts";
import type { WidgetFiles } from "./http/widget-files.ts";
import { FICTIONAL_DISTRICT } from "./language/fictional-place.ts";
import type { Lexicon } from "./language/lexicon.ts";
import type { RegionTable } from "./language/regions.ts";
import type { ChatModel } from "./llm/chat-model.ts";
import { createOpenAiChatModel } from "./llm/providers/openai-chat.ts";
import type { Logger } from "./logger.ts";
import type { Corpus } from "./retrieval/corpus.ts";
import { createRealCorpusCache } from "./retrieval/real-corpus.ts";
import type { Runtime } from "./runtime.ts";

/** What answering stands on, whatever the runtime. */
export interface AnsweringParts {
  config: Config;
  regions: RegionTable;
  lexicon: Lexicon;
  runtime: Runtime;
  /** The generation to answer from; asked once per question. */
  corpus: () => Corpus;
  /** The approved answers in use; absent: there are none. */
  standards?: () => StandardAnswers;
  /** Told why a model's text was not used. */
  logger?: Logger;
  /** Signs links to internal documents where no staff key does. */
  linkSecret?: string;
}

/** What the HTTP application needs beside answering. */
export interface ServiceParts extends AnsweringParts {
  answers: AnswerLog;
  control: Control;
  logger: Logger;
  receiveWebhook: ReceiveWebhook | null;
  condition: ServiceCondition;
  widgetFiles: WidgetFiles;
  clientAddress: AppServices["clientAddress"];
}

/** Answering as configured, with the links that its citations carry. */
export interface Answering {
  answerQuestion: AnswerQuestion;
  sourceLinks: SourceLinks;
}

/** Wires answering, the same for commands, the service and the platforms. */
export function createAnswering(parts: AnsweringParts): Answering {
  const { config, regions, lexicon, runtime, corpus } = parts;
  const { staffKey, publicUrl, siteName, operator, hotline } = config;
  const secret = staffKey ?? parts.linkSecret ?? null;
  const sourceLinks = createSourceLinks({ secret, publicUrl, now: () => runtime.now() });
  const answerQuestion = createAnswerInScope({
    corpus,
    regions,
    lexicon,
    runtime,
    chatModel: openChatModel(config, runtime),
    ...(parts.logger ? { logger: parts.logger } : {}),
    ...(parts.standards ? { standards: parts.standards } : {}),
    settings: {
      siteName,
      operator,
      hotline,
      region: askersRegion(config, regions),
      sampleRegion: regions.parse(FICTIONAL_DISTRICT),
      sourceUrl: (documentId, range, isInternal) => sourceLinks.urlOf(documentId, range, isInternal),
    },
  });
  return { answerQuestion: writeInScript(answerQuestion, config.traditional), sourceLinks };
}

/** Wires the HTTP application's services. */
export function createServices(parts: ServiceParts, answering = createAnswering(parts)): AppServices {
  const { config, regions, runtime, corpus, answers, logger } = parts;
  const { siteName, operator, hotline, region, publicUrl } = config;
  const { staffKey, siteKeys, allowedOrigins, identifySecret, rateLimit } = config;
  const realCorpusOf = createRealCorpusCache();
  return {
    ...answering,
    site: { siteName, operator, hotline, region, publicUrl, usesModel: config.model.chatModel !== null },
    control: parts.control,
    access: { staffKey, siteKeys, allowedOrigins, identifySecret, rateLimit },
    corpus: region === null ? corpus : () => realCorpusOf(corpus()),
    regions,
    answers,
    runtime,
    logger,
    receiveWebhook: parts.receiveWebhook,
    condition: parts.condition,
    widgetFiles: parts.widgetFiles,
    clientAddress: parts.clientAddress,
  };
}

/** The configured model, called through the runtime; null where none is named. */
function openChatModel({ model }: Config, runtime: Runtime): ChatModel | null {
  const { chatModel, baseUrl, apiKey } = model;
  if (chatModel === null) return null;
  return createOpenAiChatModel({ model: chatModel, baseUrl, apiKey, fetch: runtime.fetch });
}

/** The configured region of the askers; one that is not in the table stops the start. */
function askersRegion({ region }: Config, regions: RegionTable): Region | null {
  if (region === null) return null;
  const found = regions.parse(region);
  if (found) return found;
  throw new WenbanError(
    "not_configured",
    "config.invalid",
    "WENBAN_REGION 不是一个地区，或有多个同名地区 (not a region, or an ambiguous one)",
    {
      hint: "请写全称，如 浙江省杭州市西湖区，或 6 位行政区划代码。Write the full name or the 6-digit code.",
    },
  );
}

import type { AnswerQuestion } from "../answer/types.ts";
import type { Control } from "../control/control.ts";
import type { AnswerLog } from "../conversation/answer-log.ts";
import type { RegionTable } from "../language/regions.ts";
import type { Logger } from "../logger.ts";
import type { Corpus } from "../retrieval/corpus.ts";
import type { Runtime } from "../runtime.ts";
import type { ServiceCondition } from "./service-condition.ts";
import type { SourceLinks } from "./source-links.ts";
import type { WidgetFiles } from "./widget-files.ts";

/** Who runs the site and what its pages say. */
export interface SiteSettings {
  siteName: string;
  /** 主办单位; null leaves it out (a private trial). */
  operator: string | null;
  hotline: string;
  /** Full region name or code of the asker when nothing else says it. */
  region: string | null;
  /** Public address without a trailing slash. */
  publicUrl: string | null;
  /** Whether a model writes answers; decides the fixed label. */
  usesModel: boolean;
}

/** Who may ask, and how often. */
export interface AccessSettings {
  staffKey: string | null;
  siteKeys: readonly string[];
  allowedOrigins: readonly string[];
  /** With what sites sign the ids of their users; null: no user is taken. */
  identifySecret: string | null;
  /** Questions per minute and client address. */
  rateLimit: number;
}

/** Answers a platform callback; `bot` is null for the platform's first bot. */
export type ReceiveWebhook = (request: Request, platform: string, bot: string | null) => Promise<Response>;

/** Everything the HTTP application stands on, made by `services.ts`. */
export interface AppServices {
  site: SiteSettings;
  access: AccessSettings;
  /** Pauses, notices and API keys, as operators set them while the service runs. */
  control: Control;
  /** The generation to answer from; throws `index.unavailable` when there is none. */
  corpus(): Corpus;
  regions: RegionTable;
  answerQuestion: AnswerQuestion;
  answers: AnswerLog;
  sourceLinks: SourceLinks;
  receiveWebhook: ReceiveWebhook | null;
  condition: ServiceCondition;
  widgetFiles: WidgetFiles;
  runtime: Runtime;
  logger: Logger;
  /** Address of the client; never taken from what a client can write into a header. */
  clientAddress(request: Request, bindings: unknown): string;
}

import { readFileSync } from "node:fs";
import { createAnswerQuestion } from "../../src/answer/answer-question.ts";
import type { AnswerEvent } from "../../src/answer/types.ts";
import type { Answer, AskRequest } from "../../src/domain.ts";
import type { ChatModel } from "../../src/llm/chat-model.ts";
import type { LogFields } from "../../src/logger.ts";
import type { Corpus } from "../../src/retrieval/corpus.ts";
import { testSettings } from "./answer-settings.ts";
import { createTestCorpus, lexicon, markdownFile, regions, TODAY } from "./test-corpus.ts";

/** Two invented reports of two places, in the form in which such reports are written. */
const ARTICLES = [
  markdownFile(
    "wujiang-2021",
    `# 吴江区2021年“放管服”改革工作情况

## 一、简政放权

2021年，吴江区取消区级审批事项23项，下放镇街办理事项41项。审批时限由20个工作日压缩到8个工作日，申请材料减少156份。区行政审批局应当在3个工作日内作出是否受理的决定，不予受理的，应当说明理由。

## 二、企业服务

全区设立企业服务驿站12个，配备服务专员36名。对年销售额不超过500万元的个体工商户免收检测费。力争到2023年底，企业服务驿站达到30个。任何单位不得向企业收取保证金。

## 三、便民服务

补办社会保障卡收取工本费20元，首次申领免费。吴江区政务服务网的网址是https://www.example.gov.cn/wujiang，咨询电话0512-63000000。`,
    {
      title: "吴江区2021年“放管服”改革工作情况",
      region: "江苏省苏州市吴江区",
      publisher: "吴江区人民政府",
      publishedAt: "2022-01-20",
    },
  ),
  markdownFile(
    "xiling-2021",
    `# 西陵区2021年优化营商环境情况

2021年，西陵区取消区级审批事项17项，设立企业服务驿站9个。投诉件数下降18.6%。`,
    {
      title: "西陵区2021年优化营商环境情况",
      region: "湖北省宜昌市西陵区",
      publisher: "西陵区人民政府",
      publishedAt: "2022-02-10",
    },
  ),
];

export function createArticleCorpus(): Promise<Corpus> {
  return createTestCorpus(ARTICLES);
}

/** The shipped prompt. */
export function readPromptFile(name: string): string {
  return readFileSync(new URL(`../../prompts/${name}.md`, import.meta.url), "utf8");
}

/** One answer with everything that was told and logged on the way. */
export interface Asked {
  answer: Answer;
  events: AnswerEvent[];
  /** What the asker read while it was written. */
  told: string;
  logged: { event: string; fields: LogFields }[];
}

export interface ModelDeskOptions {
  request?: Partial<AskRequest>;
  signal?: AbortSignal;
  readPrompt?: (name: string) => Promise<string>;
}

/** Asks the engine over the articles, with a model. */
export async function askWithModel(
  corpus: Corpus,
  chatModel: ChatModel | null,
  question: string,
  { request = {}, signal, readPrompt = async (name) => readPromptFile(name) }: ModelDeskOptions = {},
): Promise<Asked> {
  const events: AnswerEvent[] = [];
  const logged: Asked["logged"] = [];
  const log = (event: string, fields: LogFields = {}) => void logged.push({ event, fields });
  let ids = 0;
  const answerQuestion = createAnswerQuestion({
    corpus: () => corpus,
    regions,
    lexicon,
    settings: testSettings,
    chatModel,
    logger: { info: log, warn: log, error: log },
    runtime: {
      now: () => new Date(`${TODAY}T04:00:00.000Z`),
      newId: () => `4f1d${++ids}`,
      defer: (task) => void task(),
      fetch: () => Promise.reject(new Error("no network in this test")),
      readPrompt,
    },
  });
  const answer = await answerQuestion(
    { question, audience: "public", ...request },
    { onEvent: (event) => events.push(event), ...(signal && { signal }) },
  );
  const told = events.map((event) => (event.type === "text" ? event.delta : "")).join("");
  return { answer, events, told, logged };
}

/** A reply in the form that the prompt asks for. */
export function reply(...sentences: [sentence: string, number: number, quote: string][]): string {
  return sentences
    .map(([text, number, quote]) => `句：${text}⟦${number}⟧\n据：⟦${number}⟧${quote}\n`)
    .join("");
}

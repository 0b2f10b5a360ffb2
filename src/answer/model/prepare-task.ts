import type { ChatRequest } from "../../llm/chat-model.ts";
import type { AnswerContext } from "../answer-context.ts";
import type { Draft } from "../draft.ts";
import { FACT_LIMIT, LIST_LIMIT } from "../length-limits.ts";
import { asData, describeSources, type ModelSource, modelSources } from "./model-sources.ts";
import { renderPrompt } from "./render-prompt.ts";

/** One document, several. */
const LIMITS = { fact: FACT_LIMIT, list: LIST_LIMIT };
/** Most tokens of a reply: the text, its quotes, and what some models think aloud before. */
const TOKENS = { fact: 2_000, list: 4_000 };

/** What a model is asked to word. */
export interface ModelTask {
  sources: ModelSource[];
  request: ChatRequest;
  promptVersion: string;
}

/** Longest text of a draft's answer. */
export function longestText(draft: Draft): number {
  return LIMITS[sizeOf(draft)];
}

function sizeOf({ citations }: Draft): keyof typeof LIMITS {
  return new Set(citations.map(({ documentId }) => documentId)).size > 1 ? "list" : "fact";
}

/**
 * The prompt with the question and the passages in it, as data between fences that they can't forge: the
 * fence holds a number made for this request, and is taken out of whatever stands between.
 */
export async function prepareTask(
  draft: Draft,
  { runtime }: AnswerContext,
  signal: AbortSignal | undefined,
): Promise<ModelTask> {
  const sources = modelSources(draft);
  const fence = `=====${runtime.newId()}`;
  const { messages, version } = await renderPrompt(await runtime.readPrompt("answer"), {
    today: draft.today,
    longest: String(longestText(draft)),
    question: asData(draft.understood?.text ?? draft.screened.text, fence),
    passages: describeSources(sources, fence),
    fence,
  });
  return {
    sources,
    request: { messages, maxTokens: TOKENS[sizeOf(draft)], ...(signal && { signal }) },
    promptVersion: version,
  };
}

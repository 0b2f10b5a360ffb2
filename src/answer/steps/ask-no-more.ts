import type { Turn } from "../../domain.ts";
import { createDraft, type Draft } from "../draft.ts";
import { readTold } from "../question/offered-options.ts";
import { screenQuestion } from "./screen-question.ts";

/** So often in a row may an answer ask back. */
const MOST_CLARIFICATIONS = 2;

/**
 * Where a draft asks back for the third time in a row, what is most likely meant is answered instead, and says that
 * it was taken so; where that has no answer either, people are named who can help. Gives back the draft to go on with.
 */
export async function askNoMore(draft: Draft, answer: (draft: Draft) => Promise<void>): Promise<Draft> {
  const history = draft.request.history ?? [];
  if (draft.outcome !== "clarify" || clarifiedInARow(history) < MOST_CLARIFICATIONS) return draft;
  const [best] = draft.options;
  if (best) {
    const second = createDraft({
      ...draft,
      request: { ...draft.request, question: best.question, history: [] },
      screened: screenQuestion(best.question),
    });
    await answer(second);
    if (second.outcome.startsWith("answered")) {
      const text = `没能确定您要问的是哪一项，先按「${best.label}」回答；如果不是，请直接说出名称。`;
      second.notices.unshift({ code: "partial", text });
      return second;
    }
  }
  return handOver(draft);
}

function handOver(draft: Draft): Draft {
  draft.outcome = "handoff";
  draft.text = `还没能确定您要问的是哪一项。请拨打 ${draft.settings.hotline}，由工作人员帮您查；您也可以换一种说法再问。`;
  draft.options = [];
  return draft;
}

/** How many of the last answers, one after the other, asked back. */
function clarifiedInARow(history: readonly Turn[]): number {
  const answers = history.filter(({ role }) => role === "assistant").reverse();
  const other = answers.findIndex(({ text, options }) => !readTold(text).isOffer && !options?.length);
  return other < 0 ? answers.length : other;
}

import type { Answer, AskRequest, Comparison } from "../domain.ts";
import { isTraditional, toTraditional } from "../language/traditional.ts";
import type { AnswerEvent, AnswerQuestion } from "./types.ts";

/** When answers come in traditional script beside askers whose locale says so: to questions written in it, or never. */
export type TraditionalSetting = "auto" | "off";

/** Language tags of those who read traditional script (BCP 47). */
const TRADITIONAL_LOCALE = /^(?:zh|yue)(?:-Hant\b|-(?:TW|HK|MO)\b)/i;

/**
 * An engine that answers in the script of the asker: its own words, notices and choices in traditional script where
 * that is asked for. Quotes, and the text that source pages show, stay as the document has them.
 */
export function writeInScript(answerQuestion: AnswerQuestion, setting: TraditionalSetting): AnswerQuestion {
  return async (request, options = {}) => {
    if (!wantsTraditional(request, setting)) return answerQuestion(request, options);
    const { onEvent } = options;
    const answer = await answerQuestion(request, {
      ...options,
      ...(onEvent && { onEvent: (event: AnswerEvent) => onEvent(eventInTraditional(event)) }),
    });
    return inTraditional(answer);
  };
}

function wantsTraditional({ question, locale = "" }: AskRequest, setting: TraditionalSetting): boolean {
  return TRADITIONAL_LOCALE.test(locale) || (setting === "auto" && isTraditional(question));
}

function eventInTraditional(event: AnswerEvent): AnswerEvent {
  if (event.type === "text") return { ...event, delta: toTraditional(event.delta) };
  return event.type === "outcome" ? { ...event, answer: inTraditional(event.answer) } : event;
}

function inTraditional(answer: Answer): Answer {
  const options = answer.options?.map(({ label, question }) => ({
    label: toTraditional(label),
    question: toTraditional(question),
  }));
  return {
    ...answer,
    text: toTraditional(answer.text),
    notices: answer.notices.map((notice) => ({ ...notice, text: toTraditional(notice.text) })),
    ...(options ? { options } : {}),
    ...(answer.comparison ? { comparison: tableInTraditional(answer.comparison) } : {}),
  };
}

/** The table says what the text says, so it is written alike. */
function tableInTraditional({ columns, rows }: Comparison): Comparison {
  return {
    columns: columns.map(toTraditional),
    rows: rows.map(({ label, cells }) => ({
      label: toTraditional(label),
      cells: cells.map(({ text, citations }) => ({ text: toTraditional(text), citations })),
    })),
  };
}

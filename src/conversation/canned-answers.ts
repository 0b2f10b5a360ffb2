import type { Answer, Outcome } from "../domain.ts";
import type { Runtime } from "../runtime.ts";

/** Whom an answer is for, where there is no answer of the answering steps to say it. */
export interface CannedContext {
  runtime: Runtime;
  conversationId: string;
  question: string;
}

const TEXTS = {
  /** The user asked for an answer that comes along anyway. */
  nothing_more: { outcome: "small_talk", text: "如还有其他问题，请直接输入。" },
  too_long: { outcome: "clarify", text: "问题最多 300 字，请精简后再发送。" },
  not_understood: { outcome: "clarify", text: "没有看懂这个问题，请换一种说法再问一次。" },
  timed_out: { outcome: "error_timeout", text: "查询用时过长，没有完成。请稍后再问一次，或拨打 {hotline}。" },
  gave_up: {
    outcome: "error_upstream",
    text: "抱歉，系统暂时无法回答这个问题。请稍后再试，或拨打 {hotline}。",
  },
  unsupported: {
    outcome: "clarify",
    text: "暂时只能阅读文字消息。请用文字输入您的问题，例如：居住证怎么办理。",
  },
  too_many: { outcome: "error_rate_limit", text: "您的提问比较频繁，请一分钟后再问。" },
  busy: { outcome: "error_rate_limit", text: "提问的人较多，请稍后再试。" },
} as const satisfies Record<string, { outcome: Outcome; text: string }>;

export type CannedReason = keyof typeof TEXTS;

/** An answer in fixed words, for what the answering steps never see or could not finish. */
export function cannedAnswer(reason: CannedReason, hotline: string, context: CannedContext): Answer {
  const { outcome, text } = TEXTS[reason];
  return fixedWords(outcome, text.replace("{hotline}", hotline), context);
}

/** What somebody is told who gave a command instead of asking. */
export function commandAnswer(text: string, context: CannedContext): Answer {
  return fixedWords("small_talk", text, context);
}

/** What everybody is told while an operator has stopped the face, with the operator's reason. */
export function pausedAnswer(reason: string, hotline: string, context: CannedContext): Answer {
  return fixedWords("paused", `智能问答暂停服务：${reason}。您可以拨打 ${hotline}。`, context);
}

function fixedWords(outcome: Outcome, text: string, context: CannedContext): Answer {
  return {
    messageId: context.runtime.newId(),
    conversationId: context.conversationId,
    question: { text: context.question, masked: false },
    outcome,
    text,
    citations: [],
    notices: [],
    generatedBy: "standard",
    versions: { index: "" },
    tookMs: 0,
  };
}

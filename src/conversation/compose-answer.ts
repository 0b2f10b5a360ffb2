import type { AnswerQuestion } from "../answer/types.ts";
import type { Answer, Audience, Turn } from "../domain.ts";
import { toWenbanError, WenbanError } from "../errors.ts";
import type { Runtime } from "../runtime.ts";
import { turnsOf } from "./answer-log.ts";
import { type CannedReason, cannedAnswer } from "./canned-answers.ts";
import {
  type ClaimedMessage,
  type ConversationStore,
  type Exchange,
  LEASE_MS,
} from "./conversation-store.ts";
import type { Wait } from "./wait.ts";

/** Time for one answer: within the claim's lease, so that nobody else begins the same one. */
const ANSWER_MS = LEASE_MS - 5000;
/** Exchanges handed to the answering steps, and how old they may be: a follow-up follows soon. */
const MOST_EXCHANGES = 5;
const HISTORY_MS = 30 * 60 * 1000;
const LONGEST_QUESTION = 300;
/** Words people send to get an answer that was promised; only read so while one is waiting. */
const ASKS_FOR_RESULT = /^(?:.|查看|结果|查看结果|继续|好的|收到|ok|在吗)[。.！!？?]?$/iu;

export interface ComposeParts {
  store: ConversationStore;
  answerQuestion: AnswerQuestion;
  runtime: Runtime;
  wait: Wait;
  hotline: string;
}

/**
 * Answers one message with the turns before it. What breaks the answering contract or takes too long gets an
 * answer in fixed words.
 * @throws WenbanError whatever else went wrong: worth another try
 */
export async function composeAnswer(
  parts: ComposeParts,
  message: ClaimedMessage,
  audience: Audience,
): Promise<Answer> {
  const earlier = await recentExchanges(parts, message);
  const conversationId = await conversationIdOf(message);
  if (asksForWaiting(message.text, earlier)) return fixedAnswer(parts, message, "nothing_more");
  try {
    const ask = { question: message.text, conversationId, history: toTurns(earlier), audience };
    const answer = await withinTime(parts, (signal) => parts.answerQuestion(ask, { signal }));
    const masked = answer.question.masked || message.masked;
    return { ...answer, question: { ...answer.question, masked } };
  } catch (error) {
    const reason = fixedReason(toWenbanError(error), message.text);
    if (reason === null) throw error;
    return fixedAnswer(parts, message, reason);
  }
}

/** The answer in fixed words to a message. */
export async function fixedAnswer(
  { runtime, hotline }: Pick<ComposeParts, "runtime" | "hotline">,
  message: ClaimedMessage,
  reason: CannedReason,
): Promise<Answer> {
  const conversationId = await conversationIdOf(message);
  return cannedAnswer(reason, hotline, { runtime, conversationId, question: message.text });
}

/** What a failure means to the asker; null when it may pass. */
function fixedReason(error: WenbanError, question: string): CannedReason | null {
  switch (error.kind) {
    case "bad_input":
    case "too_large":
    case "unprocessable":
      return [...question].length > LONGEST_QUESTION ? "too_long" : "not_understood";
    case "timed_out":
      return "timed_out";
    default:
      return null;
  }
}

async function recentExchanges(
  { store, runtime }: ComposeParts,
  message: ClaimedMessage,
): Promise<Exchange[]> {
  const { channel, conversation, id } = message;
  const exchanges = await store.recent(
    { channel, conversationId: conversation.id, before: id },
    MOST_EXCHANGES,
  );
  const since = runtime.now().getTime() - HISTORY_MS;
  return exchanges.filter(({ receivedAt }) => receivedAt.getTime() >= since);
}

function asksForWaiting(text: string, earlier: readonly Exchange[]): boolean {
  return earlier.some(({ answer, isDelivered }) => answer && !isDelivered) && ASKS_FOR_RESULT.test(text);
}

function toTurns(exchanges: readonly Exchange[]): Turn[] {
  return exchanges.flatMap(({ answer }): Turn[] =>
    answer === null || answer.outcome.startsWith("error_") ? [] : turnsOf(answer),
  );
}

/** A name for the conversation that tells nobody who takes part in it: it goes into answers and logs. */
async function conversationIdOf({ channel, conversation }: ClaimedMessage): Promise<string> {
  return (await sha256Hex(`${channel}\n${conversation.id}`)).slice(0, 32);
}

/** The key under which a message's answer is sent, the same however often. */
export function sendKeyOf({ channel, key }: ClaimedMessage): Promise<string> {
  return sha256Hex(`${channel}\n${key}`);
}

async function sha256Hex(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Runs a task and, when the time is over, tells it to stop and goes on without it. */
async function withinTime<T>({ wait }: ComposeParts, task: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  const done = new AbortController();
  const late = wait(ANSWER_MS, done.signal).then(() => {
    if (done.signal.aborted) return new Promise<never>(() => {});
    throw new WenbanError("timed_out", "answer.timeout", "the answer took too long");
  });
  try {
    return await Promise.race([task(stop.signal), late]);
  } finally {
    done.abort();
    stop.abort();
  }
}

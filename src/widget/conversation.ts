import type { Answer } from "../domain.ts";
import { fetchAnswer } from "./transport/fetch-answer.ts";
import { maskPersonalNumbers } from "./transport/mask.ts";
import type { Server } from "./transport/server.ts";
import { ServerError } from "./transport/server-error.ts";
import { browserSurroundings } from "./transport/surroundings.ts";
import type { Memory } from "./view/memory.ts";
import type { Stage } from "./view/stage.ts";
import type { TurnView } from "./view/turn-view.ts";
import type { ViewContext } from "./view/view-context.ts";

/** After so long without an end, readers are told that it goes on. */
const SLOW_MS = 8000;
const KEY_BYTES = 16;

/** Questions and answers one after the other. */
export interface Conversation {
  /** Asks; a question that comes while another is at work is not taken. */
  ask(question: string): void;
  /** Stops the answer at work. */
  stop(): void;
  /** Begins anew: later questions do not follow earlier ones. */
  restart(): void;
  /** Forgets everything. */
  clear(): void;
}

export function createConversation(server: Server, memory: Memory, stage: Stage): Conversation {
  const kept = memory.turns();
  let conversationId = kept[kept.length - 1]?.answer.conversationId ?? null;
  let work: { key: string; controller: AbortController } | null = null;

  const finish = (turn: TurnView, question: string, answer: Answer): void => {
    const { emit, announce, say } = stage.context();
    conversationId = answer.conversationId;
    kept.push({ question, answer });
    memory.keep(kept);
    turn.finish(answer);
    announce(describeEnd(answer, say));
    emit("answer", { messageId: answer.messageId, outcome: answer.outcome });
  };
  const fail = (turn: TurnView, question: string, error: unknown, isStopped: boolean): void => {
    const { emit, announce, say } = stage.context();
    const retry = () => {
      stage.drop(turn);
      void run(question, false);
    };
    const message = isStopped ? say("stopped") : describeFailure(error, say);
    turn.fail(message, retry);
    announce(message);
    if (!isStopped) emit("error", { message });
  };

  async function run(question: string, isMasked: boolean): Promise<void> {
    if (work) return;
    const { say, announce, locale, emit } = stage.context();
    const current = { key: createKey(), controller: new AbortController() };
    work = current;
    const turn = stage.begin(question, isMasked);
    stage.setBusy(true);
    announce(isMasked ? `${say("masked")} ${say("searching")}` : say("searching"));
    emit("question", { question });
    const slow = setTimeout(() => turn.status(say("slow")), SLOW_MS);
    const { signal } = current.controller;
    const tellStatus = (key: "resuming" | "offline") => () => {
      turn.status(say(key));
      announce(say(key));
    };
    const progress = { tell: turn.tell, resuming: tellStatus("resuming"), offline: tellStatus("offline") };
    try {
      const asked = { key: current.key, question, conversationId, locale };
      finish(
        turn,
        question,
        await fetchAnswer(server, asked, progress, { signal, surroundings: browserSurroundings }),
      );
    } catch (error) {
      fail(turn, question, error, signal.aborted);
    } finally {
      clearTimeout(slow);
      if (work === current) work = null;
      stage.setBusy(false);
    }
  }

  const stop = (): void => {
    if (!work) return;
    server.stop(work.key).catch(() => {});
    work.controller.abort();
  };
  return {
    ask(typed) {
      const { text, masked } = maskPersonalNumbers(typed.trim());
      if (text !== "") void run(text, masked);
    },
    stop,
    restart() {
      stop();
      conversationId = null;
    },
    clear() {
      stop();
      conversationId = null;
      kept.length = 0;
      memory.keep(kept);
    },
  };
}

/** 128 random bits in hex; `randomUUID` is not there on pages without TLS. */
function createKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** What those who listen are told when an answer is there: that it is, or, where it has no sources, what it says. */
function describeEnd({ outcome, citations, text }: Answer, say: ViewContext["say"]): string {
  if (outcome.startsWith("answered")) return say("statusDone", { n: citations.length });
  return /^(?:no|weak)_source$/.test(outcome) ? say("statusNone") : text;
}

function describeFailure(error: unknown, say: ViewContext["say"]): string {
  if (!(error instanceof ServerError)) return say("networkLost");
  if (error.status === 429 && error.retryAfter !== null) return say("busy", { n: error.retryAfter });
  return error.status < 500 && error.message ? error.message : say("failed");
}

import type { Answer } from "../domain.ts";
import { fetchAnswer, type Progress } from "./transport/fetch-answer.ts";
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
  /** Begins anew: later questions do not follow earlier ones, and those are no longer remembered. */
  restart(): void;
}

export function createConversation(server: Server, memory: Memory, stage: Stage): Conversation {
  const kept = memory.turns();
  let conversationId = kept[kept.length - 1]?.answer.conversationId ?? null;
  let work: { key: string; controller: AbortController } | null = null;

  const run = async (question: string, isMasked: boolean): Promise<void> => {
    if (work) return;
    const current = { key: createKey(), controller: new AbortController() };
    const { signal } = current.controller;
    work = current;
    const turn = stage.begin(question, isMasked);
    tellBegin(question, isMasked, stage.context());
    const { progress, end } = followProgress(turn, stage.context());
    const asked = { key: current.key, question, conversationId, locale: stage.context().locale };
    try {
      const answer = await fetchAnswer(server, asked, progress, {
        signal,
        surroundings: browserSurroundings,
      });
      conversationId = answer.conversationId;
      kept.push({ question, answer });
      memory.keep(kept);
      tellEnd(turn, answer, stage.context());
    } catch (error) {
      const retry = () => {
        stage.drop(turn);
        void run(question, false);
      };
      tellFailure(turn, { error: signal.aborted ? null : error, retry }, stage.context());
    } finally {
      end();
      work = null;
      stage.setBusy(false);
    }
  };
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
      kept.length = 0;
      memory.keep(kept);
    },
  };
}

function tellBegin(question: string, isMasked: boolean, { say, announce, emit }: ViewContext): void {
  announce(isMasked ? `${say("masked")} ${say("searching")}` : say("searching"));
  emit("question", { question });
}

/** Shows what comes and what is going on; `end` when nothing more can come. */
function followProgress(turn: TurnView, { say, announce }: ViewContext): { progress: Progress; end(): void } {
  const slow = setTimeout(() => turn.status(say("slow")), SLOW_MS);
  const tell = (key: "resuming" | "offline") => () => {
    turn.status(say(key));
    announce(say(key));
  };
  return {
    progress: { tell: turn.tell, resuming: tell("resuming"), offline: tell("offline") },
    end: () => clearTimeout(slow),
  };
}

function tellEnd(turn: TurnView, answer: Answer, { say, announce, emit }: ViewContext): void {
  turn.finish(answer);
  announce(describeEnd(answer, say));
  emit("answer", { messageId: answer.messageId, outcome: answer.outcome });
}

/** An `error` of null: the reader stopped it. */
function tellFailure(
  turn: TurnView,
  { error, retry }: { error: unknown; retry: () => void },
  { say, announce, emit }: ViewContext,
): void {
  const message = error === null ? say("stopped") : describeFailure(error, say);
  turn.fail(message, retry);
  announce(message);
  if (error !== null) emit("error", { message });
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

import type { AnswerEvent, AskOptions } from "../answer/types.ts";
import { findPause } from "../control/control.ts";
import { pausedAnswer } from "../conversation/canned-answers.ts";
import type { Answer, AskRequest, Audience, Day, Turn } from "../domain.ts";
import { findRegion } from "../language/find-region.ts";
import type { AppServices } from "./app-services.ts";
import type { Metrics } from "./metrics.ts";

/** Turns of a conversation that a follow-up is understood from. */
const HISTORY_TURNS = 8;

/** A question that has passed the schema. */
export interface GivenQuestion {
  question: string;
  conversationId?: string | undefined;
  region?: string | undefined;
  at?: Day | undefined;
  locale?: string | undefined;
  /** The message's id as its reader chose it; made when absent. */
  messageId?: string | undefined;
  audience: Audience;
  /** The faces it came through; a paused one answers with its notice. */
  faces: readonly string[];
}

/** Told of each event, one after the other; the message's id is fixed from the start. */
export type TellEvent = (event: AnswerEvent, messageId: string) => Promise<void>;

/** Answers a question of the HTTP face within its conversation, and keeps the answer. */
export type GiveAnswer = (
  given: GivenQuestion,
  options?: { signal?: AbortSignal; tell?: TellEvent },
) => Promise<Answer>;

/**
 * A conversation goes on only under an id that this server made and for the audience it was made for: an id
 * that is unknown begins a new conversation, whose id the answer tells.
 */
export function createGiveAnswer(services: AppServices, metrics: Metrics): GiveAnswer {
  const { answers, runtime, logger, regions } = services;

  const keep = async (answer: Answer, audience: Audience) => {
    metrics.countAnswer(answer.outcome, answer.tookMs / 1000);
    try {
      await answers.put({ answer, audience, answeredAt: runtime.now().toISOString() });
    } catch {
      logger.error("answers.not_kept", { messageId: answer.messageId });
    }
  };

  const findConversation = async ({ conversationId, audience }: GivenQuestion) => {
    const history = conversationId ? await answers.recent(conversationId, audience, HISTORY_TURNS) : [];
    return { history, id: conversationId && history.length > 0 ? conversationId : runtime.newId() };
  };

  const answerOrPause = async (
    given: GivenQuestion,
    conversation: { id: string; history: Turn[] },
    options: AskOptions,
  ): Promise<Answer> => {
    const pause = findPause(await services.control.state(), given.faces);
    if (!pause) return services.answerQuestion(requestFor(given, conversation), options);
    // What is asked meanwhile is not understood, so nothing of it is kept.
    return pausedAnswer(pause.reason, services.site.hotline, {
      runtime,
      conversationId: conversation.id,
      question: "",
    });
  };

  return async (given, { signal, tell } = {}) => {
    if (given.region !== undefined) findRegion(regions, given.region);
    const conversation = await findConversation(given);
    const messageId = given.messageId ?? runtime.newId();
    const teller = createTeller(messageId, tell, () => logger.warn("answers.event_not_told", { messageId }));
    const onEvent = (event: AnswerEvent) => {
      if (event.type !== "outcome") teller.tell(event);
    };

    teller.tell({ type: "status", status: "searching", found: 0 });
    const answer = await answerOrPause(given, conversation, { onEvent, ...(signal && { signal }) }).finally(
      teller.done,
    );
    const kept: Answer = { ...answer, messageId, conversationId: conversation.id };
    await keep(kept, given.audience);
    teller.tell({ type: "outcome", answer: kept });
    await teller.done();
    return kept;
  };
}

function requestFor(given: GivenQuestion, conversation: { id: string; history: Turn[] }): AskRequest {
  const { question, audience, region, at, locale } = given;
  return {
    question,
    conversationId: conversation.id,
    audience,
    ...(conversation.history.length > 0 && { history: conversation.history }),
    ...(region !== undefined && { region }),
    ...(at !== undefined && { at }),
    ...(locale !== undefined && { locale }),
  };
}

/** Passes events on one after the other; the outcome waits until the answer is kept and can be found again. */
function createTeller(messageId: string, tell: TellEvent | undefined, onFailure: () => void) {
  let told: Promise<void> = Promise.resolve();
  return {
    tell(event: AnswerEvent): void {
      if (tell) told = told.then(() => tell(event, messageId)).catch(onFailure);
    },
    done: () => told,
  };
}

import type { AnswerEvent } from "../answer/types.ts";
import type { Answer, Audience, Day } from "../domain.ts";
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
  audience: Audience;
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

  return async ({ question, conversationId: askedIn, audience, region, at }, { signal, tell } = {}) => {
    if (region !== undefined) findRegion(regions, region);
    const history = askedIn ? await answers.recent(askedIn, audience, HISTORY_TURNS) : [];
    const conversationId = askedIn && history.length > 0 ? askedIn : runtime.newId();
    const messageId = runtime.newId();
    const teller = createTeller(messageId, tell, () => logger.warn("answers.event_not_told", { messageId }));

    const answer = await services.answerQuestion(
      {
        question,
        conversationId,
        audience,
        ...(history.length > 0 && { history }),
        ...(region !== undefined && { region }),
        ...(at !== undefined && { at }),
      },
      {
        ...(signal && { signal }),
        onEvent: (event) => {
          if (event.type !== "outcome") teller.tell(event);
        },
      },
    );
    const kept: Answer = { ...answer, messageId, conversationId };
    await keep(kept, audience);
    teller.tell({ type: "outcome", answer: kept });
    await teller.done();
    return kept;
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

import type { AnswerQuestion } from "../../src/answer/types.ts";
import { echoAnswer } from "./desk.ts";
import type { FakeClock } from "./fake-clock.ts";

/** Answers as `echoAnswer` does, each question after the milliseconds told for it; at once when none are. */
export function slowAnswerer(clock: FakeClock, slow: Record<string, number>): AnswerQuestion {
  return async (request, options) => {
    const ms = slow[request.question];
    if (ms !== undefined) await clock.wait(ms);
    return echoAnswer(request, options);
  };
}

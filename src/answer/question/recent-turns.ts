import type { Turn } from "../../domain.ts";
import { LONGEST_QUESTION } from "../question-text.ts";

const MOST_TURNS = 12;
const LONGEST_ANSWER = 1_200;

/** The last turns, each cut to the length of a question or of a long answer: history is never worth more work. */
export function recentTurns(history: readonly Turn[]): Turn[] {
  return history.slice(-MOST_TURNS).map(({ role, text, options }) => ({
    role,
    text: text.slice(0, role === "user" ? LONGEST_QUESTION : LONGEST_ANSWER),
    ...(options ? { options } : {}),
  }));
}

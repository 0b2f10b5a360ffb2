import type { Span } from "../../domain.ts";
import { fold } from "../../language/fold.ts";
import { isInstructionToMachine } from "../../language/instructions-to-machines.ts";
import { splitSentences } from "../../language/sentences.ts";

const USER_TURN = /^(?:用户|user|human|提问者|群众)\s?[:：]/;
const MACHINE_TURN = /^(?:助手|ai助手|assistant|ai|机器人|智能助手|chatgpt)\s?[:：]/;

/** Ranges of a text that are instructions to a machine, or a faked dialogue with one. Offsets of the text. */
export function findInstructions(text: string): Span[] {
  const folded = fold(text);
  const sentences = splitSentences(folded);
  const turns = fakeDialogue(folded, sentences);
  const bait = repeatedQuestions(folded, sentences);
  return sentences.filter((span) => {
    const sentence = folded.slice(span.start, span.end);
    return turns.has(span.start) || bait.has(sentence) || isInstructionToMachine(sentence);
  });
}

/** Whether a title speaks to a machine, or is a heap of questions to be found by. */
export function isInstruction(title: string): boolean {
  const folded = fold(title);
  return (folded.match(/\?/g)?.length ?? 0) >= QUESTIONS_OF_BAIT || isInstructionToMachine(folded);
}

/** Questions that stand in a text this often only want to be found: a page asks each of its questions once or twice. */
const QUESTIONS_OF_BAIT = 3;

function repeatedQuestions(folded: string, sentences: readonly Span[]): Set<string> {
  const counts = new Map<string, number>();
  for (const { start, end } of sentences) {
    if (folded[end - 1] !== "?") continue;
    const sentence = folded.slice(start, end);
    counts.set(sentence, (counts.get(sentence) ?? 0) + 1);
  }
  return new Set([...counts].filter(([, count]) => count >= QUESTIONS_OF_BAIT).map(([sentence]) => sentence));
}

/** Starts of sentences in lines that speak as 用户 or 助手, when both speak. */
function fakeDialogue(folded: string, sentences: Span[]): Set<number> {
  const turns = new Set<number>();
  let users = 0;
  let machines = 0;
  for (const { start, end } of sentences) {
    const sentence = folded.slice(start, Math.min(end, start + 20));
    const isUser = USER_TURN.test(sentence);
    const isMachine = MACHINE_TURN.test(sentence);
    if (isUser) users++;
    if (isMachine) machines++;
    if (isUser || isMachine) turns.add(start);
  }
  return users > 0 && machines > 0 ? turns : new Set();
}

import { withoutMarks } from "../answer/answer-blocks.ts";

/** Engines give up on long texts, so each sentence is said by itself. */
const SENTENCE = /[^。！？；\n]+[。！？；\n]?/g;

/** Whether this browser can read aloud. */
export function canReadAloud(): boolean {
  return typeof speechSynthesis === "object" && typeof SpeechSynthesisUtterance === "function";
}

/** Reads a text aloud from its beginning, instead of whatever is being read; `done` is told once, at its end. */
export function readAloud(text: string, done: () => void): void {
  speechSynthesis.cancel();
  const sentences = splitSentences(withoutMarks(text));
  sentences.forEach((sentence, index) => {
    const utterance = new SpeechSynthesisUtterance(sentence);
    utterance.lang = "zh-CN";
    if (index === sentences.length - 1) utterance.addEventListener("end", done);
    utterance.addEventListener("error", done);
    speechSynthesis.speak(utterance);
  });
}

export function stopReading(): void {
  if (canReadAloud()) speechSynthesis.cancel();
}

function splitSentences(text: string): string[] {
  return (text.match(SENTENCE) ?? []).filter((sentence) => sentence.trim() !== "");
}

import type { Corpus } from "../retrieval/corpus.ts";
import type { AnswerQuestion } from "./types.ts";

/** Milliseconds after which no further question is asked. */
const MOST_MS = 2000;
/** Finds passages to ask about: of guides, and of documents that tell what was done. */
const SUBJECTS: readonly string[] = ["办理 材料 费用", "改革 取消 审批 事项"];
const MOST_PASSAGES = 16;
const LONGEST_SUBJECT = 40;
/** What is asked, by turns: for a guide, its parts, a figure, a time. */
const QUESTIONS: readonly ((subject: string) => string)[] = [
  (subject) => `${subject}怎么办理？`,
  (subject) => `${subject}有多少项？`,
  (subject) => `${subject}需要什么材料？`,
  (subject) => `${subject}是什么时候？`,
];

/**
 * Asks a few questions on what the index holds and drops the answers. The first answers of a process take many
 * times as long as later ones: tables are made of the index, and the code itself is compiled.
 */
export async function warmUp(answerQuestion: AnswerQuestion, corpus: Corpus): Promise<void> {
  const until = performance.now() + MOST_MS;
  for (const [index, subject] of (await findSubjects(corpus)).entries()) {
    if (performance.now() > until) return;
    const ask = QUESTIONS[index % QUESTIONS.length] ?? String;
    await answerQuestion({ question: ask(subject), audience: "public" });
  }
}

/** Titles and beginnings of passages, mixed. */
async function findSubjects(corpus: Corpus): Promise<string[]> {
  const searches = SUBJECTS.map((query) =>
    corpus.retrieve({ query, limit: MOST_PASSAGES, audience: "public" }),
  );
  const found = (await Promise.all(searches)).flat();
  return found.flatMap(({ document, passage }) =>
    [passage.shown, document.title].map((text) => text.trim().slice(0, LONGEST_SUBJECT)),
  );
}

import type { Corpus } from "../retrieval/corpus.ts";

const SUGGESTIONS = 4;

/** Questions worth trying, made of the public guides; empty where there are none. */
export type SuggestQuestions = (corpus: Corpus) => Promise<string[]>;

/** Reads the guides once per generation: the questions are asked for whenever a page or the widget opens. */
export function createSuggestQuestions(): SuggestQuestions {
  let made: { generation: string; questions: Promise<string[]> } | null = null;
  return (corpus) => {
    if (made?.generation !== corpus.generation) {
      made = { generation: corpus.generation, questions: makeQuestions(corpus) };
      made.questions.catch(() => {
        made = null;
      });
    }
    return made.questions;
  };
}

async function makeQuestions(corpus: Corpus): Promise<string[]> {
  const guides = await corpus.list("public", "procedure");
  return guides.slice(0, SUGGESTIONS).map(({ title }) => `${title}需要什么材料？`);
}

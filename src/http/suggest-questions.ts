import type { Corpus } from "../retrieval/corpus.ts";

const SUGGESTIONS = 4;

/** Questions worth trying, made of the public guides; empty where there are none. */
export async function suggestQuestions(corpus: Corpus): Promise<string[]> {
  const guides = await corpus.list("public", "procedure");
  return guides.slice(0, SUGGESTIONS).map(({ title }) => `${title}需要什么材料？`);
}

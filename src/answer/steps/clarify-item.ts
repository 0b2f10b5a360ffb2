import type { Document } from "../../domain.ts";
import type { AnswerContext } from "../answer-context.ts";
import type { Draft } from "../draft.ts";
import { guidesOf, type VagueQuestion } from "../procedures/ask-for-item.ts";

const MOST_OPTIONS = 4;
/** A single item of an object is answered, not asked for. */
const FEWEST_OPTIONS = 2;

/**
 * Asks which document or matter is meant where a question does not say (到期了怎么续), offering the items that it
 * may be about.
 */
export async function clarifyItem(
  draft: Draft,
  vague: VagueQuestion,
  context: AnswerContext,
): Promise<boolean> {
  const question = draft.understood;
  if (!question) return false;
  const { audience } = draft.request;
  const shelf = await context.guides(context.corpus, audience);
  const fitting = (await context.corpus.matchItems(question.folded, audience)).filter(
    ({ action }) => action > 0,
  );
  const ids =
    vague.object === "" ? fitting.map(({ id }) => id) : guidesOf(vague.object, shelf).map(({ id }) => id);
  if (shelf.length < FEWEST_OPTIONS || (vague.object !== "" && ids.length < FEWEST_OPTIONS)) return false;
  const guides: Document[] = [];
  for (const id of ids) {
    if (guides.length === MOST_OPTIONS) break;
    const guide = await context.corpus.document(id, audience);
    if (guide && !guides.some(({ title }) => title === guide.title)) guides.push(guide);
  }
  const names = guides.map(({ title }) => title);
  const listed = names.map((name, index) => `${index + 1}. ${name}`).join("；");
  draft.outcome = "clarify";
  draft.text =
    names.length === 0
      ? "您要办的是哪个证件或哪件事？请说出它的名称，例如“身份证到期换领”。"
      : `您要办的是哪个证件或哪件事？请选择，或者直接说出名称：${listed}。`;
  draft.options = names.map((name) => ({ label: name, question: `${name}：${question.text}` }));
  draft.related = guides.map(({ id, title }) => ({ documentId: id, title }));
  return true;
}

import { fold } from "../../language/fold.ts";
import type { AnswerContext } from "../answer-context.ts";
import type { Draft } from "../draft.ts";
import { contentWords } from "../question/content-words.ts";
import type { UnderstoodQuestion } from "../question/understood-question.ts";
import type { ComparedGuide } from "./compared-cells.ts";
import { findGuides } from "./find-guides.ts";
import { chooseRivals, type ProcedureMatch } from "./match-procedure.ts";
import type { Contrast } from "./read-contrast.ts";
import { isStrangeTo } from "./strange-words.ts";

/** From here on a side of a comparison names its guide. */
const NAMED = 0.6;

/** The guides that a question sets against each other: of its items, or of its places where it names several. */
export async function findComparedGuides(
  draft: Draft,
  question: UnderstoodQuestion,
  contrast: Contrast,
  context: AnswerContext,
): Promise<ComparedGuide[]> {
  const places = question.places.filter(({ from }) => from === "question");
  if (places.length > 1) return ofPlaces(draft, question, context);
  const taken: ProcedureMatch[] = [];
  for (const ways of contrast.sides) {
    const match = await bestOf(ways, taken, draft, question, context);
    if (match === null) return [];
    taken.push(match);
  }
  if (taken.some((match) => isStrangeTo(match, question, context.lexicon))) return [];
  return taken.map(({ document }) => ({ label: document.title, document }));
}

/** The guide that one of the ways to say a side names and no other, beside those of the sides before. */
async function bestOf(
  ways: readonly string[],
  taken: readonly ProcedureMatch[],
  draft: Draft,
  question: UnderstoodQuestion,
  context: AnswerContext,
): Promise<ProcedureMatch | null> {
  let best: ProcedureMatch | null = null;
  let titled: ProcedureMatch | null = null;
  for (const way of ways) {
    const found = await findGuides(draft, question, way, context);
    const others = found.filter(({ document }) => taken.every((one) => one.document.id !== document.id));
    const [match, ...rivals] = chooseRivals(others);
    // 个体户 beside 公司注销 is 个体户注销, where a guide is called so.
    if (way !== ways[0] && match?.names.some((name) => fold(name) === fold(way))) return match;
    if (match && rivals.length === 0 && match.score >= NAMED && match.score > (best?.score ?? 0))
      best = match;
    titled ??= onlyTitled(way, others);
  }
  return best ?? titled;
}

/** The only guide whose title begins with the first word of a side: 结婚登记 for 结婚. */
function onlyTitled(way: string, matches: readonly ProcedureMatch[]): ProcedureMatch | null {
  const [word] = contentWords(way);
  if (!word || word.text.length < 2) return null;
  const titled = matches.filter(({ document }) => fold(document.title).startsWith(word.text));
  return titled.length === 1 ? (titled[0] ?? null) : null;
}

/** The guide of each place for the item that is asked about, where every place has one of its own. */
async function ofPlaces(
  draft: Draft,
  question: UnderstoodQuestion,
  context: AnswerContext,
): Promise<ComparedGuide[]> {
  const compared: ComparedGuide[] = [];
  for (const place of question.places) {
    const [match] = await findGuides(draft, { ...question, places: [place] }, question.folded, context);
    const isOwn = place.candidates.some(({ code }) => code === match?.document.region?.code);
    if (!match || !isOwn || match.score < NAMED) return [];
    compared.push({ label: place.text, document: match.document });
  }
  return compared;
}

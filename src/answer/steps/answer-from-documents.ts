import type { AnswerContext } from "../answer-context.ts";
import type { CannedReason } from "../canned-responses.ts";
import { type Draft, type SourcePassage, settleCanned } from "../draft.ts";
import { narrowestPlaces } from "../evidence/jurisdiction.ts";
import type { Window } from "../evidence/score-windows.ts";
import type { RankedPart, Statement } from "../evidence/statement.ts";
import type { AskedPlace, QuestionPart, UnderstoodQuestion } from "../question/understood-question.ts";
import type { AskOptions } from "../types.ts";
import { type Choice, chooseStatements } from "./choose-statements.ts";
import { composeExtract } from "./compose-extract.ts";
import { composeList } from "./compose-list.ts";
import { rankPart } from "./rank-windows.ts";

const MOST_PASSAGES = 8;

/** Answers with the sentences of documents that say it, or refuses. Always settles the draft. */
export async function answerFromDocuments(
  draft: Draft,
  context: AnswerContext,
  options: AskOptions,
): Promise<boolean> {
  const question = draft.understood;
  if (!question) return false;
  const ranked = await rankAll(draft, question, context);
  const found = new Set(ranked.flat().flatMap(({ windows }) => windows.map(({ view }) => view.document.id)));
  draft.passages = sourcePassages(ranked.flat());
  options.onEvent?.({ type: "status", status: "searching", found: found.size });
  const choices = ranked.map((parts) => chooseStatements(question, parts));
  const statements: Statement[] = choices.flatMap((choice) =>
    "statements" in choice ? choice.statements : [],
  );
  const reason = choices.find((choice) => "reason" in choice)?.reason;
  if (statements.length === 0 && (await composeList(draft, context, ranked.flat()))) return true;
  const isOneSided = question.compares && statements.length < 2;
  if (statements.length > 0 && !isOneSided) {
    await composeExtract(draft, statements, choices.length > 1);
    noteSilence(draft, ranked, choices);
  } else refuse(draft, reason ?? "no_source", ranked.flat());
  return true;
}

/** For every asked place (or for none), every part that concerns it, ranked. */
async function rankAll(
  draft: Draft,
  question: UnderstoodQuestion,
  context: AnswerContext,
): Promise<RankedPart[][]> {
  const asked = narrowestPlaces(question.places, context.regions);
  const places: (AskedPlace | null)[] = asked.length > 0 ? asked : [null];
  const { audience } = draft.request;
  return Promise.all(
    places.map((place) =>
      Promise.all(
        question.parts
          .filter((part) => place === null || concerns(part, place, question))
          .map((part) => rankPart(question, part, place, context, audience, draft.item)),
      ),
    ),
  );
}

/** A part concerns a place unless it names others only. */
function concerns(part: QuestionPart, place: AskedPlace, question: UnderstoodQuestion): boolean {
  const named = part.places.filter((own) => question.places.some((asked) => asked.text === own.text));
  return named.length === 0 || named.some((own) => own.text === place.text);
}

/** Says for which of several places nothing was found. */
function noteSilence(draft: Draft, ranked: readonly RankedPart[][], choices: readonly Choice[]): void {
  const silent = choices.flatMap((choice, index) =>
    "reason" in choice ? [ranked[index]?.[0]?.place?.text ?? ""] : [],
  );
  const places = silent.filter((place) => place !== "").join("、");
  if (places !== "")
    draft.notices.push({ code: "partial", text: `没有找到${places}的相关内容，以下只是其余部分。` });
}

/** The passages of the best windows, the parts taking turns. */
function sourcePassages(ranked: readonly RankedPart[]): SourcePassage[] {
  const passages = new Map<string, SourcePassage>();
  for (const { windows } of ranked) {
    for (const { view } of windows.slice(0, 12)) {
      passages.set(view.passage.id, { document: view.document, passage: view.passage });
    }
  }
  return [...passages.values()].slice(0, MOST_PASSAGES);
}

function refuse(draft: Draft, reason: CannedReason, ranked: readonly RankedPart[]): void {
  const question = draft.understood;
  const place = question?.places.map((asked) => asked.text).join("、") ?? "";
  const years = question?.years.map((year) => `${year}年`).join("、") ?? "";
  settleCanned(draft, reason, reason === "other_place" ? place : reason === "other_year" ? years : "");
  draft.related = relatedTo(
    ranked.flatMap(({ windows, otherYears, elsewhere }) =>
      [...windows, ...otherYears, ...elsewhere].slice(0, 3),
    ),
  );
}

function relatedTo(windows: readonly Window[]): Draft["related"] {
  const titles = new Map(windows.map(({ view }) => [view.document.id, view.document.title]));
  return [...titles].slice(0, 3).map(([documentId, title]) => ({ documentId, title }));
}

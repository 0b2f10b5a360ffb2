import { isFictional } from "../../language/fictional-place.ts";
import type { AnswerContext } from "../answer-context.ts";
import type { CannedReason } from "../canned-responses.ts";
import { type Draft, type SourcePassage, settleCanned } from "../draft.ts";
import { noticesOf, planComparison } from "../evidence/comparison/plan-comparison.ts";
import { narrowestPlaces } from "../evidence/jurisdiction.ts";
import { yearsOf } from "../evidence/period.ts";
import { preferNewest } from "../evidence/prefer-newest.ts";
import type { Window } from "../evidence/score-windows.ts";
import type { RankedPart, Statement } from "../evidence/statement.ts";
import type { AskedPlace, QuestionPart, UnderstoodQuestion } from "../question/understood-question.ts";
import type { AskOptions } from "../types.ts";
import { type Choice, chooseStatements } from "./choose-statements.ts";
import { clarifyPlace, clarifyUnnamedPlace } from "./clarify-place.ts";
import { composeExtract } from "./compose-extract.ts";
import { composeList } from "./compose-list.ts";
import { nameUnanswered } from "./name-unanswered.ts";
import { rankPart } from "./rank-windows.ts";

const MOST_PASSAGES = 8;
/** Years that a refusal names beside the one that was asked for. */
const MOST_YEARS = 4;

/** Answers with the sentences of documents that say it, or refuses. Always settles the draft. */
export async function answerFromDocuments(
  draft: Draft,
  context: AnswerContext,
  options: AskOptions,
): Promise<boolean> {
  const question = draft.understood;
  if (!question) return false;
  const { ranked, choices } = await choosePerPlace(draft, question, context);
  const found = new Set(ranked.flat().flatMap(({ windows }) => windows.map(({ view }) => view.document.id)));
  draft.passages = sourcePassages(ranked.flat());
  options.onEvent?.({ type: "status", status: "searching", found: found.size });
  if (clarifyPlace(draft, question, ranked.flat())) return true;
  if (clarifyUnnamedPlace(draft, question, ranked.flat())) return true;
  const statements = choices.flatMap((choice) => ("statements" in choice ? choice.statements : []));
  if (statements.length === 0 && (await composeList(draft, context, ranked.flat()))) return true;
  const isOneSided = question.compares && statements.length < 2;
  if (statements.length > 0 && !isOneSided) {
    await composeExtract(draft, statements, isComparison(statements), context);
    noteSilence(draft, ranked, choices);
    if (ranked.length === 1) nameUnanswered(draft, ranked.flat(), statements);
    draft.comparison = planComparison(ranked, statements);
    if (draft.comparison) draft.notices.push(...noticesOf(draft.comparison));
    noteOtherRegion(draft, statements, context);
  } else refuse(draft, reasonOf(choices), ranked.flat());
  return true;
}

interface Chosen {
  ranked: RankedPart[][];
  choices: Choice[];
}

/** Statements for every asked place; where none is asked, for the preferred region and else from anywhere. */
async function choosePerPlace(
  draft: Draft,
  question: UnderstoodQuestion,
  context: AnswerContext,
): Promise<Chosen> {
  const asked = narrowestPlaces(question.places, context.regions).map((place) => settled(place, draft));
  if (asked.length > 0) return choose(asked, draft, question, context);
  if (draft.preferred) {
    const { name } = draft.preferred;
    const near = await choose(
      [{ text: name, candidates: [draft.preferred], from: "request" }],
      draft,
      question,
      context,
    );
    if (near.choices.some((choice) => "statements" in choice)) return near;
  }
  return choose([null], draft, question, context);
}

/** A name that several places share means the asker's own where that is one of them. */
function settled(place: AskedPlace, { preferred }: Draft): AskedPlace {
  const own = place.candidates.find((candidate) => candidate.code === preferred?.code);
  return own ? { ...place, candidates: [own] } : place;
}

async function choose(
  places: readonly (AskedPlace | null)[],
  draft: Draft,
  question: UnderstoodQuestion,
  context: AnswerContext,
): Promise<Chosen> {
  const { item, request } = draft;
  const ranked = await Promise.all(
    places.map((place) =>
      Promise.all(
        question.parts
          .filter((part) => place === null || concerns(part, place, question))
          .map((part) => rankPart(question, part, place, context, request.audience, item, draft.today))
          .map(async (ranked) => preferNewest(await ranked, draft.today, context.regions)),
      ),
    ),
  );
  return { ranked, choices: ranked.map((parts) => chooseStatements(question, parts)) };
}

function isComparison(statements: readonly Statement[]): boolean {
  return new Set(statements.map(({ window }) => window.view.document.id)).size > 1;
}

function reasonOf(choices: readonly Choice[]): CannedReason {
  return choices.flatMap((choice) => ("reason" in choice ? [choice.reason] : []))[0] ?? "no_source";
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

/** Says so where the best there is comes from another place than the one the asker chose or is served by. */
function noteOtherRegion(draft: Draft, statements: readonly Statement[], { regions }: AnswerContext): void {
  const { preferred } = draft;
  if (!preferred || isFictional(preferred.code) || (draft.understood?.places.length ?? 0) > 0) return;
  const other = statements
    .map(({ window }) => window.view.document.region)
    .find((region) => region !== null && !regions.covers(region.code, preferred.code));
  if (!other) return;
  const text = `您所在的是${preferred.name}，以下内容适用于${other.name}，请核对适用范围。`;
  draft.notices.unshift({ code: "other_region", text });
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
  const about: Partial<Record<CannedReason, string>> = {
    other_place: place,
    other_year: `${inWords(question?.years ?? [])}的内容${yearsThere(ranked)}`,
  };
  settleCanned(draft, reason, about[reason] ?? "");
  draft.related = relatedTo(
    ranked.flatMap(({ windows, otherYears, elsewhere }) =>
      (reason === "other_place"
        ? [...elsewhere, ...windows]
        : [...windows, ...otherYears, ...elsewhere]
      ).slice(0, 3),
    ),
  );
}

/** The years that the nearest documents speak of instead, newest last. */
function yearsThere(ranked: readonly RankedPart[]): string {
  const nearest = ranked.flatMap(({ otherYears }) => otherYears.slice(0, MOST_YEARS).flatMap(yearsOf));
  const years = [...new Set(nearest)].sort((a, b) => a - b).slice(-MOST_YEARS);
  return years.length === 0 ? "" : `，相近的内容写的是${inWords(years)}`;
}

function inWords(years: readonly number[]): string {
  return years.map((year) => `${year}年`).join("、");
}

function relatedTo(windows: readonly Window[]): Draft["related"] {
  const titles = new Map(windows.map(({ view }) => [view.document.id, view.document.title]));
  return [...titles].slice(0, 3).map(([documentId, title]) => ({ documentId, title }));
}

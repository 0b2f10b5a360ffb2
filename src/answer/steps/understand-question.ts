import type { Region, Turn } from "../../domain.ts";
import { fold } from "../../language/fold.ts";
import { findFigures, findYears } from "../../language/numerals.ts";
import type { RegionTable } from "../../language/regions.ts";
import type { AnswerContext } from "../answer-context.ts";
import type { Draft } from "../draft.ts";
import { findPlaces, mendPlaceNames, type PlaceMention, unresolvedPlaces } from "../question/find-places.ts";
import { earlierQuestions, leansOnHistory, previousQuestion, standAlone } from "../question/follow-up.ts";
import { splitParts } from "../question/split-parts.ts";
import type { AskedPlace, UnderstoodQuestion } from "../question/understood-question.ts";

/** Reads the draft's question. Never settles it. */
export async function understand(draft: Draft, context: AnswerContext): Promise<boolean> {
  const codes = await context.corpus.regionCodes(draft.request.audience);
  draft.understood = understandQuestion({
    text: draft.screened.text,
    history: draft.request.history ?? [],
    regions: context.regions,
    known: codes.flatMap((code) => context.regions.parse(code) ?? []),
  });
  return false;
}

const MOST_PLACES = 4;

export interface UnderstandRequest {
  /** Screened and masked question. */
  text: string;
  history: readonly Turn[];
  regions: RegionTable;
  /** Places the corpus has documents of; towards them a misheard name may be mended. */
  known: readonly Region[];
}

const COMPARES =
  /比.{0,14}(?:多|少|高|低|快|慢|早|晚)(?!少)|哪(?:边|个|里|家|儿).{0,12}(?:更?多|更?少|更?高|更?低|更?快|更?早|好办|更?好|更?难|划算|合适)(?!少)|谁.{0,14}(?:更|多(?!少)|少)|差多少|相差|多几|少几|多多少|少多少/;
const RELATIVE = /今年|去年|前年|本年度?|现在|目前|如今|最近|近期|当前|眼下/;

/** Reads a question: places, years, what is asked, and what it takes over from the conversation. */
export function understandQuestion(request: UnderstandRequest): UnderstoodQuestion {
  const own = fold(request.text).trim();
  const mended = mendPlaceNames(own, request.known, request.regions);
  const ownPlaces = findPlaces(mended, request.regions, "question");
  const previous = previousQuestion(request.history);
  const isFollowUp = previous !== null && leansOnHistory(mended, ownPlaces.length > 0);
  const earlier = ownPlaces.length === 0 || isFollowUp ? earlierPlaces(request) : [];
  const folded = isFollowUp
    ? fold(
        standAlone(mended, fold(previous ?? ""), {
          own: ownPlaces.map((place) => place.text),
          earlier: earlier.map((place) => place.text),
        }),
      )
    : mended;
  return read(
    folded,
    isFollowUp ? folded : request.text,
    request,
    earlier,
    isFollowUp,
    isFollowUp ? fold(previous ?? "") : "",
  );
}

function read(
  folded: string,
  text: string,
  request: UnderstandRequest,
  earlier: readonly AskedPlace[],
  isFollowUp: boolean,
  previous: string,
): UnderstoodQuestion {
  const mentions = findPlaces(folded, request.regions, "question");
  const years = yearSpans(folded);
  const places: AskedPlace[] = mentions.length > 0 ? mentions.map(withoutSpan) : [...earlier];
  const parts = splitParts({ folded, mentions, years });
  if (isFollowUp && previous !== "") addPrevious(parts, previous, request.regions);
  return {
    text,
    folded,
    places: distinctPlaces(places).slice(0, MOST_PLACES),
    years: [...new Set(years.map((year) => year.year))],
    localNames: unresolvedPlaces(folded, mentions),
    told: isFollowUp ? findFigures(fold(lastAnswer(request.history))) : [],
    compares: COMPARES.test(folded),
    isRelative: RELATIVE.test(folded) && years.length === 0,
    asserted: findFigures(folded).filter((figure) => !years.some((year) => year.start === figure.start)),
    parts,
    isFollowUp,
  };
}

function lastAnswer(history: readonly Turn[]): string {
  return history.findLast((turn) => turn.role === "assistant")?.text ?? "";
}

/** The previous question's words back a follow-up, at the weight of background, and its way of asking. */
function addPrevious(parts: UnderstoodQuestion["parts"], previous: string, regions: RegionTable): void {
  const mentions = findPlaces(previous, regions, "conversation");
  const before = splitParts({ folded: previous, mentions, years: yearSpans(previous) });
  for (const part of parts) {
    part.background.push(...before.flatMap((earlier) => earlier.words));
    const asked = before.at(-1)?.asked;
    if (asked && part.asked.kind === "open") part.asked = asked;
    else if (asked?.kind === part.asked.kind && part.asked.noun === "")
      part.asked = { ...part.asked, noun: asked.noun };
  }
}

/** Years with the 年 or 年度 behind them. */
function yearSpans(folded: string): { year: number; start: number; end: number }[] {
  return findYears(folded).map(({ year, start, end }) => ({ year, start, end: yearEnd(folded, end) }));
}

function earlierPlaces(request: UnderstandRequest): AskedPlace[] {
  for (const question of earlierQuestions(request.history)) {
    const mended = mendPlaceNames(fold(question), request.known, request.regions);
    const places = findPlaces(mended, request.regions, "conversation");
    if (places.length > 0) return places.map(withoutSpan);
  }
  return [];
}

function withoutSpan(mention: PlaceMention): AskedPlace {
  return { text: mention.text, candidates: mention.candidates, from: mention.from };
}

function distinctPlaces(places: readonly AskedPlace[]): AskedPlace[] {
  const seen = new Set<string>();
  return places.filter((place) => {
    const key = place.candidates.map((region) => region.code).join();
    return !seen.has(key) && seen.add(key);
  });
}

function yearEnd(folded: string, end: number): number {
  return folded.startsWith("年度", end) ? end + 2 : folded.startsWith("年", end) ? end + 1 : end;
}

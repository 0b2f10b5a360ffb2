import type { Turn } from "../../domain.ts";
import { fold } from "../../language/fold.ts";
import { findFigures } from "../../language/numerals.ts";
import type { RegionTable } from "../../language/regions.ts";
import type { AnswerContext } from "../answer-context.ts";
import { type Draft, settleCanned } from "../draft.ts";
import {
  followConversation,
  type ResolvedTurn,
  resolveTurn,
  type Thread,
  type TurnTools,
} from "../question/conversation.ts";
import { findPlaces, type PlaceMention, placesOfDeeds, unresolvedPlaces } from "../question/find-places.ts";
import { mendPlaceNames, mistypedPlaces } from "../question/mend-places.ts";
import { type CountTerms, type MendedText, mendWords } from "../question/mend-words.ts";
import { isComparing } from "../question/question-kind.ts";
import { readLetters, readSyllables } from "../question/read-letters.ts";
import { splitParts } from "../question/split-parts.ts";
import type { AskedPlace, UnderstoodQuestion } from "../question/understood-question.ts";
import type { Vocabulary } from "../question/vocabulary.ts";
import { yearSpans } from "../question/year-spans.ts";
import { questionTurns, screenQuestion } from "./screen-question.ts";

/** Reads the draft's question. Settles it only where what was spelt in letters turns out to be no ordinary question. */
export async function understand(draft: Draft, context: AnswerContext): Promise<boolean> {
  const { audience, history = [] } = draft.request;
  const { corpus, regions, lexicon } = context;
  const codes = await corpus.regionCodes(audience);
  const known = codes.flatMap((code) => regions.parse(code) ?? []);
  const guides = await context.guides(corpus, audience);
  const count: CountTerms = (terms) => corpus.frequencies(terms, audience);
  const { text, words } = await inKnownWords(draft.screened.text, context.vocabulary(guides, known), count);
  const { reason } = words.length > 0 ? screenQuestion(text) : draft.screened;
  if (reason !== null && reason !== "still_in_force") {
    settleCanned(draft, reason);
    return true;
  }
  const names = guides.flatMap((guide) => guide.names);
  const turns = questionTurns(history);
  const read = understandQuestion({ text, history: turns, regions, lexicon, known, names });
  draft.understood = { ...read, mended: words.length === 0 ? null : words.join("、") };
  return false;
}

/** The question with letters read and slips mended; as it is where nothing is. */
async function inKnownWords(text: string, vocabulary: Vocabulary, count: CountTerms): Promise<MendedText> {
  const folded = fold(text.normalize("NFC"));
  const read = await readSyllables(readLetters(folded, vocabulary.pinyin), count);
  const mended = await mendWords(read, vocabulary, count);
  const letters = read === folded ? [] : [read];
  return {
    text: mended.text === folded ? text : mended.text,
    words: letters.length > 0 ? letters : mended.words,
  };
}

const MOST_PLACES = 4;

export interface UnderstandRequest extends TurnTools {
  /** Screened and masked question. */
  text: string;
  /** Turns before it; greetings and the like left out. */
  history: readonly Turn[];
}

const RELATIVE = /今年|去年|前年|本年度?|现在|目前|如今|最近|近期|当前|眼下/;

/** Reads a question: places, years, what is asked, and what it takes over from the conversation. */
export function understandQuestion(request: UnderstandRequest): UnderstoodQuestion {
  const thread = followConversation(request.history, request);
  const said = mendPlaceNames(fold(request.text).trim(), request.known, request.regions);
  const turn = resolveTurn(said, thread, request);
  return read(turn, turn.text === said ? request.text : turn.text, thread, request.regions);
}

function read(turn: ResolvedTurn, text: string, thread: Thread, regions: RegionTable): UnderstoodQuestion {
  const folded = turn.asked;
  const named = findPlaces(folded, regions, "question");
  const deeds = placesOfDeeds(folded, named);
  const mentions = named.filter((place) => !deeds.includes(place));
  const years = yearSpans(folded);
  const places: AskedPlace[] = mentions.length > 0 ? mentions.map(withoutSpan) : [...turn.places];
  const parts = splitParts({ folded, mentions, years });
  if (turn.previous !== null) addPrevious(parts, turn.previous, regions);
  return {
    text,
    folded,
    own: turn.own,
    previous: turn.previous,
    manner: turn.manner,
    mended: null,
    places: distinctPlaces(places).slice(0, MOST_PLACES),
    years: [...new Set(years.map((year) => year.year))],
    localNames: localNamesOf(folded, named, deeds, regions),
    told: turn.previous === null ? [] : findFigures(fold(thread.answer?.text ?? "")),
    compares: isComparing(folded),
    isRelative: RELATIVE.test(folded) && years.length === 0,
    asserted: findFigures(folded).filter((figure) => !years.some((year) => year.start === figure.start)),
    parts,
    isFollowUp: turn.previous !== null,
  };
}

/** Names that the evidence must speak of, though they are no places it is asked for. */
function localNamesOf(
  folded: string,
  named: readonly PlaceMention[],
  deeds: readonly PlaceMention[],
  regions: RegionTable,
): string[] {
  const unknown = [...unresolvedPlaces(folded, named), ...mistypedPlaces(folded, regions)];
  return [...new Set([...unknown, ...deeds.map(({ text }) => text)])];
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

function withoutSpan({ text, candidates, from }: PlaceMention): AskedPlace {
  return { text, candidates, from };
}

function distinctPlaces(places: readonly AskedPlace[]): AskedPlace[] {
  const seen = new Set<string>();
  return places.filter((place) => {
    const key = place.candidates.map((region) => region.code).join();
    return !seen.has(key) && seen.add(key);
  });
}

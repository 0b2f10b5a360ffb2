import type { Region, Turn } from "../../domain.ts";
import { fold } from "../../language/fold.ts";
import type { Lexicon } from "../../language/lexicon.ts";
import type { RegionTable } from "../../language/regions.ts";
import { findPlaces, type PlaceMention } from "./find-places.ts";
import { bareText, isOccasion, type MarkedText, standAlone } from "./follow-up.ts";
import { type Manner, mannerOf, subjectWords } from "./leaning.ts";
import { mendPlaceNames } from "./mend-places.ts";
import {
  chosenNumber,
  chosenQuestion,
  labelMeant,
  labelsOffered,
  nameOrdinal,
  readTold,
} from "./offered-options.ts";
import type { AskedPlace } from "./understood-question.ts";
import { yearSpans } from "./year-spans.ts";

/** What is spoken of, as far as a conversation has come. */
export interface Thread {
  /** The question before, folded and standing alone; null at the beginning. */
  question: string | null;
  /** The places named last. */
  places: readonly AskedPlace[];
  /** What was answered last. */
  answer: Turn | null;
  /** The folded names of the things that were last offered to choose from. */
  offered: readonly string[];
}

/** What turns are read with. */
export interface TurnTools {
  regions: RegionTable;
  /** Places the corpus has documents of; towards them a misheard name may be mended. */
  known: readonly Region[];
  lexicon: Lexicon | null;
  /** The folded names of the items that there are guides for. */
  names: readonly string[];
}

/** A turn as understood within its conversation. */
export interface ResolvedTurn {
  /** The question as people can read it alone, folded; equals `own` where nothing was taken over. */
  text: string;
  /** The folded question to be searched for; see `Rewritten`. */
  asked: string;
  /** What this turn says itself, folded, with slips mended, choices and numbers replaced by what they stand for. */
  own: string;
  manner: Manner;
  /** The question it rests on; null where it is complete. */
  previous: string | null;
  /** Places of the conversation, where it names none. */
  places: readonly AskedPlace[];
}

/** 「不是，我问的是…」: what was understood was not what was meant. */
const PUTS_RIGHT =
  /^(?:都?不是|不对|错了|搞错了|弄错了)(?:这个|这些|那个|的|啊|呀|吧)*[,，。!！\s]*(?:我?(?:想|要|是)*(?:问|说|办|查)的?是?|是)/;

const START: Thread = { question: null, places: [], answer: null, offered: [] };

/** Reads the turns so far, oldest first; each is understood as it was when it was said. */
export function followConversation(history: readonly Turn[], tools: TurnTools): Thread {
  let thread = START;
  for (const turn of history) {
    if (turn.role === "assistant") {
      const labels = labelsOffered(turn).map(fold);
      thread = { ...thread, answer: turn, offered: labels.length > 0 ? labels : thread.offered };
    } else if (turn.text.trim() !== "") thread = afterTurn(turn.text, thread, tools);
  }
  return thread;
}

function afterTurn(said: string, thread: Thread, tools: TurnTools): Thread {
  const { text, asked, places } = resolveTurn(fold(said).trim(), thread, tools);
  const own = findPlaces(asked, tools.regions, "conversation").map(withoutSpan);
  return { question: text, places: own.length > 0 ? own : places, answer: null, offered: thread.offered };
}

/** Understands one turn: what was chosen, what is exchanged, what is taken over, or that it stands alone. */
export function resolveTurn(said: string, thread: Thread, tools: TurnTools): ResolvedTurn {
  const chosen = choice(said, thread, tools);
  if (chosen !== null) return complete(chosen, thread);
  const other = otherOffered(said, thread);
  if (other !== null) return complete(other, thread);
  const named = thread.answer ? nameOrdinal(said, readTold(thread.answer.text)) : null;
  const put = (named ?? said).replace(PUTS_RIGHT, "");
  const mended = mendPlaceNames(put, tools.known, tools.regions);
  if (thread.question === null) return complete(mended, thread);
  const own = inFull(mended, thread.places[0], tools);
  const marked = markText(own, tools);
  // Who puts right what was asked names it anew; another place or year alone still is one of the question before.
  const isPutRight = put.length < (named ?? said).length;
  if (isPutRight && subjectWords(ownTurn(marked), tools.lexicon).length > 0) return complete(own, thread);
  const manner = named !== null ? "leaning" : turnManner(marked, thread, tools);
  if (manner === "alone") return complete(own, thread);
  const before = markText(thread.question, tools);
  const place = thread.places[0]?.text ?? "";
  const { text, asked, isExchange } = standAlone({
    own: marked,
    previous: before,
    place,
    lexicon: tools.lexicon,
  });
  if (isExchange) return complete(text, thread);
  return {
    text: manner === "loose" ? asked : text,
    asked,
    own,
    manner,
    previous: thread.question,
    places: thread.places,
  };
}

function complete(text: string, { places }: Thread): ResolvedTurn {
  return { text, asked: text, own: text, manner: "alone", previous: null, places };
}

function choice(said: string, { question, answer }: Thread, { regions, lexicon }: TurnTools): string | null {
  if (question === null || answer === null) return null;
  const chosen = chosenQuestion({ own: said, previous: question, turn: answer, regions, lexicon });
  // A number that nothing has asks the same again.
  if (chosen === null) return chosenNumber(said) !== null && readTold(answer.text).isOffer ? question : null;
  return fold(chosen);
}

/** 「那租房的呢」: what was asked of one of the things that were offered, asked of another of them. */
function otherOffered(said: string, { question, offered }: Thread): string | null {
  const chosen = offered.find((label) => question?.startsWith(`${label}:`));
  const at =
    chosen === undefined || !/呢[?？]?$/.test(said) ? null : labelMeant(bareText(said), offered, null);
  const meant = at === null ? undefined : offered[at];
  return chosen === undefined || meant === undefined ? null : (question?.replace(chosen, meant) ?? null);
}

/**
 * A turn that asks and names an item nobody spoke of is a new topic; one that only loosely rests on the turn before,
 * but speaks of what was just asked or told, leans on it.
 */
function turnManner(own: MarkedText, { question, answer }: Thread, { lexicon, names }: TurnTools): Manner {
  const turn = ownTurn(own);
  const spoken = `${question ?? ""}\n${fold(answer?.text ?? "")}`;
  const words = subjectWords(turn, lexicon).map(({ text }) => text);
  const isItem = (word: string) =>
    !spoken.includes(word) && !isOccasion(word) && names.some((name) => name.includes(word));
  const isNamed = words.some(isItem) || names.some((name) => own.text.includes(name));
  const manner = mannerOf({ ...turn, isNamed }, lexicon);
  return manner === "loose" && words.some((word) => spoken.includes(word)) ? "leaning" : manner;
}

function ownTurn({ text, places, years }: MarkedText) {
  return { text, known: [...places, ...years], hasPlace: places.length > 0 };
}

function markText(text: string, { regions }: TurnTools): MarkedText {
  return { text, years: yearSpans(text), places: findPlaces(text, regions, "conversation") };
}

/** 「西湖呢」 after 余杭区: a name that is a place only beside others, in full. */
function inFull(text: string, place: AskedPlace | undefined, { regions, known }: TurnTools): string {
  const bare = bareText(text);
  const name = place?.candidates[0]?.name ?? "";
  if (name === "" || bare === "" || findPlaces(text, regions, "conversation").length > 0) return text;
  const [only, ...others] = known.filter((region) => isCalled(region, bare));
  if (only && others.length === 0) return text.replace(bare, fold(only.name));
  const lead = `${fold(name)}和`;
  const meant = findPlaces(lead + bare, regions, "conversation").find(
    ({ start, end }) => start === lead.length && end === lead.length + bare.length,
  );
  const [region] = meant?.candidates ?? [];
  return region ? text.replace(bare, fold(region.name)) : text;
}

/** Whether a place is called so without what it belongs to and what it is: 河口 for 山东省东营市河口区. */
function isCalled({ name }: Region, bare: string): boolean {
  const plain = fold(name).replace(/[省市区县旗]$/, "");
  const before = plain.slice(0, -bare.length);
  return bare.length > 1 && plain.endsWith(bare) && (before === "" || /[省市区州盟]$/.test(before));
}

function withoutSpan({ text, candidates, from }: PlaceMention): AskedPlace {
  return { text, candidates, from };
}

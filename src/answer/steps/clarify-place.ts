import type { Document } from "../../domain.ts";
import { findFigures } from "../../language/numerals.ts";
import type { Draft } from "../draft.ts";
import { statesSameRule } from "../evidence/same-rule.ts";
import type { Window } from "../evidence/score-windows.ts";
import type { RankedPart } from "../evidence/statement.ts";
import { isSupported } from "../evidence/support.ts";
import { sentencesOf } from "../evidence/window-text.ts";
import type { UnderstoodQuestion } from "../question/understood-question.ts";

const FEWEST_OPTIONS = 2;
const MOST_OPTIONS = 4;

/**
 * Asks which place is meant when the question names one that several places share, and documents of more
 * than one of them would answer. Settles the draft then.
 */
export function clarifyPlace(
  draft: Draft,
  question: UnderstoodQuestion,
  ranked: readonly RankedPart[],
): boolean {
  for (const part of ranked) {
    if (!part.place || part.place.candidates.length < 2) continue;
    const { place } = part;
    const found = new Set(part.windows.map(({ view }) => view.document.region?.code));
    const candidates = place.candidates.filter(({ code }) => found.has(code));
    if (candidates.length < FEWEST_OPTIONS) continue;
    const meant = candidates.filter(({ code }) => mayAnswer(part, code)).slice(0, MOST_OPTIONS);
    if (meant.length < FEWEST_OPTIONS) continue;
    offerPlaces(
      draft,
      meant.map(({ name }) => ({ label: name, question: question.text.replace(place.text, name) })),
      "为了答得更准，请选择您问的地区",
    );
    return true;
  }
  return false;
}

function mayAnswer(part: RankedPart, regionCode: string): boolean {
  return part.windows.some(
    (window) => window.view.document.region?.code === regionCode && isSupported(window, part),
  );
}

/** Scores this far below the best may still be of what is asked. */
const RIVAL = 0.3;
const LOOKED_AT = 60;

/**
 * Asks for the place where nobody named one and documents of two to four places state the rule that answers with
 * other figures. Never where all of them say the same, or where the asker's place is known. Settles the draft then.
 */
export function clarifyUnnamedPlace(
  draft: Draft,
  question: UnderstoodQuestion,
  ranked: readonly RankedPart[],
): boolean {
  const [part, ...others] = ranked;
  if (!part || others.length > 0 || draft.preferred !== null || question.places.length > 0) return false;
  const near = part.windows.slice(0, LOOKED_AT);
  if (new Set(near.map(({ view }) => view.document.region?.code)).size < FEWEST_OPTIONS) return false;
  const best = near.find((window) => isSupported(window, part));
  const own = best?.view.document.region;
  if (!best || !own) return false;
  const byPlace = new Map<string, Window>([[own.name, best]]);
  for (const window of near) {
    const { region } = window.view.document;
    if (window.score < best.score - RIVAL) break;
    if (!region || byPlace.has(region.name) || !statesSameRule(window, best)) continue;
    if (isSupported(window, part)) byPlace.set(region.name, window);
  }
  const places = [...byPlace.keys()];
  const told = new Set([...byPlace.values()].map((window) => figuresOf(window)));
  if (places.length < FEWEST_OPTIONS || places.length > MOST_OPTIONS || told.size < FEWEST_OPTIONS)
    return false;
  offerPlaces(draft, optionsFor(places, question), DIFFERS);
  draft.related = [...byPlace.values()].map(({ view: { document } }) => ({
    documentId: document.id,
    title: document.title,
  }));
  return true;
}

/**
 * The same for a guide that two to four places have each of their own, and none holds for all: asks for the place
 * where what is asked differs between them. `twins` are all guides of that name.
 */
export function clarifyGuidePlace(
  draft: Draft,
  question: UnderstoodQuestion,
  twins: readonly Document[],
  isSame: (twins: readonly Document[]) => boolean,
): boolean {
  if (draft.preferred !== null || question.places.length > 0) return false;
  const places = twins.flatMap(({ region }) => region?.name ?? []);
  const isEach = new Set(places).size === twins.length;
  if (!isEach || places.length < FEWEST_OPTIONS || places.length > MOST_OPTIONS || isSame(twins))
    return false;
  offerPlaces(draft, optionsFor(places, question), DIFFERS);
  draft.related = twins.map(({ id, title }) => ({ documentId: id, title }));
  return true;
}

const DIFFERS = "各地规定不同，请选择您所在的地区";

function optionsFor(places: readonly string[], { text }: UnderstoodQuestion): Draft["options"] {
  return places.map((name) => ({ label: name, question: `${name}${text}` }));
}

function offerPlaces(draft: Draft, options: Draft["options"], lead: string): void {
  draft.outcome = "clarify";
  draft.text = `${lead}：${options.map(({ label }, index) => `${index + 1}. ${label}`).join("；")}。`;
  draft.options = options;
}

/** The figures that a window's own sentences tell, in their order. */
function figuresOf(window: Window): string {
  return findFigures(sentencesOf(window))
    .map(({ value, unit }) => value + unit)
    .join();
}

import type { Document } from "../../domain.ts";
import { fold } from "../../language/fold.ts";
import type { AnswerContext } from "../answer-context.ts";
import type { Draft } from "../draft.ts";
import { documentCovers } from "../evidence/jurisdiction.ts";
import type { UnderstoodQuestion } from "../question/understood-question.ts";
import { namesOf, type ShelvedGuide } from "./guide-shelf.ts";
import { matchProcedures, type ProcedureMatch } from "./match-procedure.ts";

const CANDIDATES = 24;
/** Most guides that are fetched by their names, beside those that retrieval finds. */
const MOST_NAMED = 16;
const SHORTEST_NAME = 3;

/**
 * Guides of the asked place or above it, the most local of each item first: those that retrieval finds, those
 * whose names are said, and their twins. A guide answers to the names of its twins elsewhere.
 */
export async function findGuides(
  draft: Draft,
  question: UnderstoodQuestion,
  said: string,
  context: AnswerContext,
): Promise<ProcedureMatch[]> {
  const places =
    question.places.length > 0 ? question.places : draft.preferred ? [asPlace(draft.preferred)] : [];
  const codes = places.flatMap((place) => place.candidates.map((region) => region.code));
  const { audience } = draft.request;
  const found = await context.corpus.retrieve({
    query: said,
    limit: CANDIDATES,
    audience,
    filter: { kinds: ["procedure"], ...(codes.length > 0 ? { regions: codes } : {}) },
  });
  const retrieved = new Map(found.map(({ document }) => [document.id, document]));
  const shelf = await context.guides(context.corpus, audience);
  for (const id of namedOrTwins(shelf, said, [...retrieved.values()])) {
    const document = retrieved.has(id) ? null : await context.corpus.document(id, audience);
    if (document) retrieved.set(id, document);
  }
  const local = [...retrieved.values()].filter(
    (document) =>
      document.region === null ||
      places.length === 0 ||
      places.some((place) => documentCovers(document, place, context.regions)),
  );
  const items = groupTwins(local, places.length > 0);
  const names = new Map(items.map(({ document, names }) => [document.id, names]));
  const fits = await context.corpus.matchItems(said, audience);
  return matchProcedures(
    said,
    items.map(({ document }) => document),
    context.lexicon,
    names,
    new Map(fits.map((fit) => [fit.id, fit])),
    context.shapeGuide,
  );
}

function asPlace(region: { code: string; name: string }) {
  return { text: region.name, candidates: [region], from: "request" as const };
}

/** Ids of guides that a question says by name, and of twins by title of those that were found. */
function namedOrTwins(shelf: readonly ShelvedGuide[], said: string, found: readonly Document[]): string[] {
  const titles = new Set(found.map(({ title }) => fold(title)));
  const known = new Set(found.map(({ id }) => id));
  return shelf
    .filter(({ id, names }) => {
      if (known.has(id)) return false;
      const isTwin = titles.has(names[0] ?? "");
      return isTwin || names.some((name) => name.length >= SHORTEST_NAME && said.includes(name));
    })
    .slice(0, MOST_NAMED)
    .map(({ id }) => id);
}

interface Item {
  document: Document;
  /** Names of the guide and of its twins. */
  names: string[];
}

/** Of guides for the same item the one with the narrowest jurisdiction; the widest where no place is asked. */
function groupTwins(documents: readonly Document[], isPlaced: boolean): Item[] {
  const depth = ({ region }: Document) => (region?.name.length ?? 0) * (isPlaced ? 1 : -1);
  const items: Item[] = [];
  for (const document of [...documents].sort((a, b) => depth(b) - depth(a))) {
    const item = items.find((known) => areTwins(known.document, document));
    if (item) item.names.push(...namesOf(document));
    else items.push({ document, names: namesOf(document) });
  }
  return items;
}

/** Guides of the same title, or of two places with the title of one among the names of the other. */
function areTwins(a: Document, b: Document): boolean {
  if (a.title === b.title) return true;
  if (a.region?.code === b.region?.code) return false;
  return namesOf(b).includes(a.title) || namesOf(a).includes(b.title);
}

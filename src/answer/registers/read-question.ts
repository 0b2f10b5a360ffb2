import type { AnswerContext } from "../answer-context.ts";
import type { Draft } from "../draft.ts";
import type { AskedPlace, UnderstoodQuestion } from "../question/understood-question.ts";
import { askedAspect } from "./asked-aspect.ts";
import { askedLists } from "./asked-lists.ts";
import { nameContext, trimName } from "./asked-name.ts";
import type { ListEdition } from "./list-edition.ts";
import type { ListQuestion } from "./list-question.ts";
import { inOfficialWords } from "./meant-entry.ts";
import { nameKey, type Squeezed, squeeze } from "./name-key.ts";
import { placesOutsideNames } from "./places-in-names.ts";
import type { NameHit, RegisterIndex } from "./register-index.ts";

/** Reads a question against the rows of all lists; a follow-up without a name is about the row of before. */
export function readListQuestion(
  draft: Draft,
  question: UnderstoodQuestion,
  context: AnswerContext,
  index: RegisterIndex,
): ListQuestion {
  const own = mended(question.own);
  const read = readText(own, own, draft, question, context, index);
  const { previous } = question;
  if (read.hits.length > 0 || read.longer !== null || previous === null) return read;
  const before = readText(previous, own, draft, question, context, index);
  if (before.hits.length > 0) return { ...before, own, masked: own };
  return { ...read, folded: question.folded, before: previous };
}

/** 证名 is 证明 typed by its sound. */
function mended(text: string): string {
  return text.replaceAll("证名", "证明");
}

function readText(
  folded: string,
  own: string,
  draft: Draft,
  question: UnderstoodQuestion,
  context: AnswerContext,
  index: RegisterIndex,
): ListQuestion {
  const { regions } = context;
  const places = placesOutsideNames(folded, question.places, index);
  const lists = askedLists({
    question: { ...question, folded: own === folded ? question.folded : `${folded} ${own}` },
    editions: index.editions,
    places,
    preferred: draft.preferred,
    today: draft.today,
    regions,
  });
  const current = new Set(lists.families.map((family) => family.current));
  const now = findNames(folded, index, current, places, context);
  const everBefore = new Set(lists.families.flatMap(({ editions }) => editions));
  // What a newer edition dropped is still the name of what is asked for.
  const isGone = now.hits.length === 0 && askedAspect(now.masked, [])?.aspect === "change";
  const named = isGone ? findNames(folded, index, everBefore, places, context) : now;
  return { own, folded, lists, before: "", known: places.map(({ text }) => text), ...named };
}

function findNames(
  folded: string,
  index: RegisterIndex,
  current: ReadonlySet<ListEdition>,
  places: readonly AskedPlace[],
  { lexicon }: AnswerContext,
): Pick<ListQuestion, "hits" | "longer" | "masked" | "qualifiers"> {
  const accepts = (edition: ListEdition) => current.has(edition);
  const own = squeeze(folded);
  const byOwn = index.find(own.text, accepts);
  const official = byOwn.length === 0 ? inOfficialWords(folded, lexicon) : folded;
  const byOfficial = byOwn.length === 0 ? index.find(squeeze(official).text, accepts) : byOwn;
  const text = byOfficial.length > 0 ? official : folded;
  const squeezed = squeeze(text);
  const found = byOfficial;
  const contexts = found.map((hit) => ({
    hit,
    ...nameContext(squeezed, hit, index, isKnownTo(hit, places, index)),
  }));
  const whole = contexts.filter(({ isWhole }) => isWhole);
  const masked = whole.reduce((said, { hit }) => said.replace(textOf(text, squeezed, hit), "〇"), text);
  return {
    hits: whole.map(({ hit }) => hit),
    longer: text === folded && whole.length === 0 && contexts[0] ? trimName(contexts[0].asked) : null,
    masked,
    qualifiers: whole.map(({ qualifier }) => qualifier).join(" "),
  };
}

/** Whether words before a name are a place, or stand in another cell of its row: they say which row is meant. */
function isKnownTo(
  hit: NameHit,
  places: readonly AskedPlace[],
  index: RegisterIndex,
): (words: string) => boolean {
  return (words) =>
    places.some(({ text }) => text.endsWith(words) || words.endsWith(text)) ||
    hit.entries.some(({ row }) =>
      row.cells.some(({ value }) => {
        const key = nameKey(value);
        if (key.length < 2 || key === nameKey(row.name)) return false;
        // Words that other names are made of make another name, though a cell holds them too.
        return words.endsWith(key) || (key.includes(words) && !index.holdsPair(words.slice(-2)));
      }),
    );
}

/** What of a folded text a hit in its squeezed form covers. */
function textOf(folded: string, { at }: Squeezed, { start, end }: NameHit): string {
  return folded.slice(at[start] ?? 0, (at[end - 1] ?? -1) + 1);
}

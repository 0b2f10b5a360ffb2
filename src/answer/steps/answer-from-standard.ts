import type { Document } from "../../domain.ts";
import { NATION_CODE } from "../../language/region-chain.ts";
import type { RegionTable } from "../../language/regions.ts";
import type { AnswerContext } from "../answer-context.ts";
import { createCitations } from "../citations.ts";
import type { Draft } from "../draft.ts";
import { narrowestPlaces } from "../evidence/jurisdiction.ts";
import { explanationOf, explanationPassage } from "../standard/explained-corpus.ts";
import { type FoundQuote, findQuotes } from "../standard/find-quotes.ts";
import type { StandardAnswer } from "../standard/standard-answer.ts";
import type { StandardShelf } from "../standard/standard-shelf.ts";
import { addNotices } from "./add-notices.ts";

/** An entry with its quotes as they stand in the index. */
interface Candidate {
  entry: StandardAnswer;
  quotes: FoundQuote[];
  /** Codes of the places where it holds; empty: everywhere. */
  scope: string[];
}

/**
 * Answers with an approved answer where the question is one of its forms, its quotes still stand in the index,
 * and it holds where the asker is. What is not sure is left to the next step.
 */
export async function answerFromStandard(
  draft: Draft,
  context: AnswerContext,
  standards: StandardShelf,
): Promise<boolean> {
  const question = draft.understood;
  if (!question || question.localNames.length > 0) return false;
  const { audience } = draft.request;
  const { folded, places } = question;
  const entries = standards.find({ folded, places, today: draft.today, audience });
  const candidates: Candidate[] = [];
  for (const entry of entries) {
    const quotes = await findQuotes(entry, context.corpus, audience);
    const candidate = quotes && { entry, quotes, scope: scopeOf(entry, quotes) };
    if (candidate && holdsFor(candidate, draft, context.regions)) candidates.push(candidate);
  }
  const chosen = narrowest(candidates, context.regions);
  if (!chosen) return false;
  await compose(chosen, draft);
  return true;
}

/** Where an entry holds: as it says, or else where all its sources hold. */
function scopeOf({ regions }: StandardAnswer, quotes: readonly FoundQuote[]): string[] {
  const own = regions.map(({ code }) => code);
  const codes = own.length > 0 ? own : quotes.flatMap(({ document }) => document.region?.code ?? []);
  return codes.filter((code) => code !== NATION_CODE);
}

/**
 * The nation covers every place, but whoever names one may mean what is ruled there: then the entry has to say
 * that it holds everywhere, or be for that place.
 */
function holdsFor({ entry, scope }: Candidate, draft: Draft, regions: RegionTable): boolean {
  const asked = narrowestPlaces(draft.understood?.places ?? [], regions);
  const covers = (code: string) => scope.some((upper) => regions.covers(upper, code));
  if (entry.isEverywhere) return true;
  if (scope.length === 0) return asked.every(({ from }) => from === "conversation");
  const meant = asked.map(({ candidates }) => {
    const own = candidates.find(({ code }) => code === draft.preferred?.code);
    return own ? [own] : candidates;
  });
  if (meant.length > 0) return meant.flat().every(({ code }) => covers(code));
  return draft.preferred === null || covers(draft.preferred.code);
}

/** Of several the one for the smallest place; none where two are for the same. */
function narrowest(candidates: readonly Candidate[], regions: RegionTable): Candidate | null {
  const isWithin = (inner: Candidate, outer: Candidate) =>
    outer.scope.length === 0
      ? inner.scope.length > 0
      : inner.scope.length > 0 &&
        inner.scope.every((code) =>
          outer.scope.some((upper) => upper !== code && regions.covers(upper, code)),
        );
  const best = candidates.filter((one) => candidates.every((other) => other === one || isWithin(one, other)));
  return best[0] ?? null;
}

async function compose({ entry, quotes }: Candidate, draft: Draft): Promise<void> {
  const { citations, cite, citeStored } = createCitations(draft.settings, draft.today);
  const numbers: (number | null)[] = [];
  if (entry.explainedBy !== null) {
    const document = await explanationOf(entry);
    const range = { start: 0, end: document.shown.length };
    numbers.push(await cite({ document, passage: explanationPassage(document), range }));
  }
  for (const { document, passages, stored } of quotes)
    numbers.push(await citeStored(document, passages, stored));
  const marks = [...new Set(numbers)].flatMap((number) => (number === null ? [] : [`[${number}]`]));
  draft.outcome = "answered_standard";
  draft.text = placeLabel(entry, draft) + entry.answer + marks.join("");
  draft.citations = citations;
  draft.generatedBy = "standard";
  tellOrigin(
    entry,
    quotes.map(({ document }) => document),
    draft,
  );
}

/** Where nothing says which place is meant, the answer names its own. */
function placeLabel({ regions: [first] }: StandardAnswer, draft: Draft): string {
  const isNamed = (draft.understood?.places.length ?? 0) > 0 || draft.preferred !== null;
  return first === undefined || isNamed ? "" : `${first.name}：`;
}

function tellOrigin(entry: StandardAnswer, sources: readonly Document[], draft: Draft): void {
  if (entry.explainedBy !== null) {
    const text = `人工解释：由${entry.explainedBy}于 ${entry.reviewedAt} 审定，不是文件原文。`;
    draft.notices.push({ code: "paraphrase", text });
  }
  addNotices(draft, sources);
}

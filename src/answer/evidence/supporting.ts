import { fold } from "../../language/fold.ts";
import { findFigures } from "../../language/numerals.ts";
import type { RegionTable } from "../../language/regions.ts";
import { wantsFigure } from "./expected-answer.ts";
import { type Extract, trimmed } from "./extract.ts";
import { documentCovers } from "./jurisdiction.ts";
import type { PassageView } from "./passage-view.ts";
import type { Statement } from "./statement.ts";

/** Figures smaller than this stand in too many places to tell that two sentences speak of one fact. */
const TELLING = 20;
const MOST = 2;
const SHARED_WEIGHT = 0.12;

/**
 * Other places of the same document that state the same figure about the same thing: cited beside the
 * extract, so that a reader sees that the document says it more than once.
 */
export function supportingExtracts(
  extract: Extract,
  statements: readonly Statement[],
  regions: RegionTable,
): Extract[] {
  const statement = statements.find(({ window }) => window.view.passage.id === extract.passage.id);
  if (!statement || !wantsFigure(statement.part.asked)) return [];
  if (statement.place && !documentCovers(extract.document, statement.place, regions)) return [];
  const text = fold(extract.document.shown.slice(extract.start, extract.end));
  const telling = findFigures(text).filter(
    (figure) => Number(figure.value) >= TELLING && figure.unit !== "年",
  );
  return statement.siblings
    .filter((view) => view.document.id === extract.document.id)
    .flatMap((view) =>
      clausesWith(
        view,
        statement,
        telling.map((figure) => figure.value),
      ),
    )
    .filter((other) => other.end <= extract.start || other.start >= extract.end)
    .slice(0, MOST)
    .map(trimmed);
}

function clausesWith(view: PassageView, { terms }: Statement, values: readonly string[]): Extract[] {
  const all = terms.reduce((sum, term) => sum + term.weight, 0);
  return view.clauses
    .filter(({ sentence }) => !view.otherCases.has(sentence))
    .filter((clause) => clause.figures.some((figure) => values.includes(figure.value)))
    .filter((clause) => {
      const held = terms.filter((term) => term.texts.some((text) => clause.folded.includes(text)));
      return held.reduce((sum, term) => sum + term.weight, 0) >= SHARED_WEIGHT * all;
    })
    .map(({ start, end }) => ({ document: view.document, passage: view.passage, start, end, label: "" }));
}

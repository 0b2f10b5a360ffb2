import type { Audience, Document, DocumentKind } from "../../domain.ts";
import type { RegionTable } from "../../language/regions.ts";
import type { Corpus, RetrievedPassage, SearchFilter } from "../../retrieval/corpus.ts";
import type { PassageView, ViewPassages } from "../evidence/passage-view.ts";
import type { AskedPlace, QuestionPart, UnderstoodQuestion } from "../question/understood-question.ts";

export interface GatherRequest {
  question: UnderstoodQuestion;
  part: QuestionPart;
  /** The place to gather for; null when the question names none. */
  place: AskedPlace | null;
  corpus: Corpus;
  audience: Audience;
  regions: RegionTable;
  /** The guide whose item the question names; other guides answer by their fields only. */
  item: Document | null;
  viewPassages: ViewPassages;
}

/** Kinds whose sentences may answer by themselves. */
const TEXTS: readonly DocumentKind[] = ["policy", "summary", "register"];

/** The same without lists, whose rows answer for themselves. */
const PROSE: readonly DocumentKind[] = ["policy", "summary"];

/** Passages looked at for one part of the question and one place. */
const LIMIT = 14;
/** Passages without regard to jurisdiction: one of them may name the asked place itself. */
const ANYWHERE = 6;

/** Retrieves what may answer: first within the place's jurisdiction, then a few from anywhere. */
export async function gatherEvidence(request: GatherRequest): Promise<PassageView[]> {
  const query = queryOf(request);
  const { corpus, audience, item } = request;
  const search = async (limit: number, filter: SearchFilter) => {
    const found = await corpus.retrieve({ query, limit, audience, filter });
    const prose = found.filter((each) => !holdsRows(each));
    if (prose.length === found.length) return found;
    const more = await corpus.retrieve({ query, limit, audience, filter: { ...filter, kinds: PROSE } });
    return withoutRepeats([...prose, ...more]).slice(0, limit);
  };
  const codes = request.place?.candidates.map((region) => region.code);
  const inside = await search(LIMIT, { kinds: TEXTS, ...(codes ? { regions: codes } : {}) });
  const anywhere = codes ? await search(ANYWHERE, { kinds: TEXTS }) : [];
  const ofItem = item ? await search(ANYWHERE, { documentIds: [item.id] }) : [];
  return request.viewPassages(withoutRepeats([...inside, ...anywhere, ...ofItem]));
}

/** Whether a passage holds rows of a list: they are answers only as rows, with name, state and edition together. */
function holdsRows({ document: { register }, passage }: RetrievedPassage): boolean {
  return register?.rows.some((row) => row.start < passage.end && passage.start < row.end) ?? false;
}

function queryOf({ part, place }: GatherRequest): string {
  const words = [...part.words, ...part.background].map((word) => word.text).join(" ");
  return place ? `${place.text} ${words}` : words;
}

function withoutRepeats(retrieved: readonly RetrievedPassage[]): RetrievedPassage[] {
  const seen = new Set<string>();
  return retrieved.filter(({ passage }) => !seen.has(passage.id) && seen.add(passage.id));
}

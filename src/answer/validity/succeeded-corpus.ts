import type { Audience, Day, Document } from "../../domain.ts";
import type { RegionTable } from "../../language/regions.ts";
import type { Corpus } from "../../retrieval/corpus.ts";
import { dayOf, findSuccessor, type Repeal, readRepeals, titleKey } from "./succession.ts";

/** A corpus whose documents know what replaced them, and what each of its documents repeals. */
export interface SucceededCorpus {
  corpus: Corpus;
  repeals: readonly Repeal[];
}

/**
 * The corpus as an audience reads it, with `supersededBy` (a title) and `effectiveTo` filled in where another
 * document says that it repeals one: 《X》同时废止. The same object for the same corpus and audience.
 */
export function createSucceededCorpusCache(
  regions: RegionTable,
): (corpus: Corpus, audience: Audience) => Promise<SucceededCorpus> {
  const known = new WeakMap<Corpus, Map<Audience, Promise<SucceededCorpus>>>();
  return (corpus, audience) => {
    const own = known.get(corpus) ?? new Map<Audience, Promise<SucceededCorpus>>();
    known.set(corpus, own);
    const made = own.get(audience) ?? succeed(corpus, audience, regions);
    own.set(audience, made);
    return made;
  };
}

async function succeed(corpus: Corpus, audience: Audience, regions: RegionTable): Promise<SucceededCorpus> {
  const documents = (await corpus.list(audience)).filter(({ kind }) => kind !== "register");
  const repeals = readRepeals(documents);
  const replaced = new Map<string, Document>();
  for (const document of documents) {
    const told = document.supersededBy === null ? null : tellSuccessor(document, documents);
    const successor = told ?? findSuccessor(document, repeals, regions);
    if (successor) replaced.set(document.id, endedBy(document, successor));
  }
  return { corpus: replaced.size === 0 ? corpus : withReplaced(corpus, replaced), repeals };
}

/** The indexed document that `supersededBy` names, by its id or title. */
function tellSuccessor({ id, supersededBy }: Document, documents: readonly Document[]): Document | null {
  const key = titleKey(supersededBy ?? "");
  const isNamed = (other: Document) => other.id === supersededBy || titleKey(other.title) === key;
  return documents.find((other) => other.id !== id && isNamed(other)) ?? null;
}

/** A document that ended the day before its successor began, where that is known. */
function endedBy(document: Document, successor: Document): Document {
  const begins = dayOf(successor);
  const last = begins === "" ? null : dayBefore(begins);
  const effectiveTo = [document.effectiveTo, last].filter((day) => day !== null).sort()[0] ?? null;
  return { ...document, supersededBy: successor.title, effectiveTo };
}

function withReplaced(corpus: Corpus, replaced: ReadonlyMap<string, Document>): Corpus {
  const known = (document: Document) => replaced.get(document.id) ?? document;
  return {
    generation: corpus.generation,
    frequencies: (terms, audience) => corpus.frequencies(terms, audience),
    matchItems: (question, audience) => corpus.matchItems(question, audience),
    passages: (id, audience) => corpus.passages(id, audience),
    regionCodes: (audience) => corpus.regionCodes(audience),
    async retrieve(request) {
      const found = await corpus.retrieve(request);
      return found.map((one) => ({ ...one, document: known(one.document) }));
    },
    async document(id, audience) {
      const document = await corpus.document(id, audience);
      return document && known(document);
    },
    list: async (audience, kind) => (await corpus.list(audience, kind)).map(known),
  };
}

function dayBefore(day: Day): Day {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - 1);
  return date.toISOString().slice(0, 10);
}

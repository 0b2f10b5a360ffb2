import type { Document } from "../domain.ts";
import type { Corpus, SearchFilter } from "./corpus.ts";

/** Which documents of a corpus remain, said twice: for a document, and for a search. The two must agree. */
export interface CorpusView {
  keeps(document: Document): boolean;
  /** A search's filter, narrowed to what remains. */
  narrow(filter: SearchFilter | undefined): SearchFilter;
}

/** A part of a corpus, as if there were nothing else in it. Frequencies of terms stay those of the whole. */
export function createFilteredCorpus(corpus: Corpus, { keeps, narrow }: CorpusView): Corpus {
  const list: Corpus["list"] = async (audience, kind) => (await corpus.list(audience, kind)).filter(keeps);
  const document: Corpus["document"] = async (id, audience) => {
    const found = await corpus.document(id, audience);
    return found && keeps(found) ? found : null;
  };
  return {
    generation: corpus.generation,
    frequencies: (terms, audience) => corpus.frequencies(terms, audience),
    retrieve: (request) => corpus.retrieve({ ...request, filter: narrow(request.filter) }),
    async matchItems(question, audience) {
      const kept = new Set((await list(audience, "procedure")).map(({ id }) => id));
      return (await corpus.matchItems(question, audience)).filter(({ id }) => kept.has(id));
    },
    document,
    passages: async (id, audience) => ((await document(id, audience)) ? corpus.passages(id, audience) : []),
    list,
    async regionCodes(audience) {
      const codes = (await list(audience)).flatMap(({ region }) => region?.code ?? []);
      return [...new Set(codes)];
    },
  };
}

import type { Document } from "../domain.ts";
import { isFictional } from "../language/fictional-place.ts";
import type { Corpus } from "./corpus.ts";

function createRealCorpus(corpus: Corpus): Corpus {
  return {
    generation: corpus.generation,
    frequencies: (terms, audience) => corpus.frequencies(terms, audience),
    retrieve: (request) => corpus.retrieve({ ...request, filter: { ...request.filter, realOnly: true } }),
    async matchItems(question, audience) {
      const real = new Set((await corpus.list(audience, "procedure")).filter(isReal).map(({ id }) => id));
      return (await corpus.matchItems(question, audience)).filter(({ id }) => real.has(id));
    },
    async document(id, audience) {
      const document = await corpus.document(id, audience);
      return document && isReal(document) ? document : null;
    },
    async passages(id, audience) {
      const document = await corpus.document(id, audience);
      return document && isReal(document) ? corpus.passages(id, audience) : [];
    },
    list: async (audience, kind) => (await corpus.list(audience, kind)).filter(isReal),
    regionCodes: async (audience) =>
      (await corpus.regionCodes(audience)).filter((code) => !isFictional(code)),
  };
}

function isReal({ region }: Document): boolean {
  return region === null || !isFictional(region.code);
}

/**
 * The corpus without the sample documents of the fictional place, for whoever asks about or from a real one.
 * Gives the same object for the same corpus, as long as no other is asked for.
 */
export function createRealCorpusCache(): (corpus: Corpus) => Corpus {
  let last: { corpus: Corpus; real: Corpus } | null = null;
  return (corpus) => {
    if (last?.corpus !== corpus) last = { corpus, real: createRealCorpus(corpus) };
    return last.real;
  };
}

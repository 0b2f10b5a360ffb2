import type { Document } from "../domain.ts";
import { isFictional } from "../language/fictional-place.ts";
import type { Corpus } from "./corpus.ts";
import { createFilteredCorpus } from "./filtered-corpus.ts";

function createRealCorpus(corpus: Corpus): Corpus {
  return {
    ...createFilteredCorpus(corpus, { keeps: isReal, narrow: (filter) => ({ ...filter, realOnly: true }) }),
    // The corpus knows its places without reading its documents.
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

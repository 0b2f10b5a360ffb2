import type { Corpus } from "./corpus.ts";
import { createFilteredCorpus } from "./filtered-corpus.ts";

/**
 * The documents whose ids begin with one of the prefixes, such as `hangzhou/` for a folder. Gives the same object for
 * the same corpus, as long as no other is asked for.
 */
export function createScopedCorpusCache(prefixes: readonly string[]): (corpus: Corpus) => Corpus {
  let last: { corpus: Corpus; scoped: Corpus } | null = null;
  return (corpus) => {
    if (last?.corpus !== corpus) {
      const scoped = createFilteredCorpus(corpus, {
        keeps: ({ id }) => prefixes.some((prefix) => id.startsWith(prefix)),
        narrow: (filter) => ({ ...filter, idPrefixes: prefixes }),
      });
      last = { corpus, scoped };
    }
    return last.scoped;
  };
}

import type { Audience, Document } from "../../domain.ts";
import { fold } from "../../language/fold.ts";
import type { Corpus } from "../../retrieval/corpus.ts";

/** A guide by its names: what finding it by name needs, without its text. */
export interface ShelvedGuide {
  id: string;
  /** Folded names: title, name and everyday names. */
  names: string[];
}

/** The names of all guides of a corpus that an audience may see. */
export type GuideShelf = (corpus: Corpus, audience: Audience) => Promise<readonly ShelvedGuide[]>;

/** A shelf that keeps the names as long as their corpus is in use. */
export function createGuideShelf(): GuideShelf {
  const kept = new WeakMap<Corpus, Map<Audience, Promise<readonly ShelvedGuide[]>>>();
  return (corpus, audience) => {
    const byAudience = kept.get(corpus) ?? new Map<Audience, Promise<readonly ShelvedGuide[]>>();
    kept.set(corpus, byAudience);
    const known = byAudience.get(audience);
    if (known) return known;
    const made = corpus
      .list(audience, "procedure")
      .then((documents) =>
        documents.map((document) => ({ id: document.id, names: namesOf(document).map(fold) })),
      );
    byAudience.set(audience, made);
    // A failed reading is tried again with the next question.
    made.catch(() => byAudience.delete(audience));
    return made;
  };
}

/** Every name of a guide: its title, its item's name and its everyday names. */
export function namesOf(document: Document): string[] {
  return [document.title, document.procedure?.name ?? "", ...(document.procedure?.aliases ?? [])].filter(
    (name) => name.length > 1,
  );
}

import type { DocumentRecord } from "./document-store.ts";

export interface DocumentCache {
  /** The documents among `ids` that there are. */
  get(ids: readonly string[]): Promise<Map<string, DocumentRecord>>;
}

/**
 * Keeps the documents asked for last, up to a number of documents and of characters of text, whichever is
 * reached first.
 */
export function createDocumentCache(
  fetch: (ids: readonly string[]) => Promise<Map<string, DocumentRecord>>,
  limits: { documents: number; characters: number } = { documents: 1_000, characters: 8_000_000 },
): DocumentCache {
  const kept = new Map<string, DocumentRecord>(); // in order of use, oldest first
  let characters = 0;
  const weigh = ({ document: { text, shown } }: DocumentRecord) =>
    shown === text ? text.length : text.length + shown.length;
  const drop = (id: string) => {
    const record = kept.get(id);
    if (record && kept.delete(id)) characters -= weigh(record);
  };
  const keep = (id: string, record: DocumentRecord) => {
    drop(id);
    kept.set(id, record);
    characters += weigh(record);
  };
  const shrink = () => {
    for (const id of kept.keys()) {
      const fits = kept.size <= limits.documents && characters <= limits.characters;
      if (fits || kept.size === 1) return; // a document longer than all limits is asked for again, too
      drop(id);
    }
  };
  return {
    get: async (ids) => {
      const unique = [...new Set(ids)];
      const missing = unique.filter((id) => !kept.has(id));
      const fetched = missing.length > 0 ? await fetch(missing) : new Map<string, DocumentRecord>();
      const found = unique.map((id) => [id, fetched.get(id) ?? kept.get(id)] as const);
      const held = new Map<string, DocumentRecord>();
      for (const [id, record] of found) if (record) held.set(id, record);
      for (const [id, record] of held) keep(id, record);
      shrink();
      return held;
    },
  };
}

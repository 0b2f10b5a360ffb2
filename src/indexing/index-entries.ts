import type { IndexEntry } from "../retrieval/lexical-index.ts";
import type { DocumentHead, DocumentRecord, IndexStore } from "./document-store.ts";

/**
 * All passages of a generation as the indexes see them, document by document. A document whose bytes are
 * damaged is left out and told to `onDamaged`.
 */
export async function* indexEntries(
  store: IndexStore,
  generation: number,
  onDamaged: (head: DocumentHead) => void = () => {},
): AsyncGenerator<IndexEntry> {
  for await (const head of store.documents.list(generation)) {
    const record = (await store.documents.get(generation, [head.id])).get(head.id);
    if (record) yield* entriesOf(record);
    else onDamaged(head);
  }
}

function* entriesOf({ document, passages }: DocumentRecord): Generator<IndexEntry> {
  const { procedure, visibility, kind, region, title } = document;
  const aliases = procedure ? [procedure.name, ...procedure.aliases] : [];
  for (const passage of passages) {
    yield {
      passageId: passage.id,
      documentId: document.id,
      visibility,
      kind,
      regionCode: region?.code ?? null,
      title,
      headings: passage.headings,
      body: passage.shown,
      aliases,
    };
  }
}

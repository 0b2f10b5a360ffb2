import type { IndexEntry } from "../../retrieval/lexical-index.ts";
import type { DocumentHead, DocumentRecord, IndexStore } from "../document-store.ts";

/** Documents read at once at most, and passages from which a group is full. */
const GROUP = 50;

/**
 * All passages of a generation as the indexes see them, document by document. A document whose bytes are
 * damaged is left out and told to `onDamaged`.
 */
export async function* indexEntries(
  store: IndexStore,
  generation: number,
  onDamaged: (head: DocumentHead) => void = () => {},
): AsyncGenerator<IndexEntry> {
  for await (const heads of inGroups(store.documents.list(generation))) {
    const ids = heads.map(({ id }) => id);
    const records = await store.documents.get(generation, ids);
    for (const head of heads) {
      const record = records.get(head.id);
      if (record) yield* entriesOf(record);
      else onDamaged(head);
    }
  }
}

/** Few enough at once that long documents do not add up. */
async function* inGroups(heads: AsyncIterable<DocumentHead>): AsyncGenerator<DocumentHead[]> {
  let group: DocumentHead[] = [];
  let passages = 0;
  for await (const head of heads) {
    group.push(head);
    passages += head.passages;
    if (group.length < GROUP && passages < GROUP) continue;
    yield group;
    group = [];
    passages = 0;
  }
  yield group;
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

/** Id of the marked passage on a source page. */
export const PASSAGE_ANCHOR = "passage";

/** A document's id in an address: each part percent-encoded, `/` kept. */
export function encodeDocumentId(documentId: string): string {
  return documentId.split("/").map(encodeURIComponent).join("/");
}

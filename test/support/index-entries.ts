import type { IndexEntry } from "../../src/retrieval/lexical-index.ts";

/** A public policy passage `documentId#n` with what a test wants to say about it. */
export function indexEntry(
  passageId: string,
  body: string,
  more: Partial<Omit<IndexEntry, "passageId" | "body">> = {},
): IndexEntry {
  return {
    passageId,
    documentId: passageId.split("#")[0] ?? passageId,
    visibility: "public",
    kind: "policy",
    regionCode: null,
    title: "",
    headings: [],
    body,
    aliases: [],
    ...more,
  };
}

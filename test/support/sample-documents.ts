import type { Document, Passage } from "../../src/domain.ts";

/** A document whose shown text is its stored text; only what matters to a test needs to be given. */
export function sampleDocument(given: Partial<Document> & { id: string; text: string }): Document {
  const shown = given.shown ?? given.text;
  return {
    kind: "policy",
    title: `文件 ${given.id}`,
    shown,
    offsets: [{ shown: 0, stored: 0, length: shown.length }],
    url: null,
    publisher: null,
    region: null,
    publishedAt: null,
    effectiveFrom: null,
    effectiveTo: null,
    supersededBy: null,
    visibility: "public",
    originalTitle: null,
    sample: false,
    procedure: null,
    register: null,
    pages: [],
    checkedAt: null,
    reviewBy: null,
    findings: [],
    hash: "0".repeat(64),
    ...given,
  };
}

/** The document as one passage. */
export function samplePassage(document: Document): Passage {
  return {
    id: `${document.id}#0`,
    documentId: document.id,
    ordinal: 0,
    headings: ["一、简政放权"],
    start: 0,
    end: document.text.length,
    shownStart: 0,
    shownEnd: document.shown.length,
    shown: document.shown,
  };
}

import type { Document, Passage } from "../../src/domain.ts";
import type { DocumentRecord } from "../../src/indexing/document-store.ts";

/** A document record whose every line is a passage. `change` overrides members of the document. */
export function documentRecord(id: string, text: string, change: Partial<Document> = {}): DocumentRecord {
  const document: Document = {
    id,
    kind: "policy",
    title: `关于${id}的通知`,
    text,
    shown: text,
    offsets: [{ shown: 0, stored: 0, length: text.length }],
    url: null,
    publisher: "示例市人民政府",
    region: { code: "330110", name: "浙江省杭州市余杭区" },
    publishedAt: "2015-03-01",
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
    findings: [{ field: "publisher", value: "示例市人民政府", from: "front_matter" }],
    hash: `hash of ${text}`,
    ...change,
  };
  return {
    document,
    passages: linesOf(document),
    origin: `/srv/docs/${id}.md`,
    fingerprint: `f${text.length}`,
  };
}

function linesOf(document: Document): Passage[] {
  let start = 0;
  return document.shown.split("\n").map((shown, ordinal) => {
    const end = start + shown.length;
    const span = { start, end, shownStart: start, shownEnd: end };
    start = end + 1;
    return {
      id: `${document.id}#${ordinal}`,
      documentId: document.id,
      ordinal,
      headings: [document.title],
      ...span,
      shown,
    };
  });
}

import type { Answer, Citation } from "../../domain.ts";
import { linkTo, shorten, type TextFormat } from "./text-format.ts";

const LONGEST_TITLE = 40;
/** How the sources of a document that has just been named are labelled. */
const SAME_DOCUMENT = "同上";
const LONGEST_HEADING = 20;

/** A line for each source that the kept text cites; for each source when the text has no marks. */
export function sourceLines(answer: Answer, kept: string, format: TextFormat): string[] {
  const marks = new Set(Array.from(kept.matchAll(/\[(\d{1,3})\]/g), (match) => Number(match[1])));
  const cited = answer.citations.filter(({ number }) => marks.has(number));
  const listed = marks.size === 0 ? answer.citations : cited;
  return listed.map((citation, index) => {
    const isRepeated = listed[index - 1]?.documentId === citation.documentId;
    return `[${citation.number}] ${isRepeated ? repeatedSource(citation, format) : namedSource(citation, format)}`;
  });
}

function namedSource({ title, sourceUrl, ...citation }: Citation, format: TextFormat): string {
  const page = citation.page === undefined ? null : `第${citation.page}页`;
  const about = [citation.publisher, citation.publishedAt, page].filter((value) => value !== null).join("，");
  const link = linkTo(`《${shorten(title, LONGEST_TITLE)}》`, sourceUrl, format);
  return `${link}${about === "" ? "" : format.escape(`（${about}）`)}`;
}

/** Another place in the document named on the line before. */
function repeatedSource({ title, headings, page, sourceUrl }: Citation, format: TextFormat): string {
  const heading = headings.at(-1) ?? title;
  const place = heading === title ? "" : `·${shorten(heading, LONGEST_HEADING)}`;
  const number = page === undefined ? "" : `·第${page}页`;
  return linkTo(`${SAME_DOCUMENT}${place}${number}`, sourceUrl, format);
}

/** The documents worth reading that a refusal names. */
export function relatedLines(answer: Answer, format: TextFormat): string[] {
  const related = answer.related ?? [];
  if (related.length === 0) return [];
  const lines = related.map(({ documentId, title }) => {
    const path = documentId.split("/").map(encodeURIComponent).join("/");
    return linkTo(`《${shorten(title, LONGEST_TITLE)}》`, `/sources/${path}`, format);
  });
  return ["相关文件：", ...lines];
}

/** A link to the whole of what was shortened: the first source. */
export function fullTextLink(answer: Answer, format: TextFormat): string[] {
  const source = answer.citations[0];
  return source ? [linkTo("查看全文", source.sourceUrl, format)] : [];
}

import type { Answer, Citation } from "../../domain.ts";
import type { Reply, ReplyPart } from "../adapter.ts";
import { cutText } from "./split-text.ts";
import { type Measure, sentenceEnds } from "./text-atoms.ts";

/** How a platform shows text. */
export interface TextFormat {
  limit: number;
  measure: Measure;
  /** Text from documents, people and models, so that the platform shows it and does nothing else with it. */
  escape(text: string): string;
  /** A link that people can follow. Both label and address have been checked. */
  link(label: string, url: string): string;
  publicUrl: string | null;
}

const LONGEST_TITLE = 40;
const LONGEST_QUESTION_NAME = 30;
/** Of the limit, what the answer's own words get before sources are left out to make room. */
const SMALLEST_BODY_SHARE = 0.2;

/** Why text differs from what was written, wording of the chat faces. */
const MASKED = "您的问题里可能有个人信息，已隐去后再查询。";
const EXTRACT_LABEL = "以上为原文摘录，未经改写。";
const PROCEDURE_LABEL = "以上按办事指南整理，请以经办单位答复为准。";
const GENERATED_LABEL = "AI生成，仅供参考。";

/** The parts of a reply as one text within the format's limit. A first part leaves half of it to the second. */
export function renderReplyText(reply: Reply, format: TextFormat): string {
  let rest = format.limit;
  const texts = reply.parts.map((part, index) => {
    const parts = reply.parts.length - index;
    const text = renderPart(part, format, Math.floor(rest / parts) - (parts - 1) * 2);
    rest -= format.measure(text) + 2;
    return text;
  });
  return texts.join("\n\n");
}

/**
 * One answer: notices, its text, 「依据」 with a line for each source, and what kind of text it is. One that does
 * not fit keeps whole sentences from its beginning, the sources those cite, and a link to the whole.
 */
function renderPart(part: ReplyPart, format: TextFormat, limit: number): string {
  const { answer } = part;
  const head = headLines(part).map(format.escape);
  const body = format.escape(answer.text).trim();
  const assemble = (kept: string, sources: readonly string[]): string => {
    const shortened = kept === body ? kept : [`${kept}…`, ...fullTextLink(answer, format)].join("\n");
    const text = [...head, shortened].join("\n");
    return [text, ...tailBlocks(answer, sources, format)].join("\n\n");
  };
  const fits = (text: string): boolean => format.measure(text) <= limit;

  for (const end of [body.length, ...sentenceEnds(body).reverse()]) {
    const kept = body.slice(0, end).trimEnd();
    const text = assemble(kept, sourceLines(answer, kept, format));
    if (fits(text)) return text;
  }
  return assembleWithinLimit(body, sourceLines(answer, firstSentence(body), format), assemble, format, limit);
}

/** For an answer whose first sentence is too long beside its sources: fewer sources, then fewer words. */
function assembleWithinLimit(
  body: string,
  sources: readonly string[],
  assemble: (kept: string, sources: readonly string[]) => string,
  format: TextFormat,
  limit: number,
): string {
  for (let count = sources.length; count >= 0; count--) {
    const some = sources.slice(0, count);
    const room = limit - format.measure(assemble("", some));
    if (room >= limit * SMALLEST_BODY_SHARE) return assemble(cutText(body, room, format.measure), some);
  }
  return cutText(body, limit, format.measure);
}

function headLines({ answer, earlierQuestion }: ReplyPart): string[] {
  const name =
    earlierQuestion === null ? [] : [`您先前问的“${shorten(earlierQuestion, LONGEST_QUESTION_NAME)}”：`];
  return [
    ...name,
    ...(answer.question.masked ? [MASKED] : []),
    ...answer.notices.map((notice) => notice.text),
  ];
}

function tailBlocks(answer: Answer, sources: readonly string[], format: TextFormat): string[] {
  const options = answer.outcome === "clarify" ? (answer.options ?? []) : [];
  const label = answerLabel(answer);
  const blocks = [
    options.map((option) => `· ${format.escape(option.question)}`),
    sources.length > 0 ? ["依据：", ...sources] : [],
    relatedLines(answer, format),
    label === null ? [] : [label],
  ];
  return blocks.filter((lines) => lines.length > 0).map((lines) => lines.join("\n"));
}

/** What kind of text an answer is; null where a notice says it already or there is nothing to say. */
function answerLabel(answer: Answer): string | null {
  if (answer.generatedBy === "extract") return EXTRACT_LABEL;
  if (answer.generatedBy === "procedure") return PROCEDURE_LABEL;
  const isLabelled = answer.notices.some((notice) => notice.code === "generated");
  return answer.generatedBy === "standard" || isLabelled ? null : GENERATED_LABEL;
}

/** A line for each source that the kept text cites; for each source when the text has no marks. */
function sourceLines(answer: Answer, kept: string, format: TextFormat): string[] {
  const marks = new Set(Array.from(kept.matchAll(/\[(\d{1,3})\]/g), (match) => Number(match[1])));
  const cited = answer.citations.filter(({ number }) => marks.has(number));
  return (marks.size === 0 ? answer.citations : cited).map((citation) => sourceLine(citation, format));
}

function sourceLine(citation: Citation, format: TextFormat): string {
  const title = `《${shorten(citation.title, LONGEST_TITLE)}》`;
  const about = [citation.publisher, citation.publishedAt].filter((value) => value !== null).join("，");
  const link = linkTo(title, citation.sourceUrl, format);
  return `[${citation.number}] ${link}${about === "" ? "" : format.escape(`（${about}）`)}`;
}

function relatedLines(answer: Answer, format: TextFormat): string[] {
  const related = answer.related ?? [];
  if (related.length === 0) return [];
  const lines = related.map(({ documentId, title }) => {
    const path = documentId.split("/").map(encodeURIComponent).join("/");
    return linkTo(`《${shorten(title, LONGEST_TITLE)}》`, `/sources/${path}`, format);
  });
  return ["相关文件：", ...lines];
}

function fullTextLink(answer: Answer, format: TextFormat): string[] {
  const source = answer.citations[0];
  return source ? [linkTo("查看全文", source.sourceUrl, format)] : [];
}

/** A link, or its label alone when there is no web address to link to. */
function linkTo(label: string, url: string, format: TextFormat): string {
  const address = webAddress(url, format.publicUrl);
  return address === null ? format.escape(label) : format.link(format.escape(label), address);
}

/** An absolute http(s) address, percent-encoded; a path is one of this service. Null for anything else. */
function webAddress(url: string, publicUrl: string | null): string | null {
  const isPath = url.startsWith("/") && !url.startsWith("//");
  const absolute = isPath ? `${publicUrl ?? ""}${url}` : url;
  if (!URL.canParse(absolute)) return null;
  const address = new URL(absolute);
  return address.protocol === "http:" || address.protocol === "https:" ? address.href : null;
}

function firstSentence(body: string): string {
  return body.slice(0, sentenceEnds(body)[0] ?? body.length);
}

function shorten(text: string, limit: number): string {
  const all = [...text.replaceAll(/\s+/g, " ").trim()];
  return all.length <= limit ? all.join("") : `${all.slice(0, limit - 1).join("")}…`;
}

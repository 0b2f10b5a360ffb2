import { type Answer, isAnswered } from "../../domain.ts";
import type { Reply, ReplyPart } from "../adapter.ts";
import { fullTextLink, relatedLines, sourceLines } from "./source-lines.ts";
import { cutText } from "./split-text.ts";
import { sentenceEnds } from "./text-atoms.ts";
import { shorten, type TextFormat } from "./text-format.ts";

const LONGEST_QUESTION_NAME = 30;
/** Of the limit, what the answer's own words get before sources are left out to make room. */
const SMALLEST_BODY_SHARE = 0.2;

/** An empty line between blocks. */
const BLOCK_GAP = "\n\n";

const ENDS_CITED = /\[\d{1,3}\][。！？；!?;]?$/;

/** Why text differs from what was written, wording of the chat faces. */
const MASKED = "您的问题里可能有个人信息，已隐去后再查询。";
const EXTRACT_LABEL = "以上为原文摘录，未经改写。";
const PROCEDURE_LABEL = "以上按办事指南整理，请以经办单位答复为准。";
const GENERATED_LABEL = "AI生成，仅供参考。";

/** A reply's text in blocks, of which all but the first are better not cut. Joined by empty lines they are the text. */
export type ReplyBlocks = readonly string[];

/** The parts of a reply as one text within the format's limit. A first part leaves half of it to the second. */
export function renderReplyText(reply: Reply, format: TextFormat): string {
  return renderReplyParts(reply, format).map(joinBlocks).join(BLOCK_GAP);
}

/** The same as `renderReplyText`, each part as its blocks. */
export function renderReplyParts(reply: Reply, format: TextFormat): ReplyBlocks[] {
  let rest = format.limit;
  return reply.parts.map((part, index) => {
    const parts = reply.parts.length - index;
    const blocks = renderPart(part, format, Math.floor(rest / parts) - (parts - 1) * BLOCK_GAP.length);
    rest -= format.measure(joinBlocks(blocks)) + BLOCK_GAP.length;
    return blocks;
  });
}

function joinBlocks(blocks: ReplyBlocks): string {
  return blocks.join(BLOCK_GAP);
}

/**
 * One answer: notices, its text, a table where the platform shows them, 「依据」 with a line for each source, and what
 * kind of text it is. One that does not fit keeps whole sentences from its beginning, the sources those cite, and a
 * link to the whole.
 */
function renderPart(part: ReplyPart, format: TextFormat, limit: number): ReplyBlocks {
  const { answer } = part;
  const head = headLines(part).map(format.escape);
  const body = format.escape(answer.text).trim();
  const assemble = (
    kept: string,
    sources: readonly string[],
    tables: readonly string[] = [],
  ): ReplyBlocks => {
    const shortened = kept === body ? kept : [`${kept}…`, ...fullTextLink(answer, format)].join("\n");
    const text = [...head, shortened].join("\n");
    return [text, ...tables, ...tailBlocks(answer, sources, format)];
  };
  const fits = (blocks: ReplyBlocks): boolean => format.measure(joinBlocks(blocks)) <= limit;

  const whole = assemble(body, sourceLines(answer, body, format), comparisonTable(answer, format));
  if (fits(whole)) return whole;
  for (const kept of beginnings(body)) {
    const blocks = assemble(kept, sourceLines(answer, kept, format));
    if (fits(blocks)) return blocks;
  }
  return assembleWithinLimit(body, sourceLines(answer, firstSentence(body), format), assemble, format, limit);
}

function comparisonTable({ comparison }: Answer, format: TextFormat): string[] {
  return comparison && format.table ? [format.table(comparison)] : [];
}

/**
 * The text, then its beginnings that end with a sentence and its citation marks, the longest first: what is
 * kept of a text still says where it is from. A text without marks may end with any sentence.
 */
function beginnings(body: string): string[] {
  const ends = sentenceEnds(body).map((end) => body.slice(0, end).trimEnd());
  const cited = ends.filter((kept) => ENDS_CITED.test(kept));
  return [body, ...(cited.length > 0 ? cited : ends).reverse()];
}

/** For an answer whose first sentence is too long beside its sources: fewer sources, then fewer words. */
function assembleWithinLimit(
  body: string,
  sources: readonly string[],
  assemble: (kept: string, sources: readonly string[]) => ReplyBlocks,
  format: TextFormat,
  limit: number,
): ReplyBlocks {
  for (let count = sources.length; count >= 0; count--) {
    const some = sources.slice(0, count);
    const room = limit - format.measure(joinBlocks(assemble("", some)));
    if (room >= limit * SMALLEST_BODY_SHARE) return assemble(cutText(body, room, format.measure), some);
  }
  return [cutText(body, limit, format.measure)];
}

function headLines({ answer, earlierQuestion }: ReplyPart): string[] {
  const name =
    earlierQuestion === null ? [] : [`您先前问的“${shorten(earlierQuestion, LONGEST_QUESTION_NAME)}”：`];
  return [
    ...name,
    ...(answer.question.masked ? [MASKED] : []),
    ...answer.notices.filter(({ code }) => code !== "privacy").map(({ text }) => text),
  ];
}

function tailBlocks(answer: Answer, sources: readonly string[], format: TextFormat): string[] {
  const options = answer.outcome === "clarify" ? (answer.options ?? []) : [];
  const label = answerLabel(answer);
  const choice = format.choice ?? ((question: string) => question);
  const blocks = [
    options.map((option) => `· ${choice(format.escape(option.question))}`),
    sources.length > 0 ? ["依据：", ...sources] : [],
    relatedLines(answer, format),
    label === null ? [] : [label],
    answer.notices.filter(({ code }) => code === "privacy").map(({ text }) => format.escape(text)),
  ];
  return blocks.filter((lines) => lines.length > 0).map((lines) => lines.join("\n"));
}

/** What kind of text an answer is; null where a notice says it already or there is nothing to say. */
function answerLabel({ generatedBy, notices, outcome }: Answer): string | null {
  if (!isAnswered(outcome)) return null;
  const has = (code: Answer["notices"][number]["code"]) => notices.some((notice) => notice.code === code);
  switch (generatedBy) {
    case "extract":
      return has("paraphrase") ? null : EXTRACT_LABEL;
    case "procedure":
      return PROCEDURE_LABEL;
    case "standard":
      return null;
    default:
      return has("generated") ? null : GENERATED_LABEL;
  }
}

function firstSentence(body: string): string {
  return body.slice(0, sentenceEnds(body)[0] ?? body.length);
}

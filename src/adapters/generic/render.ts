import type { Answer, Citation } from "../../domain.ts";
import type { ConversationRef, Reply } from "../adapter.ts";
import { markdownFormat, standardMarkdown } from "../shared/markdown.ts";
import { renderReplyText } from "../shared/reply-text.ts";
import { utf16Units } from "../shared/text-atoms.ts";

/** The event that carries an answer; null when everything has been said in another reply. */
export function answerEvent(reply: Reply, { id, handle }: ConversationRef, publicUrl: string | null) {
  const part = reply.parts.at(-1);
  if (!part) return null;
  return {
    type: "answer.completed",
    timestamp: part.answeredAt.toISOString(),
    data: {
      ...describeAnswer(part.answer),
      conversation: id,
      inReplyTo: handle.question,
      markdown: toMarkdown(reply, publicUrl),
    },
  };
}

/** The whole answer, with the short names of this webhook's body beside the names of `Answer`. */
function describeAnswer(answer: Answer) {
  return { ...answer, status: answer.outcome, citations: answer.citations.map(describeCitation) };
}

function describeCitation(citation: Citation) {
  return { n: citation.number, date: citation.publishedAt, ...citation };
}

function toMarkdown(reply: Reply, publicUrl: string | null): string {
  const limit = Number.POSITIVE_INFINITY;
  const format = { limit, measure: utf16Units, publicUrl, hasTables: true };
  return renderReplyText(reply, markdownFormat(standardMarkdown, format));
}

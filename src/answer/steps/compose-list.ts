import type { AnswerContext } from "../answer-context.ts";
import { createCitations } from "../citations.ts";
import type { Draft } from "../draft.ts";
import { asksForNames, headingList, type ListItem } from "../evidence/enumeration.ts";
import { answerLength } from "../evidence/extract.ts";
import type { RankedPart } from "../evidence/statement.ts";
import { isSupported } from "../evidence/support.ts";
import { LIST_LIMIT } from "../length-limits.ts";
import { addNotices } from "./add-notices.ts";

/** Asks for the whole list, not for one thing about it. */
const WHOLE = /全部|所有|列出|列一下|名单|名称|哪些|哪几|都有什么|分别是|一览|清单/;

/**
 * Answers a question for a list that the document gives as numbered headings, each item cited; says when
 * the document counts more than it names. False when the question asks for no such list.
 */
export async function composeList(
  draft: Draft,
  context: AnswerContext,
  ranked: readonly RankedPart[],
): Promise<boolean> {
  const [part] = ranked;
  if (!part || ranked.length > 1 || !asksForNames(part.part) || !WHOLE.test(part.part.text)) return false;
  const best = part.windows.find((window) => isSupported(window, part, true));
  if (!best) return false;
  const { document } = best.view;
  const items = headingList(
    await context.corpus.passages(document.id, draft.request.audience),
    part.part,
    part.terms,
  );
  if (items.length === 0) return false;
  const { citations, cite } = createCitations(draft.settings, draft.today);
  const lines: string[] = [];
  for (const item of items) {
    const range = rangeOf(item);
    if (!range) continue;
    const number = await cite({ document, passage: item.passage, range });
    if (number !== null) lines.push(`${item.heading}[${number}]`);
  }
  const counted = Number(/(\d+)[个项件条家]/.exec(part.part.text)?.[1] ?? 0);
  const isPartial = counted > lines.length;
  const text = `${isPartial ? "原文只列出了其中一部分：" : ""}${lines.join("；")}。`;
  if (lines.length === 0 || answerLength(text) > LIST_LIMIT) return false;
  draft.outcome = "answered_extract";
  draft.text = text;
  draft.citations = citations;
  if (isPartial)
    draft.notices.push({
      code: "partial",
      text: `问到 ${counted} 项，原文列出名称的有 ${lines.length} 项，其余没有写明。`,
    });
  addNotices(draft, [document]);
  return true;
}

function rangeOf({ passage, heading }: ListItem): { start: number; end: number } | null {
  const at = passage.shown.indexOf(heading);
  return at < 0 ? null : { start: passage.shownStart + at, end: passage.shownStart + at + heading.length };
}

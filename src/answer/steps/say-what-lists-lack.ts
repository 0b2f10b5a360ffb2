import type { Document } from "../../domain.ts";
import { fold } from "../../language/fold.ts";
import type { AnswerContext } from "../answer-context.ts";
import { type Draft, type SourcePassage, settleCanned } from "../draft.ts";
import { type AskedEntry, answerAbsence, askedEntry } from "../registers/answer-absence.ts";
import { answerRows } from "../registers/answer-rows.ts";
import { nameKey } from "../registers/name-key.ts";
import { readListQuestion } from "../registers/read-question.ts";

/**
 * After the documents: a question for an entry of a list is not answered by a text that merely counts the
 * list. What the lists at hand do not have is said, and that the list itself is not at hand. True always.
 */
export async function sayWhatListsLack(draft: Draft, context: AnswerContext): Promise<boolean> {
  const question = draft.understood;
  if (!question || draft.outcome === "clarify") return true;
  const index = await context.registers(context.corpus, draft.request.audience);
  const read = readListQuestion(draft, question, context, index);
  // A line of a list read as prose is no answer: what the list says of the entry is.
  const lists = new Set(index.editions.map(({ document }) => document.id));
  const isOpen =
    draft.outcome !== "answered_extract" || draft.citations.every(({ documentId }) => lists.has(documentId));
  const request = { draft, question, context, index, read };
  if (isOpen && (await answerRows(request, true))) return true;
  const entry = askedEntry(read);
  if (entry === null || read.hits.length > 0 || isNamedIn(draft, entry)) return true;
  if (!entry.isSure && !isOpen) return true;
  if (await answerAbsence(request, "rest")) return true;
  await refuseUnloaded(draft, context, entry, read.lists.missing);
  return true;
}

/** Whether the documents' answer speaks of the very entry. */
function isNamedIn({ outcome, citations }: Draft, { name }: AskedEntry): boolean {
  const key = nameKey(name);
  return outcome === "answered_extract" && citations.some(({ shown }) => nameKey(shown).includes(key));
}

/** What texts say of lists: how many entries one has. */
const COUNTED =
  /(?:证明|清单|权力|职权|职能|事项)[^。;；\n\d]{0,24}(\d{2,6}(?:余|多)?项)|(\d{2,6}(?:余|多)?项)[^。;；\n\d]{0,12}?(?:证明|权力|职权|职能|事项)/g;
/** What the entries that are counted must be called, by the name of the asked one. */
const TOPICS: readonly [RegExp, RegExp][] = [
  [/证明/, /证明/],
  [/./, /权力|职权|职能|清单|事项/],
];
const SEARCHED = 8;

/** Refuses where texts only count a list, naming the text; leaves the draft as it is where none does. */
async function refuseUnloaded(
  draft: Draft,
  context: AnswerContext,
  { name, isSure }: AskedEntry,
  missing: string | null,
): Promise<void> {
  const found =
    findCount(draft.passages, name) ??
    (isSure ? findCount(await searchCounts(draft, context, name), name) : null);
  const { related, outcome } = draft;
  if (found) {
    const { document, figure } = found;
    const about = `已收录的文件《${document.title}》只写了数量（如${figure}），没有逐项列出`;
    settleCanned(draft, "list_not_loaded", about);
    draft.related = [{ documentId: document.id, title: document.title }];
  } else if (isSure && missing !== null && outcome !== "answered_extract") {
    settleCanned(draft, "list_not_loaded", "已收录的文件也没有逐项列出");
    draft.related = related;
  }
}

function findCount(
  passages: readonly SourcePassage[],
  name: string,
): { document: Document; figure: string } | null {
  const topic = TOPICS.find(([named]) => named.test(name))?.[1] ?? /清单/;
  const counts = passages.flatMap(({ document, passage }) =>
    [...fold(passage.shown).matchAll(COUNTED)]
      .filter(([words]) => topic.test(words))
      .map(([words, before, behind]) => ({ document, words, figure: behind ?? before ?? "" })),
  );
  // 695项证明 says more of proofs than 证明…4386项.
  return counts.find(({ words }) => /^\d/.test(words)) ?? counts[0] ?? null;
}

/** Passages of the asked place that speak of such lists. */
async function searchCounts(
  { request, understood }: Draft,
  { corpus }: AnswerContext,
  name: string,
): Promise<SourcePassage[]> {
  const codes = understood?.places.flatMap(({ candidates }) => candidates.map(({ code }) => code)) ?? [];
  const query = /证明/.test(name) ? "取消 证明 事项 清单" : "权力 清单 事项 公布";
  return corpus.retrieve({
    query,
    limit: SEARCHED,
    audience: request.audience,
    filter: { kinds: ["policy", "summary"], ...(codes.length > 0 ? { regions: codes } : {}) },
  });
}

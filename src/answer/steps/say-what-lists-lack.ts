import { fold } from "../../language/fold.ts";
import type { AnswerContext } from "../answer-context.ts";
import { type Draft, settleCanned } from "../draft.ts";
import { type AskedEntry, answerAbsence, askedEntry } from "../registers/answer-absence.ts";
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
  const entry = askedEntry(read);
  if (entry === null || read.hits.length > 0 || isNamedIn(draft, entry)) return true;
  const isOpen = draft.outcome !== "answered_extract";
  if (!entry.isSure && !isOpen) return true;
  if (await answerAbsence({ draft, question, context, index, read }, "rest")) return true;
  if (entry.isSure) refuseUnloaded(draft, entry, read.lists.missing);
  return true;
}

/** Whether the documents' answer speaks of the very entry. */
function isNamedIn({ outcome, citations }: Draft, { name }: AskedEntry): boolean {
  const key = nameKey(name);
  return outcome === "answered_extract" && citations.some(({ shown }) => nameKey(shown).includes(key));
}

/** What texts say of lists: how many entries one has. */
const COUNTED =
  /(?:证明|清单|权力|职权|事项|目录)[^。;；\n]{0,40}?(\d{1,6}(?:余|多)?[项个条])|(\d{1,6}(?:余|多)?[项个条])[^。;；\n]{0,12}?(?:证明|权力|职权|事项)/;
const OF_PROOFS = /证明/;

function refuseUnloaded(draft: Draft, { name }: AskedEntry, missing: string | null): void {
  for (const { document, passage } of draft.passages) {
    const text = fold(passage.shown);
    const counted = COUNTED.exec(text);
    if (!counted || (OF_PROOFS.test(name) && !OF_PROOFS.test(counted[0]))) continue;
    const figure = counted[1] ?? counted[2] ?? "";
    settleCanned(
      draft,
      "list_not_loaded",
      `已收录的文件《${document.title}》只写了数量（如${figure}），没有逐项列出`,
    );
    draft.related = [{ documentId: document.id, title: document.title }];
    return;
  }
  const { related, outcome } = draft;
  if (missing !== null && outcome !== "answered_extract")
    settleCanned(draft, "list_not_loaded", "已收录的文件也没有逐项列出");
  draft.related = related;
}

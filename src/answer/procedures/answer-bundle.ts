import type { Document, ProcedureField } from "../../domain.ts";
import { fold } from "../../language/fold.ts";
import type { AnswerContext } from "../answer-context.ts";
import { createCitations } from "../citations.ts";
import type { Draft } from "../draft.ts";
import { documentCovers } from "../evidence/jurisdiction.ts";
import { addNotices } from "../steps/add-notices.ts";
import type { AskedFields } from "./asked-fields.ts";
import { composeCard, fitCard } from "./compose-card.ts";

const MOST_ITEMS = 8;
const CANDIDATES = 8;

/**
 * Answers for a bundle (一件事) whose own guide lacks the field asked for, from the guides of its items: a line
 * for each item that has one. False when the document bundles nothing or no item's guide says it.
 */
export async function answerBundle(
  draft: Draft,
  bundle: Document,
  asked: AskedFields,
  context: AnswerContext,
): Promise<boolean> {
  const items = bundle.procedure?.items.slice(0, MOST_ITEMS) ?? [];
  const { citations, citeStored } = createCitations(draft.settings, draft.today);
  const texts: string[] = [];
  const cited: Document[] = [];
  const shown: ProcedureField[] = [];
  for (const item of items) {
    const guide = await findGuide(draft, item, context);
    const lines = guide ? fitCard(composeCard(guide.procedure?.fields ?? [], asked)) : [];
    if (guide === null || !lines.some(({ field }) => field)) {
      texts.push(`${item}：没有收录这一项的办事指南`);
      continue;
    }
    const passages = await context.corpus.passages(guide.id, draft.request.audience);
    for (const { field, text } of lines) {
      const number = field ? await citeStored(guide, passages, field) : null;
      if (field && number !== null) texts.push(`${item}：${text}[${number}]`);
      if (field && number !== null) shown.push(field);
    }
    cited.push(guide);
  }
  if (cited.length === 0) return false;
  draft.outcome = "answered_procedure";
  draft.text = `${bundle.title}\n${texts.join("\n")}`;
  draft.citations = citations;
  draft.generatedBy = "procedure";
  draft.procedure = { documentId: bundle.id, name: bundle.procedure?.name ?? bundle.title, fields: shown };
  addNotices(draft, cited);
  return true;
}

/** The guide of an item of the bundle, by its name or an everyday name of it. */
async function findGuide(
  draft: Draft,
  item: string,
  { corpus, regions }: AnswerContext,
): Promise<Document | null> {
  const found = await corpus.retrieve({
    query: fold(item),
    limit: CANDIDATES,
    audience: draft.request.audience,
    filter: { kinds: ["procedure"] },
  });
  const places = draft.understood?.places ?? [];
  const named = found
    .map(({ document }) => document)
    .filter(({ title, procedure }) =>
      [title, procedure?.name, ...(procedure?.aliases ?? [])].some(
        (name) => name && fold(name) === fold(item),
      ),
    );
  const local = named.filter(
    (document) =>
      document.region === null ||
      places.length === 0 ||
      places.some((place) => documentCovers(document, place, regions)),
  );
  return local[0] ?? null;
}

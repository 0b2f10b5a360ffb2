import type { Draft } from "../draft.ts";
import { oneLine } from "./describe-row.ts";
import type { ListEntry } from "./list-edition.ts";

const MOST_OPTIONS = 4;

/** Settles the draft with the question which of several is meant. */
export function clarifyList(
  draft: Draft,
  what: string,
  choices: readonly { label: string; question: string; entry: Pick<ListEntry, "edition"> }[],
): void {
  const offered = choices.slice(0, MOST_OPTIONS);
  const labels = offered.map(({ label }, index) => `${index + 1}. ${label}`).join("；");
  const more = choices.length > MOST_OPTIONS ? `共有${choices.length}项，例如` : "";
  draft.outcome = "clarify";
  draft.citations = [];
  draft.notices = [];
  draft.text = `为了答得更准，请选择您问的${what}：${more}${labels}。`;
  draft.options = offered.map(({ label, question }) => ({ label, question }));
  const titles = new Map(
    offered.map(({ entry: { edition } }) => [edition.document.id, edition.document.title]),
  );
  draft.related = [...titles].map(([documentId, title]) => ({ documentId, title }));
}

/** What tells rows of one name apart: the values of the first column in which they differ. */
export function tellApart(entries: readonly ListEntry[]): string[] {
  const names = entries.map(({ row }) => oneLine(row.name));
  if (new Set(names).size === names.length) return names;
  const [first] = entries;
  const columns = first?.edition.register.columns ?? [];
  const skipped = new Set(["ordinal", "status", "code"]);
  for (const { label, field } of columns) {
    if (skipped.has(field)) continue;
    const values = entries.map(({ row }) =>
      oneLine(row.cells.find((cell) => cell.label === label)?.value ?? ""),
    );
    if (new Set(values).size === values.length && values.every((value) => value !== "")) return values;
  }
  return entries.map(({ row }, index) => row.department ?? `第${index + 1}项`);
}

import type { Notice, RegisterRow } from "../../domain.ts";
import { fold } from "../../language/fold.ts";
import { findFigures } from "../../language/numerals.ts";
import type { AnswerContext } from "../answer-context.ts";
import type { Draft } from "../draft.ts";
import { answerLength } from "../evidence/extract.ts";
import { LIST_LIMIT } from "../length-limits.ts";
import { createComposer } from "./composer.ts";
import { oneLine } from "./describe-row.ts";
import { editionWords, listWords, notesOf, withheldNotices } from "./edition-words.ts";
import type { RowFilter } from "./filters.ts";
import type { ListEdition } from "./list-edition.ts";

const MOST_NAMES = 15;
const MOST_CITED = 10;

/** Rows of an edition that meet all conditions. */
export function rowsThat({ register }: ListEdition, filters: readonly RowFilter[]): RegisterRow[] {
  return register.rows.filter((row) => filters.every((filter) => filter.holds(row)));
}

/** What was counted, as the answer says it: 市公安局、取消. */
export function conditionWords(filters: readonly RowFilter[]): string {
  const order = ["department", "cell", "name", "end"];
  return [...filters]
    .sort((a, b) => order.indexOf(a.sort) - order.indexOf(b.sort))
    .map(({ words }) => words)
    .join("、");
}

/** Settles the draft with how many rows meet the conditions; says so where the list itself states another figure. */
export async function composeCount(
  draft: Draft,
  context: AnswerContext,
  edition: ListEdition,
  filters: readonly RowFilter[],
): Promise<void> {
  const composer = createComposer(draft, context);
  const rows = rowsThat(edition, filters);
  const what = conditionWords(filters);
  const title = await composer.citeTitle(edition);
  const stated = statedFigure(edition, filters);
  const line = stated ? await composer.citeLine(edition, stated.span) : "";
  const differs = stated !== null && line !== "" && stated.value !== rows.length;
  const written = differs ? `清单自己写的是${stated.value}项，与逐行统计不同${line}` : "";
  const marks = differs ? title : [...new Set([title, line])].join("");
  const subject = what === "" ? "共有" : `${what}的有`;
  const words = editionWords(edition);
  const parts = partsOf(rows, filters);
  const text = `${subject}${rows.length}项${parts}：按${listWords(edition)}${words === "" ? "" : `（${words}）`}逐行统计${marks}`;
  composer.settle({
    text: `${[text, written].filter((part) => part !== "").join("；")}。`,
    edition,
    rows: rows.slice(0, MOST_CITED),
    notices: withheldNotices(edition),
  });
}

const MOST_PARTS = 5;

/** 其中直接取消7项、以数据共享代替71项: what the counted rows are, where the list writes it in several ways. */
function partsOf(rows: readonly RegisterRow[], filters: readonly RowFilter[]): string {
  if (!filters.some(({ sort }) => sort === "end")) return "";
  const counts = new Map<string, number>();
  for (const { status } of rows) {
    const words = oneLine(status ?? "");
    counts.set(words, (counts.get(words) ?? 0) + 1);
  }
  if (counts.size < 2 || counts.size > MOST_PARTS) return "";
  const told = [...counts].sort((a, b) => b[1] - a[1]).map(([words, count]) => `“${words}”${count}项`);
  return `，其中${told.join("、")}`;
}

const TOTAL = /(?:共计|合计|总计|共有?|总数(?:为)?|计)[^\d,，。;；]{0,12}$/;

/** The figure that the list's own notes give for what was counted; null where they give none. */
function statedFigure(edition: ListEdition, filters: readonly RowFilter[]) {
  const [filter] = filters;
  if (filters.length > 1 || (filter && filter.sort !== "end")) return null;
  const wanted = filter ? fold(filter.words) : null;
  for (const { span, text } of notesOf(edition)) {
    const folded = fold(text);
    for (const { value: digits, start, end } of findFigures(folded)) {
      const value = Number(digits);
      const before = folded.slice(Math.max(0, start - 16), start);
      const clause = /[^,，。;；:：]*$/.exec(before)?.[0] ?? "";
      if (
        !/^\s*(?:项|个|条|类|种|家|处)/.test(folded.slice(end)) &&
        !/[项个条类种家处]/.test(folded.slice(start, end))
      )
        continue;
      const fits = wanted === null ? TOTAL.test(before) : clause.includes(wanted);
      if (fits && Number.isInteger(value)) return { value, span };
    }
  }
  return null;
}

/** Settles the draft with the names of the rows that meet the conditions, as many as fit. */
export async function composeNames(
  draft: Draft,
  context: AnswerContext,
  edition: ListEdition,
  filters: readonly RowFilter[],
): Promise<void> {
  const rows = rowsThat(edition, filters);
  if (rows.length === 0) return composeCount(draft, context, edition, filters);
  const composer = createComposer(draft, context);
  const what = conditionWords(filters);
  const words = editionWords(edition);
  const title = rows.length > MOST_CITED ? await composer.citeTitle(edition) : "";
  const names: string[] = [];
  const head = `${what === "" ? "共有" : `${what}的有`}${rows.length}项（${listWords(edition)}${words}）${title}：`;
  for (const row of rows.slice(0, MOST_NAMES)) {
    const name = oneLine(row.name);
    if (answerLength(head + names.join("、") + name) > LIST_LIMIT - 12) break;
    names.push(`${name}${names.length < MOST_CITED ? await composer.citeRow({ edition, row }) : ""}`);
  }
  const isPartial = names.length < rows.length;
  composer.settle({
    text: `${head}${names.join("、")}${isPartial ? `等，这里只列出前${names.length}项` : ""}。`,
    edition,
    rows: rows.slice(0, names.length),
    notices: [...withheldNotices(edition), ...(isPartial ? [partOf(rows.length, names.length)] : [])],
  });
}

function partOf(all: number, told: number): Notice {
  return { code: "partial", text: `符合的有 ${all} 项，这里只列出 ${told} 项，其余请看清单原文。` };
}

/** Settles the draft with what is known of the edition: its day, who issued it, whether it is complete. */
export async function composeEdition(
  draft: Draft,
  context: AnswerContext,
  edition: ListEdition,
): Promise<void> {
  const composer = createComposer(draft, context);
  const { label, date, isComplete } = edition.register.edition;
  const { publisher, publishedAt } = edition.document;
  const day = date ?? publishedAt;
  const parts = [
    `${listWords(edition)}是${label ?? (day === null ? "未写明版次的一版" : `${day}的一版`)}`,
    day === null ? "没有写明日期" : label === null ? "" : `日期为${day}`,
    publisher === null ? "没有写明发布单位" : `由${publisher}发布`,
    isComplete ? "注明为完整清单" : "没有注明是否完整",
    `已收录${edition.register.rows.length}项`,
  ];
  const marks = isComplete ? await composer.citeWhole(edition) : await composer.citeTitle(edition);
  composer.settle({ text: `${parts.filter((part) => part !== "").join("，")}${marks}。`, edition, rows: [] });
}

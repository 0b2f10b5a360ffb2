import type { Notice } from "../../domain.ts";
import type { AnswerContext } from "../answer-context.ts";
import { type Draft, settleCanned } from "../draft.ts";
import { answerLength } from "../evidence/extract.ts";
import { FACT_LIMIT, LIST_LIMIT } from "../length-limits.ts";
import type { AskedAspect } from "./asked-aspect.ts";
import { createComposer } from "./composer.ts";
import {
  departmentOf,
  labelledCell,
  quoteName,
  replacementOf,
  type Told,
  tellRest,
  tellStatus,
} from "./describe-row.ts";
import { dispositionOf } from "./dispositions.ts";
import { editionWords, listWords } from "./edition-words.ts";
import type { ListEntry } from "./list-edition.ts";

/**
 * Settles the draft with what rows say to what is asked. Several rows stand one to a line, those of one name
 * told apart by `apart`. A cell that is empty, or a column that the list does not have, is not guessed.
 */
export async function composeRows(
  draft: Draft,
  context: AnswerContext,
  entries: readonly ListEntry[],
  asked: AskedAspect,
  apart: readonly (string | undefined)[] = [],
): Promise<void> {
  const [first] = entries;
  if (!first) return;
  const told = entries.map((entry, at) => ({ entry, own: apart[at], told: tell(entry, asked, draft) }));
  const known = told.filter(({ told: pieces }) => pieces.length > 0);
  if (known.length === 0) return refuseMissing(draft, first, asked);
  const composer = createComposer(draft, context);
  const isOne = known.length === 1;
  const lines: string[] = [];
  for (const { entry, own, told: pieces } of known) {
    const label = own === undefined ? place(draft, entry, isOne) : `${own}：`;
    const head = label + pieces.map(({ text }) => text).join("；");
    const more = isOne ? fitting(entry, head, asked) : [];
    const values = [...pieces, ...more].flatMap((piece) => piece.values);
    const rest = more.length > 0 ? `。${more.map(({ text }) => text).join("；")}` : "";
    const line = `${head}${rest}${isOne ? source(entry) : ""}`;
    const marks = await composer.citeRow(entry, values);
    if (lines.length > 0 && answerLength(lines.join("")) + answerLength(line) > LIST_LIMIT) break;
    if (marks !== "") lines.push(line + marks);
  }
  const tail = isOne ? "" : source(first);
  const text = `${lines.join("；\n")}${tail}。`;
  if (lines.length === 0) return refuseMissing(draft, first, asked);
  const editions = [...new Set(known.map(({ entry }) => entry.edition))];
  composer.settle({
    text,
    edition: first.edition,
    rows: known.slice(0, lines.length).map(({ entry }) => entry.row),
    others: editions.filter((edition) => edition !== first.edition),
    notices: untold(entries, known.slice(0, lines.length)),
  });
}

/** Says of which of several rows nothing is told: their cells are empty, or the answer is full. */
function untold(entries: readonly ListEntry[], told: readonly { entry: ListEntry }[]): Notice[] {
  const names = entries
    .filter((entry) => told.every((one) => one.entry !== entry))
    .map(({ row }) => quoteName(row.name));
  if (names.length === 0) return [];
  return [{ code: "partial", text: `没有答到${[...new Set(names)].join("、")}，请分开再问或看清单原文。` }];
}

/** The place of the list where the question names none. */
function place(draft: Draft, { edition }: ListEntry, isOne: boolean): string {
  const { region } = edition.document;
  const isSaid = (draft.understood?.places.length ?? 0) > 0 || region === null;
  return isSaid || !isOne ? "" : `${region.name}：`;
}

function source({ edition }: ListEntry): string {
  const words = editionWords(edition);
  return `（${listWords(edition)}${words}）`;
}

/** The rest of a row as far as it fits. */
function fitting(entry: ListEntry, head: string, { aspect }: AskedAspect): Told[] {
  if (aspect === "cell") return [];
  const fits: Told[] = [];
  let length = answerLength(head) + answerLength(source(entry)) + 4;
  for (const piece of tellRest(entry, entry.edition.kind)) {
    const more = answerLength(piece.text) + 1;
    const isSaid = piece.values.every((value) => head.includes(value));
    if (length + more > FACT_LIMIT || isSaid) continue;
    fits.push(piece);
    length += more;
  }
  return fits;
}

function tell(entry: ListEntry, asked: AskedAspect, { today }: Draft): Told[] {
  const name = quoteName(entry.row.name);
  const status = tellStatus(entry, today);
  switch (asked.aspect) {
    case "who": {
      const department = departmentOf(entry);
      return department
        ? [
            {
              text: `归${department.value}管：${name}的${department.label}是${department.value}`,
              values: [department.value],
            },
          ]
        : [];
    }
    case "cell":
      return tellCells(entry, asked, status);
    case "replacement":
      return tellReplacement(entry, status);
    case "receiver":
      return tellReceiver(entry, status);
    case "delegated":
      return [tellDelegated(entry, status)];
    case "member":
      return [{ text: `在清单里：${status.text}`, values: status.values }];
    default:
      return [status];
  }
}

function tellCells({ row, edition }: ListEntry, { columns }: AskedAspect, status: Told): Told[] {
  const cells = columns.flatMap(({ label }) => labelledCell(row, label) ?? []);
  if (cells.length === 0) return [];
  const text = cells.map(({ label, value }) => `${label}是${value}`).join("，");
  const told = { text: `${quoteName(row.name)}的${text}`, values: cells.map(({ value }) => value) };
  // The level alone misleads where the matter has moved to another.
  const end = dispositionOf(row, edition.register);
  const hasMoved =
    columns.some(({ field }) => field === "level") && (end === "delegated" || end === "transferred");
  return hasMoved ? [told, status] : [told];
}

function tellReplacement(entry: ListEntry, status: Told): Told[] {
  const other = replacementOf(entry);
  if (!other) return entry.row.status === null ? [] : [status];
  return [
    { text: `${other.label}是${other.value}：${status.text}`, values: [...status.values, other.value] },
  ];
}

const RECEIVING = /承接|接收|移交/;

function tellReceiver(entry: ListEntry, status: Told): Told[] {
  const cell = entry.row.cells.find(({ label, value }) => RECEIVING.test(label) && value.trim() !== "");
  const other = cell ?? replacementOf(entry);
  const moved = ["transferred", "delegated"].includes(dispositionOf(entry.row, entry.edition.register) ?? "");
  if (!other) return moved ? [] : [{ ...status, text: `清单没有写它转给谁：${status.text}` }];
  return [
    { text: `${other.label}是${other.value}：${status.text}`, values: [...status.values, other.value] },
  ];
}

function tellDelegated(entry: ListEntry, status: Told): Told {
  const isSo = dispositionOf(entry.row, entry.edition.register) === "delegated";
  return isSo ? status : { ...status, text: `清单没有写明下放：${status.text}` };
}

function refuseMissing(draft: Draft, entry: ListEntry, asked: AskedAspect): void {
  const wanted = asked.columns[0]?.label ?? WANTED[asked.aspect] ?? "这一项";
  settleCanned(draft, "not_in_list", `${quoteName(entry.row.name)}的${wanted}`);
  const { id, title } = entry.edition.document;
  draft.related = [{ documentId: id, title }];
}

const WANTED: Partial<Record<AskedAspect["aspect"], string>> = {
  who: "负责部门",
  cell: "依据",
  replacement: "替代方式",
  receiver: "承接单位",
};

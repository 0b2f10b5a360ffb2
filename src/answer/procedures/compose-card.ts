import type { ProcedureField } from "../../domain.ts";
import type { AskedFields } from "./asked-fields.ts";
import { fieldsFor, labelOfKey } from "./field-groups.ts";

/** A line of a card: a field's label and values with the field they rest on. */
export interface CardLine {
  field: ProcedureField | null;
  text: string;
}

/** The fields of a whole card in the order people need them. */
const CARD_ORDER = [
  "items",
  "conditions",
  "prohibited",
  "quota",
  "materials",
  "exempt",
  "tolerated",
  "steps",
  "online",
  "timeLimit",
  "promisedLimit",
  "statutoryLimit",
  "special",
  "fee",
  "feeRelief",
  "place",
  "hall",
  "window",
  "hours",
  "appointment",
  "visits",
  "visitReason",
  "result",
  "delivery",
  "validity",
  "phone",
  "complaint",
  "basis",
  "notes",
];
/** Elements whose absence a card must own up to; for materials those that need not be handed in will do. */
const MANDATORY = ["conditions", "materials", "steps", "fee", "place", "hours", "phone", "basis"];
/** What a long card leaves out first, whole fields at a time. Materials and conditions are never left out. */
const LEFT_OUT = [
  "notes",
  "complaint",
  "visitReason",
  "special",
  "window",
  "hall",
  "quota",
  "prohibited",
  "validity",
  "delivery",
  "feeRelief",
  "appointment",
  "result",
  "tolerated",
  "visits",
  "basis",
  "online",
  "steps",
  "hours",
  "phone",
  "place",
  "fee",
  "statutoryLimit",
  "promisedLimit",
  "timeLimit",
];
const SILENT = "本指南未载明";
const REST: CardLine = { field: null, text: "其余见原文" };

/** The lines that answer: the asked fields, or the whole card in its fixed order. */
export function composeCard(fields: readonly ProcedureField[], asked: AskedFields): CardLine[] {
  if (asked.keys.length > 0) {
    const found = asked.keys.flatMap((key) => fieldsFor(fields, key));
    return onePerRange([...new Set(found)]).map(lineOf);
  }
  const lines = CARD_ORDER.flatMap((key): CardLine[] => {
    const found = fields.filter((field) => field.key === key);
    if (found.length > 0) return found.map(lineOf);
    const isSilent = MANDATORY.includes(key) && fieldsFor(fields, key).length === 0;
    return isSilent ? [{ field: null, text: `${labelOfKey(key)}：${SILENT}` }] : [];
  });
  const told = new Set(onePerRange(lines.flatMap(({ field }) => field ?? [])));
  return lines.filter(({ field }) => field === null || told.has(field));
}

/** A label that names several fields (办理地点、时间) is told once. */
function onePerRange(fields: readonly ProcedureField[]): ProcedureField[] {
  const seen = new Set<string>();
  return fields.filter(({ start, end, label, values }) => {
    const key = JSON.stringify([start, end, label, values]);
    return !seen.has(key) && seen.add(key);
  });
}

/** Longest card and longest answer of one field, in characters (contract: a whole card has at most 1,200). */
const LONGEST_CARD = 1_150;
const LONGEST_FIELD = 1_100;

/**
 * The card within its length: less important fields are left to the source, whole. Values are cut nowhere else
 * than at their own ends, and then the line says how many there are.
 */
export function fitCard(lines: readonly CardLine[]): CardLine[] {
  const fitting = lines.length === 1 ? [...lines] : leaveOut(lines);
  let over = lengthOf(fitting) - (lines.length === 1 ? LONGEST_FIELD : LONGEST_CARD);
  for (const line of [...fitting].sort((a, b) => b.text.length - a.text.length)) {
    if (over <= 0) break;
    const cut = cutValues(line, sizeOf(line.text) - over);
    over -= sizeOf(line.text) - sizeOf(cut.text);
    fitting[fitting.indexOf(line)] = cut;
  }
  return fitting;
}

/** Whether a card does not fit without leaving anything out. */
export function isTooLong(lines: readonly CardLine[]): boolean {
  return lengthOf(lines) > LONGEST_CARD;
}

function leaveOut(lines: readonly CardLine[]): CardLine[] {
  let kept = [...lines];
  let isWhole = true;
  for (const key of LEFT_OUT) {
    if (lengthOf(kept) <= LONGEST_CARD - (isWhole ? 0 : REST.text.length)) break;
    const without = kept.filter(({ field }) => field?.key !== key);
    isWhole &&= without.length === kept.length;
    kept = without;
  }
  return isWhole ? kept : [...kept, REST];
}

function lengthOf(lines: readonly CardLine[]): number {
  return lines.reduce((sum, { text }) => sum + sizeOf(text), 0);
}

/** Characters as the contract counts them: code points without white space. */
function sizeOf(text: string): number {
  return [...text.replace(/\s/gu, "")].length;
}

/** As many whole values as fit, with their number; one value that is longer than all is cut. */
function cutValues({ field, text }: CardLine, room: number): CardLine {
  if (field === null) return { field, text };
  const head = headOf(field);
  for (let count = field.values.length - 1; count > 0; count--) {
    const note = `（共 ${field.values.length} 项，以下为前 ${count} 项，其余见原文）`;
    const cut = `${head}${note}：${joinValues(field.values.slice(0, count))}`;
    if (sizeOf(cut) <= room) return { field, text: cut };
  }
  const cut = [...text].slice(0, Math.max(80, room - 10)).join("");
  return { field, text: `${cut}……其余见原文` };
}

/** Labels of the asked fields the guide does not have. */
export function missingLabels(fields: readonly ProcedureField[], asked: AskedFields): string[] {
  return asked.keys
    .filter((key) => fieldsFor(fields, key).length === 0)
    .flatMap((key) => labelOfKey(key) ?? []);
}

/** A field as one line: its label with its case, and its values. */
export function lineOf(field: ProcedureField): CardLine {
  // Without numbers of our own: every figure of an answer stands in its source.
  return { field, text: `${headOf(field)}：${joinValues(field.values)}` };
}

function headOf({ label, branch }: ProcedureField): string {
  return branch === null ? label : `${label}（${branch}）`;
}

function joinValues(values: readonly string[]): string {
  return values.map((value) => value.replace(/[。；;]{1,9}$/, "")).join("；");
}

import type { RegisterColumn, RegisterRow, Span } from "../../domain.ts";
import { readDay } from "../metadata/read-day.ts";
import { readDisposition, readReplacement } from "./read-disposition.ts";

/** A line of a table in the stored text. A cell is the text as it stands there. */
export interface TableLine extends Span {
  cells: string[];
}

/** Where a row stands in its file. */
export interface RowPlace {
  /** As counted from 1 in its sheet. */
  row: number;
  sheet: string | null;
}

/** A row that can't be an entry. */
export interface RefusedRow extends RowPlace {
  code: string;
  message: string;
  text: string;
}

type Field = RegisterColumn["field"];

const NOTHING = /^(?:[-—–－/\\]{1,4}|无|暂无|没有|空|同上|同前|〃|″)$/;
const SAME_AS_ABOVE = /^(?:同上|同前|〃|″)$/;
const MOST_ALIASES = 50;

/**
 * A row of a list out of its line. `section` holds what the lines above it say for it, by field; null for a
 * line without a name.
 */
export function readRow(
  line: TableLine,
  columns: readonly RegisterColumn[],
  section: Partial<Record<Field, string>> = {},
): RegisterRow | null {
  const written = (field: Field): string | null => {
    const column = columns.findIndex((candidate) => candidate.field === field);
    const value = column < 0 ? "" : (line.cells[column] ?? "").trim();
    return value === "" || (NOTHING.test(value) && field !== "name") ? (section[field] ?? null) : value;
  };
  const name = written("name");
  if (name === null) return null;
  const status = written("status") ?? tickedStatus(line, columns);
  const other = written("replacedBy");
  const replacement = other === status ? null : other; // one cell merged over both columns
  return {
    name,
    aliases: aliasesOf(name, written("aliases") ?? ""),
    code: written("code"),
    status,
    disposition: dispositionOf(status, replacement),
    replacedBy: replacement ?? (status === null ? null : readReplacement(status)),
    department: written("department"),
    level: written("level"),
    region: written("region"),
    basis: written("basis"),
    from: readDay(written("from") ?? ""),
    to: readDay(written("to") ?? ""),
    cells: columns.map(({ label }, column) => ({ label, value: (line.cells[column] ?? "").trim() })),
    start: line.start,
    end: line.end,
  };
}

/** What 「同上」 in a line stands for, by the row above it. */
export function sameAsAbove(
  line: TableLine,
  columns: readonly RegisterColumn[],
  above: RegisterRow | undefined,
): Partial<Record<Field, string>> {
  const said: Partial<Record<Field, string>> = {};
  for (const [column, { field }] of columns.entries()) {
    if (!SAME_AS_ABOVE.test((line.cells[column] ?? "").trim()) || above === undefined) continue;
    const value = above[field as keyof RegisterRow];
    if (typeof value === "string") said[field] = value;
  }
  return said;
}

const TICK = /^(?:[√✓✔☑●○◎■]|是|有)$/;

/** Columns 取消, 保留, 数据共享 with a tick in one of them: the label of that one is the status. */
function tickedStatus(line: TableLine, columns: readonly RegisterColumn[]): string | null {
  const ticked = columns.flatMap(({ label, field }, column) => {
    const isTicked = field === "other" && TICK.test((line.cells[column] ?? "").trim());
    const own = label.slice(label.lastIndexOf(" · ") + 1).replace(/^是否(?=取消|保留)/, "");
    return isTicked && !own.includes("是否") && readDisposition(own) !== null ? [own] : [];
  });
  return ticked.length === 1 ? (ticked[0] ?? null) : null;
}

/** A status speaks before what takes the entry's place. */
function dispositionOf(status: string | null, replacement: string | null): RegisterRow["disposition"] {
  if (status !== null) return readDisposition(status);
  const found = replacement === null ? null : readDisposition(replacement);
  return found?.startsWith("replaced_by") ? found : null;
}

const NAMED_BESIDE =
  /[（(](?:又称|又名|俗称|原名称?|原称|原(?!件|则|始)|简称|别名|曾用名|也叫|也称|亦称)[:：]?([^（()）]{1,80})[）)]/;

/** The names of its own column, and those in the name's brackets: 「居住证明（又称暂住证明）」, with the name before them. */
function aliasesOf(name: string, written: string): string[] {
  const beside = NAMED_BESIDE.exec(name);
  const bare = beside === null ? [] : [name.replace(beside[0], "").trim()];
  const all = [...bare, ...splitAliases(beside?.[1] ?? ""), ...splitAliases(written)];
  return [...new Set(all)].filter((alias) => alias !== "" && alias !== name);
}

/** 「暂住证、居住登记证明；老居住证」: other names, each once. */
function splitAliases(text: string): string[] {
  const names = text
    .slice(0, 2_000)
    .split(/[、，,；;/|／｜\n]/)
    .map((name) => name.trim().replace(/^[“"「]|[”"」]$/g, ""))
    .filter((name) => name !== "" && !NOTHING.test(name));
  return [...new Set(names)].slice(0, MOST_ALIASES);
}

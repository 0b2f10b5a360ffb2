import type { Span, Visibility } from "../../domain.ts";
import {
  blotPersonalData,
  findWithheldData,
  type PersonalDataKind,
  personalDataLabel,
} from "../../language/personal-data.ts";
import { splitSentences } from "../../language/sentences.ts";
import { findShifted } from "../cleaning/clean-byte-shift.ts";
import { findInstructions } from "./find-instructions.ts";

/** What of a shown text enters no passage, and why. */
export interface Withheld {
  /** Shown ranges, sorted, not overlapping. */
  spans: Span[];
  /** Shown text with personal numbers blotted out, of the same length. */
  shown: string;
  reports: { code: string; message: string }[];
}

/** A longer line loses only the sentences that hold a number. */
const LONGEST_WHOLE_LINE = 300;
const INTERNAL = /\[internal\]/i;

/** Decides which parts of a shown text are withheld: personal data, instructions to a machine, damage, internal parts. */
export function withhold(shown: string, visibility: Visibility): Withheld {
  const personal = findWithheldData(shown);
  const instructions = findInstructions(shown);
  const shifted = findShifted(shown);
  const internal = visibility === "public" && INTERNAL.test(shown) ? [{ start: 0, end: shown.length }] : [];
  const lines = [...personal, ...shifted].map((found) => partAround(shown, found));
  return {
    spans: unite([...lines, ...instructions, ...internal]),
    shown: blotPersonalData(shown, personal),
    reports: [
      ...reportPersonal(personal.map(({ kind }) => kind)),
      ...reportCount("ingest.instruction_like", instructions.length, "像是写给机器的指令，未收入检索"),
      ...reportCount("ingest.damaged_characters", shifted.length, "文字错位，无法还原，未收入检索"),
      ...reportCount("ingest.internal_part", internal.length, "标为内部，未收入公开检索"),
    ],
  };
}

/** The line around a number, or its sentence in a long line. */
function partAround(shown: string, { start, end }: Span): Span {
  const from = shown.lastIndexOf("\n", start) + 1;
  const newline = shown.indexOf("\n", end);
  const to = newline < 0 ? shown.length : newline;
  if (to - from <= LONGEST_WHOLE_LINE) return { start: from, end: to };
  // Only the neighbourhood is split: a line may be as long as the file.
  const near = Math.max(from, start - LONGEST_WHOLE_LINE);
  const sentences = splitSentences(shown.slice(near, Math.min(to, end + LONGEST_WHOLE_LINE)));
  const touching = sentences.filter((span) => span.start + near < end && start < span.end + near);
  const first = touching[0];
  const last = touching.at(-1);
  return first === undefined || last === undefined
    ? { start, end }
    : { start: first.start + near, end: last.end + near };
}

function unite(spans: Span[]): Span[] {
  const united: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    const last = united.at(-1);
    if (last !== undefined && span.start <= last.end) last.end = Math.max(last.end, span.end);
    else united.push({ ...span });
  }
  return united;
}

function reportPersonal(kinds: PersonalDataKind[]): Withheld["reports"] {
  return [...new Set(kinds)].map((kind) => {
    const count = kinds.filter((other) => other === kind).length;
    const message = `有 ${count} 处${personalDataLabel(kind)}，所在段落未收入检索，显示时已遮盖。`;
    return { code: `ingest.personal_data`, message };
  });
}

function reportCount(code: string, count: number, what: string): Withheld["reports"] {
  return count === 0 ? [] : [{ code, message: `有 ${count} 处${what}。` }];
}

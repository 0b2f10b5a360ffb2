import { readFileSync } from "node:fs";
import { WenbanError } from "../errors.ts";

/** What reading one file may take. Memory is watched within the parser process (`startWatch`). */
export interface ParseLimits {
  /** Processor time in milliseconds, where the system tells it. */
  cpuMs: number;
  /** Time that passes, in milliseconds; generous, as a busy machine must not fail an honest file. */
  wallMs: number;
}

export const PARSE_LIMITS: ParseLimits = { cpuMs: 10_000, wallMs: 60_000 };

/** Linux counts processor time in hundredths of a second towards programs, whatever it counts itself. */
const TICK_MS = 10;

/** Processor time that a process has used, in milliseconds; null where the system has no /proc. */
export function readCpuMs(pid: number | undefined): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    // The program's name stands in brackets and may hold anything; the fields after it are numbers.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const ticks = Number(fields[11]) + Number(fields[12]);
    return Number.isFinite(ticks) ? ticks * TICK_MS : null;
  } catch {
    return null;
  }
}

export function tooSlow(): WenbanError {
  return new WenbanError("unprocessable", "ingest.too_slow", "解析这个文件用时过长，已停止。", {
    hint: "文件可能已损坏或过于复杂；请用 Office 或 WPS 打开后另存，或拆成几个文件。",
  });
}

export function tooMuchMemory(): WenbanError {
  return new WenbanError("unprocessable", "ingest.too_much_memory", "解析这个文件占用内存过多，已停止。", {
    hint: "请拆成几个较小的文件，或另存后再放入。",
  });
}

export function parserFailed(): WenbanError {
  return new WenbanError("unprocessable", "ingest.parser_failed", "文件结构异常，无法解析。", {
    hint: "请用 Office 或 WPS 打开后另存，再放入。",
  });
}

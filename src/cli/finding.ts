import { exitCode, toWenbanError } from "../errors.ts";

/** What a check found: one sentence, and for what is not in order one thing to do. */
export interface Finding {
  name: string;
  /** False fails the whole; a warning and a thing still to be done do not. */
  isOk: boolean;
  level: "ok" | "warn" | "todo" | "fail";
  text: string;
  /** What to run or set; null when there is nothing to do. */
  command: string | null;
  /** Exit code of a failure, as the contract lists them; 0 otherwise. */
  exitCode: number;
}

export const NOT_CONFIGURED = 3;
export const UNREACHABLE = 5;

export function ok(name: string, text: string): Finding {
  return { name, isOk: true, level: "ok", text, command: null, exitCode: 0 };
}

/** Something worth knowing that stops nothing. */
export function remark(level: "warn" | "todo", name: string, text: string, command: string | null): Finding {
  return { name, isOk: true, level, text, command, exitCode: 0 };
}

export function fail(name: string, text: string, command: string | null, code = NOT_CONFIGURED): Finding {
  return { name, isOk: false, level: "fail", text, command, exitCode: code };
}

/** A check that threw. */
export function failed(name: string, thrown: unknown, command: string): Finding {
  const error = toWenbanError(thrown);
  return fail(name, error.message, command, exitCode(error));
}

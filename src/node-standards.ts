import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { readStandardAnswers } from "./answer/standard/read-standard-answers.ts";
import type { StandardAnswers } from "./answer/standard/standard-answer.ts";
import { toWenbanError, WenbanError } from "./errors.ts";
import type { RegionTable } from "./language/regions.ts";
import type { Logger } from "./logger.ts";
import { PACKAGE_ROOT } from "./node-runtime.ts";

const FILE = "standard-answers.yaml";

/** Where approved answers lie, and what reading them takes. */
export interface StandardsRequest {
  /** The operator's own file: named, or `standard-answers.yaml` in the data directory. */
  dataDir: string;
  path: string | null;
  regions: RegionTable;
  logger: Logger;
  /** Looks for changes this often, in milliseconds; absent: never. */
  pollMs?: number | undefined;
}

/** The approved answers, read again when a file changes. */
export interface OpenedStandards {
  current(): StandardAnswers;
  /** Reads the files again if one has changed; a file that is wrong now leaves what was read before. */
  refresh(): Promise<void>;
  close(): void;
}

/** The text of the approved answers as shipped. */
export function readShippedStandards(): Promise<string> {
  return readFile(join(PACKAGE_ROOT, "knowledge", FILE), "utf8");
}

/** The operator's own file. */
export function ownStandardsPath({ dataDir, path }: Pick<StandardsRequest, "dataDir" | "path">): string {
  return path ?? join(dataDir, FILE);
}

/**
 * Reads the shipped approved answers and the operator's own, which win where both have an id.
 * @throws WenbanError `standard.unreadable`, `standard.missing` for a named file that is not there
 */
export async function openStandards(request: StandardsRequest): Promise<OpenedStandards> {
  const { logger, pollMs } = request;
  const own = ownStandardsPath(request);
  const shipped = asShipped(
    readStandardAnswers(await readShippedStandards(), request.regions, `knowledge/${FILE}`),
  );
  let stamp = await stampOf(own);
  let standards = await readAll();
  tell();

  async function readAll(): Promise<StandardAnswers> {
    const text = await readFile(own, "utf8").catch((cause) => {
      if (request.path === null) return null;
      throw missing(request.path, cause);
    });
    return text === null ? shipped : merge(readStandardAnswers(text, request.regions, own), shipped);
  }
  function tell(): void {
    for (const { line, entry } of standards.problems) logger.warn("standard.entry_not_used", { entry, line });
  }
  async function refresh(): Promise<void> {
    const now = await stampOf(own);
    if (now === stamp) return;
    stamp = now;
    try {
      standards = await readAll();
      tell();
      logger.info("standard.taken", { entries: standards.entries.length });
    } catch (error) {
      logger.error("standard.not_taken", { code: toWenbanError(error).code });
    }
  }
  const timer = pollMs === undefined ? null : setInterval(() => void refresh(), pollMs).unref();
  return {
    current: () => standards,
    refresh,
    close: () => void (timer && clearInterval(timer)),
  };
}

function asShipped({ entries, problems }: StandardAnswers): StandardAnswers {
  return { entries: entries.map((entry) => ({ ...entry, isShipped: true })), problems };
}

function merge(own: StandardAnswers, shipped: StandardAnswers): StandardAnswers {
  const ids = new Set(own.entries.map(({ id }) => id));
  return {
    entries: [...own.entries, ...shipped.entries.filter(({ id }) => !ids.has(id))],
    problems: [...own.problems, ...shipped.problems],
  };
}

/** Changes when the file is written anew; empty where there is none. */
async function stampOf(path: string): Promise<string> {
  const found = await stat(path, { bigint: true }).catch(() => null);
  return found ? `${found.mtimeNs} ${found.size} ${found.ino}` : "";
}

function missing(path: string, cause: unknown): WenbanError {
  const message = `标准答案文件不存在：${path}。No such file.`;
  return new WenbanError("not_configured", "standard.missing", message, {
    hint: "改正 WENBAN_STANDARD_ANSWERS，或去掉它。Correct the variable, or leave it out.",
    cause,
  });
}

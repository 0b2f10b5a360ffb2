import type { Environment } from "../config.ts";
import {
  type OpeningOptions,
  openWorkplace,
  readSettings,
  type Settings,
  type Workplace,
} from "../node-services.ts";
import { createIndexProgress, type Terminal } from "./terminal.ts";

/** Flags that stand above variables. */
export interface Flags {
  data?: string;
  port?: string;
  host?: string;
}

/** The environment with flags over it, under the names of their variables. */
export function withFlags(env: Environment, { data, port, host }: Flags): Environment {
  return {
    ...env,
    ...(data !== undefined && { WENBAN_DATA: data }),
    ...(port !== undefined && { WENBAN_PORT: port }),
    ...(host !== undefined && { WENBAN_HOST: host }),
  };
}

/**
 * Opens everything a command needs to search and answer. A data directory that was never indexed gets the
 * shipped knowledge first, with progress on standard error.
 */
export async function openPrepared(
  settings: Settings,
  terminal: Terminal,
  options: Pick<OpeningOptions, "pollMs" | "samples"> = {},
): Promise<Workplace> {
  const progress = createIndexProgress(terminal);
  const workplace = await openWorkplace(settings, {
    ...options,
    signal: terminal.signal,
    onProgress: progress.onProgress,
    onShippedIndexing: (dataDir) =>
      void terminal.stderr.write(
        `首次使用 ${dataDir}，正在收录随附的知识… Indexing the shipped knowledge.\n`,
      ),
  });
  progress.done();
  return workplace;
}

/** The settings that flags and environment give, and everything opened with them. */
export async function prepareWorkplace(
  env: Environment,
  flags: Flags,
  terminal: Terminal,
): Promise<Workplace> {
  return openPrepared(await readSettings(withFlags(env, flags)), terminal);
}

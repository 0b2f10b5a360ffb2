import { userInfo } from "node:os";
import { join } from "node:path";
import { readConfig } from "../config.ts";
import {
  applyChange,
  type ControlChange,
  type ControlState,
  INITIAL_STATE,
} from "../control/control-change.ts";
import type { ControlStore } from "../control/control-store.ts";
import { openSqliteControlStore } from "../control/stores/sqlite-control-store.ts";
import { prepareDataDirectory } from "../indexing/run/data-directory.ts";
import { CONTROL_FILE } from "../node-serve.ts";
import type { CommandContext } from "./command-context.ts";
import type { CommonOptions } from "./options.ts";
import { withFlags } from "./prepare.ts";
import { badArgument, writeLine } from "./terminal.ts";

const LONGEST_TEXT = 200;

/** The operators' record, opened beside a server that may be running. */
export interface OpenRecord {
  store: ControlStore;
  state: ControlState;
  change(change: ControlChange): Promise<void>;
}

/** Opens the record beside a server that may be running, and writes what the work gives. */
export async function withRecord(
  options: CommonOptions,
  { env, terminal }: CommandContext,
  work: (record: OpenRecord) => Promise<string>,
): Promise<void> {
  const { dataDir } = readConfig(withFlags(env, options));
  await prepareDataDirectory(dataDir);
  const store = openSqliteControlStore(join(dataDir, CONTROL_FILE), () => new Date());
  try {
    const state = (await store.changes(0)).reduce(applyChange, INITIAL_STATE);
    const actor = `cli:${userInfo().username}`;
    await writeLine(
      terminal.stdout,
      await work({ store, state, change: (change) => store.append(change, actor) }),
    );
  } finally {
    await store.close();
  }
}

/**
 * A text that an operator gave, trimmed.
 * @throws WenbanError `cli.bad_argument` with `problem` when it is empty, or when it is too long
 */
export function requireText(text: string | undefined, problem: string): string {
  const trimmed = text?.trim() ?? "";
  if (trimmed === "") throw badArgument(problem);
  if ([...trimmed].length > LONGEST_TEXT) {
    throw badArgument(`最多 ${LONGEST_TEXT} 个字。At most ${LONGEST_TEXT} characters.`);
  }
  return trimmed;
}

import type { Environment } from "../config.ts";
import type { Terminal } from "./terminal.ts";

/** What a command works with; commands are loaded when they run, so that help comes at once. */
export interface CommandContext {
  /** `.env` under the environment. */
  env: Environment;
  terminal: Terminal;
}

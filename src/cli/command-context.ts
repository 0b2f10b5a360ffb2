import type { Command } from "commander";
import type { Environment } from "../config.ts";
import type { Terminal } from "./terminal.ts";

/** What a command works with; commands are loaded when they run, so that help comes at once. */
export interface CommandContext {
  /** `.env` under the environment. */
  env: Environment;
  terminal: Terminal;
}

/** Adds a command to the program; `setCode` takes its exit code where it is not 0. */
export type AddCommand = (program: Command, context: CommandContext, setCode: (code: number) => void) => void;

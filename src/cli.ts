#!/usr/bin/env node
import { readEnvironment, watchTerminal } from "./cli/process.ts";
import { runCli } from "./cli/program.ts";

process.exitCode = await runCli(process.argv.slice(2), {
  env: readEnvironment(process.env),
  terminal: watchTerminal(process),
});

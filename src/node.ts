import { readEnvironment, watchTerminal } from "./cli/process.ts";
import { runCli } from "./cli/program.ts";

/** `npm start`: the `serve` command, with the same options. */
process.exitCode = await runCli(["serve", ...process.argv.slice(2)], {
  env: readEnvironment(process.env),
  terminal: watchTerminal(process),
});

import type { CommandContext } from "./command-context.ts";
import { runChecks } from "./doctor-checks.ts";
import type { Finding } from "./finding.ts";
import { withFlags } from "./prepare.ts";
import { writeLine } from "./terminal.ts";

/** `wenban doctor`: every check with its result; gives the exit code of the first failure. */
export async function runDoctor(
  options: { data?: string; json?: boolean },
  { env, terminal }: CommandContext,
): Promise<number> {
  const findings = await runChecks(withFlags(env, options));
  const failure = findings.find(({ isOk }) => !isOk);
  const checks = findings.map(({ exitCode: _exitCode, ...finding }) => finding);
  const lines = options.json ? [JSON.stringify({ ok: !failure, checks })] : findings.map(formatFinding);
  for (const line of lines) await writeLine(terminal.stdout, line);
  return failure?.exitCode ?? 0;
}

const MARKS: Record<Finding["level"], string> = { ok: "✓", warn: "！", todo: "○", fail: "✗" };

function formatFinding({ name, level, text, command }: Finding): string {
  return `${MARKS[level]} ${name}：${text}${command === null ? "" : `\n    ${command}`}`;
}

import { join } from "node:path";
import { findFailures } from "../gaps/find-failures.ts";
import type { Gap } from "../gaps/gap.ts";
import { groupQuestions } from "../gaps/group-questions.ts";
import type { ProofStore } from "../gaps/proof-store.ts";
import { createSqliteProofStore } from "../gaps/stores/sqlite-proof-store.ts";
import type { Workplace } from "../node-services.ts";
import type { GapSourceOptions } from "./gap-options.ts";
import { readAsked } from "./read-asked.ts";
import type { Terminal } from "./terminal.ts";

/** All gaps there are, those asked most first. */
export async function readGaps(
  options: GapSourceOptions,
  workplace: Workplace,
  terminal: Terminal,
): Promise<Gap[]> {
  const asked = await readAsked(options, workplace, terminal);
  return groupQuestions(await findFailures(asked, workplace.lexicon), workplace.regions);
}

/** The trail of proofs in the data directory. */
export function openProofs({ config }: Pick<Workplace, "config">): ProofStore {
  return createSqliteProofStore(join(config.dataDir, "proofs.sqlite"));
}

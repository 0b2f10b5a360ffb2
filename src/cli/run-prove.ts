import { userInfo } from "node:os";
import { sha256Hex } from "../digest.ts";
import { WenbanError } from "../errors.ts";
import type { Gap } from "../gaps/gap.ts";
import { isSameGap } from "../gaps/gap-id.ts";
import { statesOf } from "../gaps/gap-states.ts";
import type { Proof, ProofStore, SuiteChange } from "../gaps/proof-store.ts";
import { type AskedAgain, proveGap, toProven } from "../gaps/prove-gap.ts";
import { keepFigures, lastFigures, proveSuite } from "../gaps/prove-suite.ts";
import { readSettings, type Workplace } from "../node-services.ts";
import type { CommandContext } from "./command-context.ts";
import { openSystems } from "./eval-systems.ts";
import { formatKeptProof, formatProof, toMachineProof } from "./format-proof.ts";
import type { ProveOptions } from "./gap-options.ts";
import { openProofs, readGaps } from "./open-gaps.ts";
import { prepareWorkplace, withFlags } from "./prepare.ts";
import { readBaseline, readSuites } from "./read-suites.ts";
import type { Terminal } from "./terminal.ts";
import { badArgument, writeLine } from "./terminal.ts";

const GOT_WORSE = 10;
const SUITE_OPTIONS = { minKind: {}, targetModel: "" };
const LONGEST_NAME = 100;
const SEE_GAPS = "用 wenban gaps 查看编号。";

/** `wenban prove GAP`: asks a gap's questions again, with the suites, and keeps the proof. Gives the exit code. */
export async function runProve(
  id: string | undefined,
  options: ProveOptions,
  context: CommandContext,
): Promise<number> {
  if (options.list) return listProofs(id, options, context);
  if (id === undefined) throw badArgument("请给出编号，如 wenban prove G-3f2a。Give a GAP.", SEE_GAPS);
  const { env, terminal } = context;
  const suites = await readEach(options.suite ?? []);
  const baseline = await readBaseline(options.compare);
  const workplace = await prepareWorkplace(env, options, terminal);
  const store = openProofs(workplace);
  try {
    const gap = chooseGap(id, await readGaps(options, workplace, terminal));
    const [system] = openSystems(SUITE_OPTIONS, workplace);
    const { answerQuestion } = system.examinee;
    const asked = await proveGap(gap, { answerQuestion, regions: workplace.regions }, terminal.signal);
    const before = baseline ?? (await lastFigures(store));
    const startedAt = workplace.runtime.now();
    const runs: Awaited<ReturnType<typeof proveSuite>>[] = [];
    for (const { name, items } of suites)
      runs.push(await proveSuite({ name, items, system, before, startedAt, signal: terminal.signal }));
    const proof = await toProof(
      gap,
      asked,
      runs.map(({ change }) => change),
      options,
      workplace,
    );
    await store.add(proof);
    // What is worse now stays what the next run is compared with, until `eval` takes it as it is.
    if (!isWorse(proof)) for (const { record } of runs) await keepFigures(store, record);
    await tell({ gap, asked, proof }, store, options, terminal);
    return isWorse(proof) ? GOT_WORSE : 0;
  } finally {
    await store.close();
    await workplace.close();
  }
}

/** The trail of proofs, of one gap or of all; what staff asked is shown with `--audience staff` alone. */
async function listProofs(
  id: string | undefined,
  { json, audience, ...flags }: ProveOptions,
  { env, terminal }: CommandContext,
): Promise<number> {
  const store = openProofs(await readSettings(withFlags(env, flags)));
  try {
    const proofs = (await store.list()).filter(
      (proof) =>
        (proof.audience === "public" || audience === "staff") &&
        (id === undefined || isSameGap(id, proof.gapId)),
    );
    const lines = json ? [JSON.stringify({ proofs })] : proofs.map(formatKeptProof);
    for (const line of lines) await writeLine(terminal.stdout, line);
    return 0;
  } finally {
    await store.close();
  }
}

function readEach(paths: readonly string[]) {
  return Promise.all(
    paths.map(async (path) => {
      const { items, suites } = await readSuites([path], SUITE_OPTIONS);
      return { name: suites.join(" "), items };
    }),
  );
}

/** @throws WenbanError `gaps.unknown`, `cli.bad_argument` */
function chooseGap(id: string, gaps: readonly Gap[]): Gap {
  if (!/^(?:g-)?[0-9a-f]{4,16}$/i.test(id.trim())) {
    throw badArgument(`编号应像 G-3f2a 这样：${id.slice(0, 40)}。Not the id of a gap.`, SEE_GAPS);
  }
  const found = gaps.filter((gap) => isSameGap(id, gap.id));
  if (found.length === 1 && found[0]) return found[0];
  const message =
    found.length === 0 ? `没有编号为 ${id} 的问题。No such gap.` : `${id} 不止一组，请写完整编号。Ambiguous.`;
  throw new WenbanError("bad_input", "gaps.unknown", message, {
    hint: "用 wenban gaps 查看编号；工作人员的提问要加 --audience staff，问答记录只保留 30 天。",
  });
}

async function toProof(
  gap: Gap,
  asked: readonly AskedAgain[],
  suites: SuiteChange[],
  { by }: ProveOptions,
  workplace: Workplace,
): Promise<Proof> {
  const standards = JSON.stringify(workplace.standards().entries);
  return {
    gapId: gap.id,
    audience: gap.audience,
    at: workplace.runtime.now().toISOString(),
    by: (by ?? userName()).replace(/\p{Cc}/gu, "").slice(0, LONGEST_NAME),
    index: workplace.index.current().generation,
    standards: (await sha256Hex(standards)).slice(0, 12),
    questions: asked.map(toProven),
    suites,
  };
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return "unknown";
  }
}

function isWorse({ questions, suites }: Proof): boolean {
  return questions.some(({ verdict }) => verdict === "worse") || suites.some(({ lost }) => lost.length > 0);
}

async function tell(
  result: { gap: Gap; asked: readonly AskedAgain[]; proof: Proof },
  store: ProofStore,
  { json }: ProveOptions,
  { stdout }: Terminal,
): Promise<void> {
  const [state] = statesOf([result.gap], await store.list());
  const status = state?.status ?? "open";
  await writeLine(
    stdout,
    json ? JSON.stringify(toMachineProof({ ...result, status })) : formatProof({ ...result, status }),
  );
}

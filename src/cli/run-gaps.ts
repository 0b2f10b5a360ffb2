import type { Gap, GapState } from "../gaps/gap.ts";
import { statesOf } from "../gaps/gap-states.ts";
import type { Workplace } from "../node-services.ts";
import { chinaDay } from "../runtime.ts";
import type { CommandContext } from "./command-context.ts";
import { formatGap, type NearPassage, type ShownGap, toCsv, toMachineGap } from "./format-gaps.ts";
import type { GapsOptions } from "./gap-options.ts";
import { openProofs, readGaps } from "./open-gaps.ts";
import { prepareWorkplace } from "./prepare.ts";
import { badArgument, writeLine } from "./terminal.ts";

const NEAREST = 3;

/** `wenban gaps`: what was not well answered, in groups, with what lies nearest and what has been repaired. */
export async function runGaps(options: GapsOptions, { env, terminal }: CommandContext): Promise<void> {
  if (options.csv && options.json) throw badArgument("--csv 和 --json 只能用一个。Give one of them.");
  const workplace = await prepareWorkplace(env, options, terminal);
  try {
    const gaps = (await readGaps(options, workplace, terminal)).filter((gap) => isSince(gap, options.since));
    const states = inOrder(await readStates(gaps, workplace));
    const shown: ShownGap[] = [];
    for (const state of states.slice(0, options.limit)) {
      terminal.signal.throwIfAborted();
      shown.push({ state, nearest: await nearestTo(state.gap, workplace) });
    }
    await writeLine(terminal.stdout, render(shown, states, options));
  } finally {
    await workplace.close();
  }
}

function isSince({ lastAsked }: Gap, since: string | undefined): boolean {
  return since === undefined || chinaDay(new Date(lastAsked)) >= since;
}

async function readStates(gaps: readonly Gap[], workplace: Workplace): Promise<GapState[]> {
  const proofs = openProofs(workplace);
  try {
    return statesOf(gaps, await proofs.list());
  } finally {
    await proofs.close();
  }
}

/** What is repaired comes last. */
function inOrder(states: readonly GapState[]): GapState[] {
  const isDone = ({ status }: GapState) => Number(status === "repaired");
  return [...states].sort((one, other) => isDone(one) - isDone(other));
}

/** What a search finds for the question asked most. */
async function nearestTo({ questions, audience }: Gap, { index }: Workplace): Promise<NearPassage[]> {
  const query = questions[0]?.text ?? "";
  const found = await index.current().retrieve({ query, limit: NEAREST, audience });
  return found.map(({ document, passage, lexical }) => ({
    documentId: document.id,
    title: document.title,
    headings: passage.headings,
    score: Math.round(lexical * 10) / 10,
  }));
}

function render(shown: readonly ShownGap[], all: readonly GapState[], options: GapsOptions): string {
  if (options.csv) return toCsv(shown);
  const counts = { total: all.length, open: all.filter(({ status }) => status !== "repaired").length };
  if (options.json) return JSON.stringify({ ...counts, gaps: shown.map(toMachineGap) });
  if (all.length === 0) return "没有未答好的问题。Nothing was left without a good answer.";
  const rest = all.length > shown.length ? `，显示 ${shown.length} 组（--limit）` : "";
  const head = `未答好的问题 ${all.length} 组，待处理 ${counts.open} 组${rest}。`;
  return [head, ...shown.map(formatGap), HINT].join("\n\n");
}

const HINT = "补上文件、词表或标准答案后，用 wenban prove 编号 再问一遍。";

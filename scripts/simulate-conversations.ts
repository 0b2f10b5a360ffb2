/**
 * Conversations of every kind of platform with the service, which is killed with SIGKILL at random moments, among
 * bursts, redeliveries, messages out of order, sends turned away for their rate and tokens that have run out:
 *
 *   node scripts/simulate-conversations.ts [--conversations 10000] [--kills 40] [--seed 1]
 *
 * Ends with 1 when anything was lost, answered twice, out of order, or seen twice without having been flagged.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { seededRandom, simulate } from "../test/support/simulate.ts";

const { values } = parseArgs({
  options: {
    conversations: { type: "string", default: "10000" },
    kills: { type: "string", default: "40" },
    seed: { type: "string", default: "1" },
  },
});
const folder = mkdtempSync(join(tmpdir(), "wenban-simulation-"));
const began = performance.now();
const result = await simulate({
  conversations: Number(values.conversations),
  kills: Number(values.kills),
  everyMs: [500, 4000],
  path: join(folder, "conversations.sqlite"),
  random: seededRandom(Number(values.seed)),
});
rmSync(folder, { recursive: true });
const { messages, redelivered, kills, givenUp, turnedAway, duplicates, mostDuplicatesPerKill } = result;
const faults = [
  ["lost", result.lost],
  ["answered twice", result.answeredTwice],
  ["out of order", result.outOfOrder],
  ["seen twice and not flagged", result.unflagged],
] as const;
console.log(
  `${values.conversations} conversations, ${messages} messages, ${redelivered} delivered again, ` +
    `${turnedAway} sends turned away, ${kills} kills, ${givenUp} answered with an apology after several, ${((performance.now() - began) / 1000).toFixed(0)} s`,
);
for (const [name, found] of faults) console.log(`${name}: ${found.length} ${found.slice(0, 5).join("; ")}`);
console.log(
  `seen twice where the platform knows no key, flagged: ${duplicates}, at most ${mostDuplicatesPerKill} per kill`,
);
process.exitCode = faults.some(([, found]) => found.length > 0) ? 1 : 0;

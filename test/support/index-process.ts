import { indexCorpus } from "../../src/indexing/index-corpus.ts";
import type { IndexPoint } from "../../src/indexing/run/index-run.ts";
import { shippedRegions } from "./shipped-knowledge.ts";

/**
 * Runs one indexing in a process of its own, to be killed: `node index-process.ts ORDER`, ORDER a JSON
 * object. It prints `began` when it starts and the report when it is done.
 */
interface Order {
  dataDir: string;
  paths: string[];
  vectors: boolean;
  /** Kills itself when it passes this point for the `at`-th time. */
  point?: IndexPoint;
  at?: number;
}

const { dataDir, paths, vectors, point, at = 1 } = JSON.parse(process.argv[2] ?? "{}") as Order;
let passes = 0;
process.stdout.write("began\n");
const report = await indexCorpus({
  dataDir,
  paths,
  defaults: {},
  prune: true,
  strict: false,
  vectors,
  regions: shippedRegions(),
  today: "2026-11-21",
  lockWaitMs: 10_000,
  atPoint: (passed) => {
    if (passed === point && ++passes === at) process.kill(process.pid, "SIGKILL");
  },
});
process.stdout.write(`${JSON.stringify(report)}\n`);

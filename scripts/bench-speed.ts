/**
 * Speed and memory of our index beside MiniSearch and SQLite FTS5, each in a process of its own, on texts of
 * our own making: `node scripts/bench-speed.ts [--passages 10000] [--length 300] [--engines a,b]`.
 */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { type BuildEngine, buildFts5, buildMiniSearch, buildOurs } from "./bench-engines.ts";
import { makeTexts } from "./bench-texts.ts";

const ENGINES: Record<string, BuildEngine> = {
  lexical: buildOurs(false),
  hybrid: buildOurs(true),
  fts5: buildFts5,
  minisearch: buildMiniSearch,
};

interface Measured {
  buildSeconds: number;
  openMs: number | null;
  /** Grown since the texts were made, in MB. */
  rssMb: number;
  p50: number;
  p95: number;
}

const { values } = parseArgs({
  options: {
    passages: { type: "string", default: "10000" },
    length: { type: "string", default: "300" },
    engines: { type: "string", default: Object.keys(ENGINES).join(",") },
    only: { type: "string" },
  },
});

async function measure(name: string): Promise<Measured> {
  const { passages, queries } = makeTexts(Number(values.passages), Number(values.length));
  globalThis.gc?.();
  const rssBefore = process.memoryUsage().rss;
  const began = performance.now();
  const engine = await ENGINES[name]?.(passages);
  if (!engine) throw new Error(`no engine ${name}`);
  const buildSeconds = (performance.now() - began) / 1000;
  for (const query of queries.slice(0, 50)) await engine.search(query, 10);
  const times: number[] = [];
  for (const query of queries) {
    const start = performance.now();
    await engine.search(query, 10);
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  globalThis.gc?.();
  const rssMb = (process.memoryUsage().rss - rssBefore) / 2 ** 20;
  const at = (share: number) => times[Math.floor(times.length * share)] ?? 0;
  await engine.close();
  return { buildSeconds, openMs: engine.openMs ?? null, rssMb, p50: at(0.5), p95: at(0.95) };
}

async function measureInChild(name: string): Promise<Measured> {
  const script = fileURLToPath(import.meta.url);
  const args = [
    "--expose-gc",
    script,
    "--only",
    name,
    "--passages",
    values.passages,
    "--length",
    values.length,
  ];
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 1 << 24 });
  return JSON.parse(stdout);
}

if (values.only !== undefined) {
  process.stdout.write(JSON.stringify(await measure(values.only)));
} else {
  process.stdout.write(`${values.passages} passages of ${values.length} characters\n`);
  process.stdout.write("engine        build s   open ms   RSS MB   p50 ms   p95 ms   p50 × lexical\n");
  let base: number | null = null;
  for (const name of values.engines.split(",")) {
    const { buildSeconds, openMs, rssMb, p50, p95 } = await measureInChild(name);
    base ??= p50;
    const columns = [
      buildSeconds.toFixed(1),
      openMs === null ? "-" : openMs.toFixed(0),
      rssMb.toFixed(0),
      p50.toFixed(2),
      p95.toFixed(2),
      (p50 / base).toFixed(1),
    ];
    process.stdout.write(`${name.padEnd(12)}${columns.map((one) => one.padStart(9)).join("")}\n`);
  }
}

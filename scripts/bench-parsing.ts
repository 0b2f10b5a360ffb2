/**
 * Time to index office files, and the memory of the processes that read them, on files of our own making:
 * `node scripts/bench-parsing.ts [--documents 500] [--pages 10] [--formats docx,xlsx,pdf] [--no-vectors]`.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { indexCorpus } from "../src/indexing/index-corpus.ts";
import { closeParsers, parseFile } from "../src/parsing/parse-file.ts";
import { readCpuMs } from "../src/parsing/parse-limits.ts";
import type { ParsedFormat } from "../src/parsing/parsed-file.ts";
import { shippedRegions } from "../test/support/shipped-knowledge.ts";
import { type BenchPage, OFFICE_FILES } from "./bench-office-files.ts";
import { makeTexts } from "./bench-texts.ts";

const { values } = parseArgs({
  allowNegative: true,
  options: {
    documents: { type: "string", default: "500" },
    pages: { type: "string", default: "10" },
    formats: { type: "string", default: "docx,xlsx,pdf" },
    vectors: { type: "boolean", default: true },
  },
});

const folder = mkdtempSync(join(tmpdir(), "wenban-bench-"));
try {
  const paths = makeFiles(join(folder, "docs"));
  await measureParsing(paths);
  await measureIndexing();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function makeFiles(docs: string): string[] {
  mkdirSync(docs);
  const formats = values.formats.split(",");
  const { passages } = makeTexts(Number(values.documents) * Number(values.pages) * 3, 220);
  return Array.from({ length: Number(values.documents) }, (_, n) => {
    const format = formats[n % formats.length] ?? "";
    const pages = Array.from({ length: Number(values.pages) }, (): BenchPage => {
      const paragraphs = passages.splice(-3).map(({ text }) => text);
      const cells = paragraphs.map((text) => [0, 8, 16, 24].map((at) => text.slice(at, at + 8)));
      return { heading: `关于${paragraphs[0]?.slice(0, 8)}`, paragraphs, rows: cells };
    });
    const path = join(docs, `${n}.${format}`);
    writeFileSync(path, OFFICE_FILES[format]?.(pages) ?? "");
    return path;
  });
}

/** The parsers alone, one file after the other, by format. */
async function measureParsing(paths: readonly string[]): Promise<void> {
  for (const format of values.formats.split(",")) {
    const began = performance.now();
    const own = paths.filter((path) => path.endsWith(`.${format}`)).slice(0, 60);
    for (const path of own) await parseFile(format as ParsedFormat, new Uint8Array(readFileSync(path)));
    const each = (performance.now() - began) / own.length;
    process.stdout.write(`parse ${format}: ${each.toFixed(1)} ms a file\n`);
  }
  await closeParsers();
}

async function measureIndexing(): Promise<void> {
  const parsers = new Map<string, ParserUse>();
  const watch = setInterval(() => watchParsers(parsers), 100);
  const cpu = process.cpuUsage();
  const phases = new Map<string, number>();
  const report = await indexCorpus({
    paths: [join(folder, "docs")],
    dataDir: join(folder, "data"),
    defaults: {},
    prune: false,
    strict: false,
    vectors: values.vectors,
    regions: shippedRegions(),
    today: "2026-11-21",
    onProgress: ({ phase }) => phases.set(phase, performance.now()),
  });
  clearInterval(watch);
  const { documents, passages, skipped, seconds } = report;
  const ends = [...phases].map(
    ([phase, end]) => `${phase} until ${((end - (performance.now() - seconds * 1000)) / 1000).toFixed(1)} s`,
  );
  process.stdout.write(`${documents} documents, ${passages} passages, ${skipped.length} skipped\n`);
  process.stdout.write(
    `${seconds.toFixed(1)} s, ${(documents / seconds).toFixed(1)} documents/s; ${ends.join(", ")}\n`,
  );
  const uses = [...parsers.values()];
  const own = process.cpuUsage(cpu);
  const parsing = uses.reduce((sum, { cpuMs }) => sum + cpuMs, 0) / 1000;
  process.stdout.write(
    `processor time: ${((own.user + own.system) / 1e6).toFixed(1)} s here, ${parsing.toFixed(1)} s in ${uses.length} parsers, which held at most ${Math.max(...uses.map(({ peakMb }) => peakMb))} MB\n`,
  );
  for (const { path, code } of skipped.slice(0, 3)) process.stdout.write(`skipped ${path}: ${code}\n`);
}

/** What a parser process has used so far. */
interface ParserUse {
  peakMb: number;
  cpuMs: number;
}

/** Notes the living parser processes, where the system has a /proc. */
function watchParsers(parsers: Map<string, ParserUse>): void {
  try {
    for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name) && isOwnParser(name))) {
      const peak = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? "0";
      parsers.set(pid, { peakMb: Number(peak) >> 10, cpuMs: readCpuMs(Number(pid)) ?? 0 });
    }
  } catch {
    // A process that ended while it was looked at.
  }
}

function isOwnParser(pid: string): boolean {
  const words = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
  return words.some((word) => word.includes("parser-process.")) && words.includes(String(process.pid));
}

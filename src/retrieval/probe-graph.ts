import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { promisify } from "node:util";
import { writeDurably } from "./checked-files.ts";

/** Loads a graph, looks at its counts and searches it once; run with `node -e` in a process of its own. */
const PROBE = `
const [library, path, dimensions, count] = process.argv.slice(1);
const { HierarchicalNSW } = require(library);
const graph = new HierarchicalNSW("cosine", Number(dimensions));
graph.readIndexSync(path);
if (graph.getCurrentCount() !== Number(count)) process.exit(3);
const query = Array.from({ length: Number(dimensions) }, (_, i) => Math.sin(i + 1));
const { neighbors, distances } = graph.searchKnn(query, Math.min(10, Number(count)));
const isSound = (label, i) => label >= 0 && label < Number(count) && Number.isFinite(distances[i]);
process.exit(neighbors.length > 0 && neighbors.every(isSound) ? 0 : 3);
`;
const TIME_LIMIT_MS = 20_000;

export interface GraphFile {
  path: string;
  /** Hex; what the file was found to be just before. */
  sha256: string;
  dimensions: number;
  count: number;
}

/**
 * Whether a graph file loads, found out in a child process, as the native loader can end the process on a
 * damaged file. The result is kept in a file beside, so that a file is tried once.
 */
export async function isGraphSound(file: GraphFile): Promise<boolean> {
  const markerPath = `${file.path}.checked`;
  const known = await readFile(markerPath, "utf8").catch(() => "");
  if (known === marker(file, true)) return true;
  if (known === marker(file, false)) return false;
  const isSound = await runProbe(file);
  await writeDurably(markerPath, marker(file, isSound)).catch(() => {}); // read-only folder: try again next time
  return isSound;
}

function marker({ sha256 }: GraphFile, isSound: boolean): string {
  return `${sha256} ${isSound ? "loads" : "fails"}\n`;
}

async function runProbe({ path, dimensions, count }: GraphFile): Promise<boolean> {
  try {
    const library = createRequire(import.meta.url).resolve("hnswlib-node");
    const args = ["-e", PROBE, library, path, String(dimensions), String(count)];
    await promisify(execFile)(process.execPath, args, { timeout: TIME_LIMIT_MS, env: {} });
    return true;
  } catch {
    return false;
  }
}

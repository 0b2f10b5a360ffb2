/**
 * Writes the snapshot that the Worker serves: the public shipped knowledge, indexed as on Node, with the
 * division table, the lexicon and the prompts. `wrangler` runs it before it bundles (see wrangler.toml).
 */
import { hash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Snapshot, serialiseSnapshot } from "../src/indexing/snapshot.ts";
import { readLexiconEntries, readRegionData } from "../src/node-knowledge.ts";
import { PACKAGE_ROOT } from "../src/node-runtime.ts";
import { openWorkplace, readSettings } from "../src/node-services.ts";
import { readShippedStandards } from "../src/node-standards.ts";
import { readWidgetTexts } from "../src/node-widget.ts";

const TARGET = join(PACKAGE_ROOT, "dist", "worker");

const dataDir = await mkdtemp(join(tmpdir(), "wenban-snapshot-"));
try {
  const snapshot = await createSnapshot();
  await mkdir(TARGET, { recursive: true });
  await writeFile(join(TARGET, "snapshot.txt"), serialiseSnapshot(snapshot));
  process.stderr.write(`snapshot: ${snapshot.documents.length} documents\n`);
} finally {
  await rm(dataDir, { recursive: true, force: true });
}

async function createSnapshot(): Promise<Snapshot> {
  const workplace = await openWorkplace(await readSettings({ WENBAN_DATA: dataDir }), { vectors: false });
  try {
    const corpus = workplace.index.current();
    const documents = await corpus.list("public");
    documents.sort((a, b) => (a.id < b.id ? -1 : 1));
    const content = {
      documents: await Promise.all(
        documents.map(async (document) => ({
          document,
          passages: await corpus.passages(document.id, "public"),
        })),
      ),
      regions: await readRegionData(),
      lexicon: await readLexiconEntries(),
      standards: await readShippedStandards(),
      prompts: await readPrompts(),
    };
    const digest = hash("sha256", serialiseSnapshot({ generation: "", widget: {}, ...content }));
    return {
      generation: `snapshot-${digest.slice(0, 12)}`,
      ...content,
      widget: await readWidgetTexts(),
    };
  } finally {
    await workplace.close();
  }
}

async function readPrompts(): Promise<Record<string, string>> {
  const folder = join(PACKAGE_ROOT, "prompts");
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".md"));
  const prompts = names.map(async (name) => [
    name.slice(0, -".md".length),
    await readFile(join(folder, name), "utf8"),
  ]);
  return Object.fromEntries(await Promise.all(prompts));
}

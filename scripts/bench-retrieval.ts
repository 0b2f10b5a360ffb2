/**
 * Retrieval quality on questions with known answers, ours beside MiniSearch and SQLite FTS5, on two halves of
 * the questions, so that what was tuned on one can be judged on the other. Texts become passages as indexing
 * makes them.
 *
 *   node scripts/bench-retrieval.ts --corpus F.jsonl --queries F.jsonl
 *     [--simplified]   questions in simplified script
 *     [--lexicon]      with the shipped everyday words
 *     [--sample N]     only the first N texts, and the questions that they answer
 *     [--engines a,b]  some of lexical, vectors, hybrid, minisearch, fts5
 *
 * A corpus line is `{id, text}`, a question `{id, text, gold: [id…]}`.
 */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { buildDocument } from "../src/indexing/build-document.ts";
import { loadFile } from "../src/indexing/loaders/index.ts";
import { toSimplified } from "../src/language/fold.ts";
import { createLexicon } from "../src/language/lexicon.ts";
import { createRegionTable } from "../src/language/regions.ts";
import { readLexiconEntries, readRegionData } from "../src/node-knowledge.ts";
import {
  type BenchPassage,
  type BuildEngine,
  buildFts5,
  buildMiniSearch,
  buildOurs,
  buildVectorsAlone,
} from "./bench-engines.ts";

interface Question {
  id: string;
  text: string;
  gold: string[];
}

/** Hits looked at; the reciprocal rank counts the first ten. */
const DEPTH = 50;

const { values } = parseArgs({
  options: {
    corpus: { type: "string" },
    queries: { type: "string" },
    simplified: { type: "boolean", default: false },
    lexicon: { type: "boolean", default: false },
    sample: { type: "string" },
    engines: { type: "string", default: "lexical,vectors,hybrid,minisearch,fts5" },
  },
});
if (values.corpus === undefined || values.queries === undefined) {
  throw new Error("--corpus and --queries are needed");
}

async function readPassages(path: string, sample: number): Promise<BenchPassage[]> {
  const regions = createRegionTable(await readRegionData());
  const sources = await loadFile({ path: "corpus.jsonl", bytes: readFileSync(path) });
  return sources.slice(0, sample).flatMap((source) => {
    const { document, passages } = buildDocument(source, { defaults: {}, regions, today: "2026-01-01" });
    return passages.map(({ id, documentId, headings, shown }) => ({
      id,
      documentId,
      title: document.title,
      headings,
      text: shown,
    }));
  });
}

/** 0 or 1, by a hash of the id (FNV-1a, mixed). */
function halfOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 0;
  return (hash ^ (hash >>> 12)) & 1;
}

interface Scores {
  questions: number;
  mrr10: number;
  r10: number;
  r50: number;
}

/** Adds one question: each document counts once, where it first stands. */
function addQuestion(scores: Scores, ranked: readonly string[], gold: readonly string[]): void {
  const rank = ranked.findIndex((id) => gold.includes(id));
  const within = (depth: number) =>
    gold.filter((id) => ranked.slice(0, depth).includes(id)).length / gold.length;
  scores.questions++;
  if (rank >= 0 && rank < 10) scores.mrr10 += 1 / (rank + 1);
  scores.r10 += within(10);
  scores.r50 += within(DEPTH);
}

function format(scores: readonly Scores[]): string {
  const sum = (pick: (one: Scores) => number) => scores.reduce((total, one) => total + pick(one), 0);
  const percent = (value: number, of: number) => ((100 * value) / Math.max(1, of)).toFixed(2).padStart(7);
  const halves = scores.map((one) => percent(one.mrr10, one.questions)).join("");
  const questions = sum((one) => one.questions);
  const both = [sum((one) => one.mrr10), sum((one) => one.r10), sum((one) => one.r50)];
  return `${halves}${both.map((value) => percent(value, questions)).join("")}`;
}

async function lexiconIfAsked() {
  return values.lexicon ? createLexicon(await readLexiconEntries()) : undefined;
}

const lexicon = await lexiconIfAsked();
const engines: Record<string, BuildEngine> = {
  lexical: buildOurs(false, lexicon),
  vectors: buildVectorsAlone,
  hybrid: buildOurs(true, lexicon),
  minisearch: buildMiniSearch,
  fts5: buildFts5,
};
const passages = await readPassages(values.corpus, Number(values.sample ?? Number.POSITIVE_INFINITY));
const documents = new Set(passages.map((passage) => passage.documentId));
const questions = readFileSync(values.queries, "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as Question)
  .filter(({ gold }) => gold.every((id) => documents.has(id)));

process.stdout.write(
  `${passages.length} passages, ${documents.size} documents, ${questions.length} questions\n`,
);
process.stdout.write(
  "            MRR@10 half A  half B   both   R@10   R@50   rows: as ranked | each document once\n",
);
for (const name of values.engines.split(",")) {
  const engine = await engines[name]?.(passages);
  if (!engine) throw new Error(`no engine ${name}`);
  const empty = () => [0, 1].map((): Scores => ({ questions: 0, mrr10: 0, r10: 0, r50: 0 }));
  const [asRanked, onceEach] = [empty(), empty()];
  for (const { id, text, gold } of questions) {
    const ranked = await engine.search(values.simplified ? toSimplified(text) : text, DEPTH);
    addQuestion(asRanked[halfOf(id)] as Scores, ranked, gold);
    addQuestion(onceEach[halfOf(id)] as Scores, [...new Set(ranked)], gold);
  }
  process.stdout.write(`${name.padEnd(18)}${format(asRanked)}  |${format(onceEach)}\n`);
  await engine.close();
}

/**
 * How long an answer takes in process, without a model, from the question as typed to the checked answer:
 *
 *   node scripts/bench-answers.ts [--passages 10000] [--corpus F.jsonl --questions F.jsonl]
 *
 * Texts and questions are of our own making unless files are given: a corpus line is `{id, title?, text}`, a
 * question `{question}`; a small corpus is repeated under other ids up to the number of passages.
 */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { createAnswerQuestion } from "../src/answer/answer-question.ts";
import type { AnswerQuestion } from "../src/answer/types.ts";
import { buildDocument } from "../src/indexing/build-document.ts";
import { createCorpus } from "../src/indexing/create-corpus.ts";
import { loadFile } from "../src/indexing/loaders/index.ts";
import { indexEntries } from "../src/indexing/run/index-entries.ts";
import { createMemoryStore } from "../src/indexing/stores/memory.ts";
import { createLexicon } from "../src/language/lexicon.ts";
import { createRegionTable } from "../src/language/regions.ts";
import { readLexiconEntries, readRegionData } from "../src/node-knowledge.ts";
import { createTypedArrayIndex } from "../src/retrieval/stores/typed-array-index.ts";
import { makeTexts } from "./bench-texts.ts";

const DAY = "2026-01-01";
/** Questions answered before the clock counts: the first ones fill what is kept for all later ones. */
const WARM_UP = 20;
/** Passages of a document of our own making, and characters of a passage. */
const PER_DOCUMENT = 12;
const PASSAGE = 300;

const { values } = parseArgs({
  options: {
    passages: { type: "string", default: "10000" },
    corpus: { type: "string" },
    questions: { type: "string" },
  },
});
const wanted = Number(values.passages);
const regions = createRegionTable(await readRegionData());
const lexicon = createLexicon(await readLexiconEntries());

interface Material {
  lines: string[];
  questions: string[];
}

function readMaterial(corpus: string, questions: string): Material {
  const linesOf = (path: string) => readFileSync(path, "utf8").trim().split("\n");
  return {
    lines: linesOf(corpus),
    questions: linesOf(questions).map((line) => String(JSON.parse(line).question)),
  };
}

function makeMaterial(): Material {
  const { passages, queries } = makeTexts(wanted, PASSAGE);
  const lines: string[] = [];
  for (let at = 0; at < passages.length; at += PER_DOCUMENT) {
    const text = passages.slice(at, at + PER_DOCUMENT).map((passage) => passage.text);
    lines.push(JSON.stringify({ id: `d${at}`, title: text[0]?.slice(0, 16), text: text.join("\n") }));
  }
  return { lines, questions: queries.map((query) => query.replace("怎么办理", "是多少")) };
}

/** Documents enough for the passages wanted, in a corpus held in memory. */
async function openEngine({ lines }: Material): Promise<{ ask: AnswerQuestion; passages: number }> {
  const store = createMemoryStore();
  const generation = { number: 1, name: "bench" };
  await store.generations.begin({ ...generation, request: "bench", embedder: null });
  const sources = await loadFile({ path: "c.jsonl", bytes: new TextEncoder().encode(lines.join("\n")) });
  let passages = 0;
  for (let round = 0; passages < wanted; round++) {
    for (const source of sources) {
      if (passages >= wanted) break;
      const own = { ...source, id: round === 0 ? source.id : `${source.id}-${round}` };
      const built = buildDocument(own, { defaults: {}, regions, today: DAY });
      passages += built.passages.length;
      await store.documents.upsert(1, [{ ...built, origin: "", fingerprint: "" }]);
    }
  }
  const lexical = createTypedArrayIndex();
  for await (const entry of indexEntries(store, 1)) await lexical.upsert([entry]);
  const indexes = {
    public: { lexical, vectors: null },
    internal: { lexical: createTypedArrayIndex(), vectors: null },
  };
  const corpus = createCorpus({ generation, documents: store.documents, indexes, lexicon });
  const ask = createAnswerQuestion({
    corpus: () => corpus,
    regions,
    lexicon,
    runtime: {
      now: () => new Date(`${DAY}T04:00:00.000Z`),
      newId: () => "bench",
      defer: (task) => void task(),
      fetch: () => Promise.reject(new Error("no network")),
      readPrompt: () => Promise.reject(new Error("no prompts")),
    },
    settings: {
      siteName: "问办",
      operator: null,
      hotline: "12345",
      region: null,
      sampleRegion: null,
      sourceUrl: async (id) => `/sources/${id}`,
    },
  });
  return { ask, passages };
}

const material =
  values.corpus !== undefined && values.questions !== undefined
    ? readMaterial(values.corpus, values.questions)
    : makeMaterial();
const { ask, passages } = await openEngine(material);
const times: number[] = [];
/** Time of the processor, which other programs on the machine do not lengthen. */
const busy: number[] = [];
let answered = 0;
for (const [index, question] of material.questions.entries()) {
  const start = performance.now();
  const used = process.cpuUsage();
  const { outcome } = await ask({ question: question.slice(0, 300), audience: "public" });
  const { user, system } = process.cpuUsage(used);
  if (index >= WARM_UP) {
    times.push(performance.now() - start);
    busy.push((user + system) / 1000);
  }
  if (outcome.startsWith("answered")) answered++;
}
/** The middle, the 95th of a hundred and the slowest, in milliseconds. */
function describe(values: number[]): string {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(1);
  return `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, slowest ${at(0.999)} ms`;
}

process.stdout.write(
  `${passages} passages, ${material.questions.length} questions (${answered} answered)\n` +
    `clock: ${describe(times)}\nprocessor: ${describe(busy)}\n`,
);

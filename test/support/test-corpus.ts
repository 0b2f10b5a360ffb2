import { readdirSync, readFileSync } from "node:fs";
import { createAnswerInScope } from "../../src/answer/answer-in-scope.ts";
import type { AnswerSettings } from "../../src/answer/settings.ts";
import type { Answer, AskRequest, Document, Visibility } from "../../src/domain.ts";
import { buildDocument } from "../../src/indexing/build-document.ts";
import { createCorpus } from "../../src/indexing/create-corpus.ts";
import type { DocumentRecord } from "../../src/indexing/document-store.ts";
import type { SourceFile } from "../../src/indexing/loader.ts";
import { loadFile } from "../../src/indexing/loaders/index.ts";
import { indexEntries } from "../../src/indexing/run/index-entries.ts";
import { createMemoryStore } from "../../src/indexing/stores/memory.ts";
import type { Lexicon } from "../../src/language/lexicon.ts";
import type { Corpus } from "../../src/retrieval/corpus.ts";
import type { IndexEntry } from "../../src/retrieval/lexical-index.ts";
import { createTypedArrayIndex } from "../../src/retrieval/stores/typed-array-index.ts";
import type { Runtime } from "../../src/runtime.ts";
import { testSettings } from "./answer-settings.ts";
import { shippedLexicon } from "./shipped-knowledge.ts";
import { shippedRegions } from "./shipped-regions.ts";

/** The day taken as today in all tests of answers. */
export const TODAY = "2026-11-21";
export const regions = shippedRegions;
export const lexicon: Lexicon = shippedLexicon();

const FIXTURES = new URL("../fixtures/", import.meta.url);

/** Files of a folder of `test/fixtures`, without its README. */
export function fixtureFiles(folder: "districts" | "guides"): SourceFile[] {
  const directory = new URL(`${folder}/`, FIXTURES);
  const names = readdirSync(directory).filter((name) => name !== "README.md");
  return names.map((name) => ({ path: name, bytes: new Uint8Array(readFileSync(new URL(name, directory))) }));
}

/** What a document written in a test declares; the keys are those of a front matter. */
export interface Declares {
  title?: string;
  kind?: Document["kind"];
  publisher?: string;
  region?: string;
  publishedAt?: string;
  effectiveFrom?: string;
  effectiveTo?: string;
  supersededBy?: string;
  visibility?: Visibility;
  originalTitle?: string;
  sample?: boolean;
  aliases?: string[];
}

/** A Markdown file with front matter, as an operator would write it. */
export function markdownFile(id: string, body: string, declares: Declares = {}): SourceFile {
  const front = Object.entries(declares).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  return {
    path: `${id}.md`,
    bytes: new TextEncoder().encode(`---\n${front.join("\n")}\n---\n${body}`),
  };
}

/** Loads and builds files as indexing does, with the shipped division table. */
export async function buildRecords(files: readonly SourceFile[]): Promise<DocumentRecord[]> {
  const sources = (await Promise.all(files.map(loadFile))).flat();
  return sources.map((source) => {
    const { document, passages } = buildDocument(source, { defaults: {}, regions, today: TODAY });
    return { document, passages, origin: "", fingerprint: "" };
  });
}

/** A corpus in memory over the real loaders, the real lexical indexes and the real retrieval. */
export async function createTestCorpus(files: readonly SourceFile[]): Promise<Corpus> {
  const store = createMemoryStore();
  const generation = { number: 1, name: "test" };
  await store.generations.begin({ ...generation, request: "test", embedder: null });
  await store.documents.upsert(1, await buildRecords(files));
  const entries: IndexEntry[] = [];
  for await (const entry of indexEntries(store, 1)) entries.push(entry);
  const indexOf = async (visibility: Visibility) => {
    const lexical = createTypedArrayIndex();
    await lexical.upsert(entries.filter((entry) => entry.visibility === visibility));
    return { lexical, vectors: null };
  };
  const indexes = { public: await indexOf("public"), internal: await indexOf("internal") };
  return createCorpus({ generation, documents: store.documents, indexes, lexicon });
}

/** Asks one question of a corpus; the audience is public unless said. */
export type Ask = (question: string, request?: Partial<AskRequest>) => Promise<Answer>;

/** The answer engine over a corpus, without a model. */
export function createAsk(corpus: Corpus, settings: Partial<AnswerSettings> = {}): Ask {
  const answerQuestion = createAnswerInScope({
    corpus: () => corpus,
    regions,
    lexicon,
    runtime: testRuntime(),
    settings: { ...testSettings, ...settings },
  });
  return (question, request = {}) => answerQuestion({ question, audience: "public", ...request });
}

function testRuntime(): Runtime {
  let ids = 0;
  return {
    now: () => new Date(`${TODAY}T04:00:00.000Z`),
    newId: () => `id-${++ids}`,
    defer: (task) => void task(),
    fetch: () => Promise.reject(new Error("no network in this test")),
    readPrompt: () => Promise.reject(new Error("no prompts in this test")),
  };
}

/** The corpus of all districts and guides, made once per test file. */
export async function createFixtureCorpus(extra: readonly SourceFile[] = []): Promise<Corpus> {
  return createTestCorpus([...fixtureFiles("districts"), ...fixtureFiles("guides"), ...extra]);
}

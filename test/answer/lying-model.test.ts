import { readdirSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { parseSuite } from "../../src/evaluation/suite.ts";
import type { Corpus } from "../../src/retrieval/corpus.ts";
import { liesOf, type ModelOutput, sentenceIn, sourcesIn, truthsOf } from "../support/lying-model.ts";
import { askWithModel } from "../support/model-desk.ts";
import { createScriptedChatModel } from "../support/scripted-chat-model.ts";
import { readKnowledge } from "../support/shipped-knowledge.ts";
import { createTestCorpus, regions } from "../support/test-corpus.ts";

/** A question of our own suite with what a model may write on it. */
interface Case {
  question: string;
  extract: string;
  outputs: ModelOutput[];
}

const REFORMS = new URL("../../knowledge/reforms/", import.meta.url);
const suite = parseSuite("facts.jsonl", readKnowledge("evaluation/facts.jsonl")).filter(
  ({ history, answerable }) => history.length === 0 && answerable,
);

let corpus: Corpus;
let lies: Case[];
let truths: Case[];

const written = (text: string) =>
  createScriptedChatModel([{ pieces: [...(text.match(/[\s\S]{1,7}/g) ?? [])] }]);
const bare = (text: string) => text.replace(/\[\d+\]|[\s。；]/g, "");

beforeAll(async () => {
  const files = readdirSync(REFORMS).map((path) => ({
    path,
    bytes: new Uint8Array(readFileSync(new URL(path, REFORMS))),
  }));
  corpus = await createTestCorpus(files);
  lies = [];
  truths = [];
  for (const [index, { question }] of suite.entries()) {
    const model = written("NO_ANSWER");
    const { answer } = await askWithModel(corpus, model, question);
    const prompt = model.asked[0]?.messages[1]?.content ?? "";
    const [citation] = answer.citations;
    const sources = sourcesIn(prompt);
    const found = citation && sentenceIn(sources, citation.shown);
    if (!found) continue;
    const truth = { ...found, sources };
    const source = { title: citation.title, region: citation.region ?? "" };
    lies.push({ question, extract: answer.text, outputs: liesOf(truth, regions, index * 31) });
    // A comparison needs a sentence of every document, and a heading is no sentence.
    const isOne = new Set(answer.citations.map(({ documentId }) => documentId)).size === 1;
    if (!isOne || found.sentence.includes("\n")) continue;
    truths.push({ question, extract: answer.text, outputs: truthsOf(truth, source) });
  }
}, 180_000);

/** Outputs of all questions in turn, so that every question and every kind has its share. */
function spread(cases: readonly Case[], count: number) {
  const all = cases.flatMap(({ outputs, ...rest }) => outputs.map((output) => ({ ...rest, ...output })));
  return Array.from({ length: count }, (_, index) => all[Math.floor((index * all.length) / count)]).filter(
    (one) => one !== undefined,
  );
}

describe("a model that lies over our own questions", () => {
  it("is believed in none of 200 outputs, neither in the answer nor while it is written", async () => {
    const shown: string[] = [];
    const outputs = spread(lies, 200);
    for (const { question, extract, kind, reply, sentence } of outputs) {
      const { answer, told, events } = await askWithModel(corpus, written(reply), question);
      const isKept = answer.generatedBy === "extract" && answer.text === extract && told === extract;
      const isExtract = bare(extract).includes(bare(sentence));
      const cited = events.filter(({ type }) => type === "citation").length;
      if (!(isKept && cited === answer.citations.length) && !isExtract) shown.push(`${kind}: ${answer.text}`);
    }
    expect(shown).toEqual([]);
    expect(outputs).toHaveLength(200);
    expect(new Set(outputs.map(({ kind }) => kind)).size).toBeGreaterThan(30);
  }, 180_000);

  it("spoils no honest sentence that it hides its lies behind", async () => {
    const shown: string[] = [];
    for (const { question, reply, sentence, kind } of spread(lies, 40)) {
      const honest = truths.find((one) => one.question === question)?.outputs[0];
      const { answer, told } = await askWithModel(
        corpus,
        written(`${honest?.reply ?? ""}${reply}`),
        question,
      );
      const isShown = answer.generatedBy !== "extract" && bare(honest?.sentence ?? "") !== bare(sentence);
      if (isShown && bare(`${answer.text}${told}`).includes(bare(sentence)))
        shown.push(`${kind}: ${answer.text}`);
    }
    expect(shown).toEqual([]);
  }, 180_000);
});

describe("a model that is honest over our own questions", () => {
  it("is used for at least nine in ten of the sentences that answer", async () => {
    const unused: string[] = [];
    let tried = 0;
    for (const { question, outputs } of truths) {
      const [whole] = outputs;
      if (!whole || whole.sentence.length > 150) continue;
      tried++;
      const { answer } = await askWithModel(corpus, written(whole.reply), question);
      if (answer.generatedBy === "extract") unused.push(`${question} ${whole.sentence}`);
    }
    expect(tried).toBeGreaterThan(40);
    expect(unused.slice(Math.floor(tried / 10))).toEqual([]);
  }, 180_000);
});

import { readdirSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { type Answer, isAnswered } from "../../src/domain.ts";
import { parseSuite, requestOf, type SuiteItem } from "../../src/evaluation/suite.ts";
import type { Corpus } from "../../src/retrieval/corpus.ts";
import { readKnowledge } from "../support/shipped-knowledge.ts";
import { createAsk, createTestCorpus, TODAY } from "../support/test-corpus.ts";

const KNOWLEDGE = new URL("../../knowledge/", import.meta.url);

interface Asked {
  item: SuiteItem;
  answer: Answer;
}

let corpus: Corpus;
let answers: Asked[];

beforeAll(async () => {
  const files = ["reforms", "procedures"].flatMap((folder) =>
    readdirSync(new URL(`${folder}/`, KNOWLEDGE)).map((path) => ({
      path,
      bytes: new Uint8Array(readFileSync(new URL(`${folder}/${path}`, KNOWLEDGE))),
    })),
  );
  corpus = await createTestCorpus(files);
  const ask = createAsk(corpus);
  const items = ["facts", "careful-words"].flatMap((name) =>
    parseSuite(`${name}.jsonl`, readKnowledge(`evaluation/${name}.jsonl`)),
  );
  answers = [];
  for (const item of items) {
    const { question, ...request } = requestOf(item);
    const answer = await ask(question, request);
    if (isAnswered(answer.outcome)) answers.push({ item, answer });
  }
}, 120_000);

/** Answers that cite a document of one sort, as `question → text`. */
const told = ({ item, answer }: Asked) => `${item.question} → ${answer.text}`;
const notices = ({ notices: all }: Answer) => all.map(({ text }) => text).join("\n");

describe("the answers to our own suites", () => {
  it("carry the date of every document older than two years, in a notice or in the text", () => {
    const limit = `${Number(TODAY.slice(0, 4)) - 2}${TODAY.slice(4)}`;
    const old = answers.filter(({ answer }) =>
      answer.citations.some(({ publishedAt }) => publishedAt !== null && publishedAt < limit),
    );
    const undated = old.filter(({ answer }) =>
      answer.citations.some(
        ({ publishedAt }) =>
          publishedAt !== null &&
          publishedAt < limit &&
          !`${notices(answer)}${answer.text}`.includes(publishedAt),
      ),
    );
    expect(old.length).toBeGreaterThan(40);
    expect(undated.map(told)).toEqual([]);
  });

  it("say of every undated text that it is", async () => {
    const undated = answers.filter(
      ({ answer }) =>
        answer.outcome === "answered_extract" && answer.citations.some((one) => one.publishedAt === null),
    );
    const silent = undated.filter(({ answer }) => !notices(answer).includes("没有写明发布日期"));
    expect(undated.length).toBeGreaterThan(10);
    expect(silent.map(told)).toEqual([]);
  });

  it("word no goal, estimate or plan as a fact", () => {
    const goals = answers.filter(({ answer }) =>
      answer.citations.some(({ shown }) => /目标是|力争|预计/.test(shown)),
    );
    const facts = goals.filter(
      ({ answer }) =>
        !/目标|力争|预计/.test(answer.text) ||
        !/(?:发布于 \d{4}-\d\d-\d\d|没有写明发布日期).*(?:目标|计划)/.test(notices(answer)),
    );
    expect(goals.length).toBeGreaterThan(5);
    expect(facts.map(told)).toEqual([]);
  });

  it("promise nobody that they are entitled", () => {
    const promising = answers.filter(({ answer }) =>
      /您(?:是|已|完全)?(?:符合|有资格|可以享受)/.test(answer.text),
    );
    expect(promising.map(told)).toEqual([]);
  });

  it("give no deadline of an appeal that is not quoted", () => {
    const deadline = /(?:复议|诉讼)[^。；]{0,20}?(\d+|[一二三四五六七八九十]+)个?(?:工作日|日|天|月)/g;
    const unquoted = answers.filter(({ answer: { text, citations } }) =>
      Array.from(text.matchAll(deadline), ([, figure = ""]) => figure).some(
        (figure) => !citations.some(({ shown, quote }) => `${shown}${quote}`.includes(figure)),
      ),
    );
    expect(unquoted.map(told)).toEqual([]);
  });
});

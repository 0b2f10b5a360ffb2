import { existsSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { isAnswered } from "../../src/domain.ts";
import { parseSuite, type SuiteItem } from "../../src/evaluation/suite.ts";
import { fold } from "../../src/language/fold.ts";
import { readKnowledge, splitShippedFile } from "../support/shipped-knowledge.ts";

const KNOWLEDGE = new URL("../../knowledge/", import.meta.url);
const FOLDERS = ["procedures", "reforms"];
const suites = readdirSync(new URL("evaluation/", KNOWLEDGE)).filter((name) => name.endsWith(".jsonl"));

function load(name: string): SuiteItem[] {
  return parseSuite(name, readKnowledge(`evaluation/${name}`));
}

/** The body of a shipped document, or null when none has this id. */
function shippedText(id: string): string | null {
  const folder = FOLDERS.find((each) => existsSync(new URL(`${each}/${id}.md`, KNOWLEDGE)));
  return folder === undefined ? null : splitShippedFile(readKnowledge(`${folder}/${id}.md`)).body;
}

/** The keys of an item of which no wording stands in the documents that answer it. */
function strayKeys(item: SuiteItem): string[] {
  const text = fold(item.gold_doc.map(shippedText).join("\n"));
  return item.answer_keys.filter((key) => !key.split("||").some((either) => text.includes(fold(either))));
}

/** `split` is a note to the reader: the suite's schema leaves it out. */
function splitsOf(name: string): unknown[] {
  const lines = readKnowledge(`evaluation/${name}`).trim().split("\n");
  return lines.map((line) => (JSON.parse(line) as { split?: unknown }).split);
}

describe("the shipped suites", () => {
  it("ask about facts, procedures and what is to be declined", () => {
    expect(suites.sort()).toEqual(["facts.jsonl", "procedures.jsonl", "refusals.jsonl"]);
  });

  it("give each question an id of its own and ask none twice", () => {
    const items = suites.flatMap(load);
    expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
    const asked = items.map(({ question, history }) => JSON.stringify([question, history]));
    expect(new Set(asked).size).toBe(items.length);
  });

  describe.each(suites)("%s", (name) => {
    const items = load(name);
    const answerable = items.filter(
      ({ answerable, outcome }) => answerable && (outcome === undefined || isAnswered(outcome)),
    );

    it("has sixty questions or more", () => {
      expect(items.length).toBeGreaterThanOrEqual(60);
    });

    it("names shipped documents only", () => {
      const ids = items.flatMap(({ gold_doc }) => gold_doc);
      expect(ids.filter((id) => shippedText(id) === null)).toEqual([]);
    });

    it("has a document and a key for what can be answered, and neither for what cannot", () => {
      const incomplete = answerable.filter((item) => !item.gold_doc.length || !item.answer_keys.length);
      const others = items.filter((item) => !answerable.includes(item));
      const overfull = others.filter((item) => item.gold_doc.length || item.answer_keys.length);
      expect([...incomplete, ...overfull].map(({ id }) => id)).toEqual([]);
    });

    it("asks for words that stand in the documents named", () => {
      const stray = items.map((item) => ({ id: item.id, keys: strayKeys(item) }));
      expect(stray.filter(({ keys }) => keys.length > 0)).toEqual([]);
    });

    it("holds out about a third", () => {
      const splits = splitsOf(name);
      expect(splits.filter((split) => split !== "open" && split !== "held_out")).toEqual([]);
      const share = splits.filter((split) => split === "held_out").length / splits.length;
      expect(share).toBeGreaterThan(0.25);
      expect(share).toBeLessThan(0.4);
    });
  });
});

import { existsSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { isAnswered } from "../../src/domain.ts";
import { acceptedOutcomes, expectationOf } from "../../src/evaluation/expectation.ts";
import { joinSuites, parseSuite, type SuiteItem } from "../../src/evaluation/suite.ts";
import { fold } from "../../src/language/fold.ts";
import { readKnowledge, splitShippedFile } from "../support/shipped-knowledge.ts";

const KNOWLEDGE = new URL("../../knowledge/", import.meta.url);
const FOLDERS = ["procedures", "reforms"];
/** What the service says of its own, in words that are fixed: no document holds them. */
const OWN_WORDS = ["由经办单位审核决定", "另有例外情形"];
/** Routes that turn a question away before anything is looked up. */
const TURNED_AWAY = new Set(["refuse", "refuse_neutral"]);
const names = readdirSync(new URL("evaluation/", KNOWLEDGE)).filter((name) => name.endsWith(".jsonl"));

const suites = names.map((name) => ({ name, items: parseSuite(name, readKnowledge(`evaluation/${name}`)) }));
const items = joinSuites(suites.map((suite) => suite.items));

/** The body of a shipped document, or null when none has this id. */
function shippedText(id: string): string | null {
  const folder = FOLDERS.find((each) => existsSync(new URL(`${each}/${id}.md`, KNOWLEDGE)));
  return folder === undefined ? null : splitShippedFile(readKnowledge(`${folder}/${id}.md`)).body;
}

/** The words expected of an item of which no wording stands in the documents that answer it. */
function strayWords({ gold_doc, answer_keys, span, gold_quote, passages }: SuiteItem): string[] {
  const text = fold(gold_doc.map(shippedText).join("\n"));
  const quotes = [...gold_quote, ...passages].filter(({ doc, raw }) => !shippedText(doc)?.includes(raw));
  const words = [...answer_keys, ...(span === undefined ? [] : [span])];
  const isHeld = (word: string) => OWN_WORDS.includes(word) || text.includes(fold(word));
  const stray = words.filter((key) => !key.split("||").some(isHeld));
  return [...stray, ...quotes.map(({ raw }) => raw)];
}

function mayBeAnswered(item: SuiteItem): boolean {
  return acceptedOutcomes(item).some(isAnswered);
}

function count(passes: (item: SuiteItem) => boolean): number {
  return items.filter(passes).length;
}

describe("the shipped suites", () => {
  it("ask three hundred questions and more, and none twice", () => {
    expect(items.length).toBeGreaterThanOrEqual(300);
    const asked = items.map(({ question, history, at, askerRegion, audience }) =>
      JSON.stringify([question, history, at, askerRegion, audience]),
    );
    expect(asked.filter((each, index) => asked.indexOf(each) !== index)).toEqual([]);
  });

  it.each<[string, number, (item: SuiteItem) => boolean]>([
    ["to be answered", 400, (item) => expectationOf(item) === "answer"],
    ["that have no answer", 60, (item) => expectationOf(item) === "decline" && item.route === undefined],
    ["to be turned away", 60, ({ route }) => route !== undefined && TURNED_AWAY.has(route)],
    ["to be asked back", 12, (item) => expectationOf(item) === "clarify"],
    ["about a guide", 250, ({ procedure }) => procedure.length > 0],
    ["in a conversation", 40, ({ history }) => history.length > 0],
  ])("hold questions %s: %i and more", (_name, least, passes) => {
    expect(count(passes)).toBeGreaterThanOrEqual(least);
    expect(count((item) => passes(item) && item.split === "held_out")).toBeGreaterThanOrEqual(least / 6);
  });

  it.each(suites)("$name holds out about a third", ({ items: members }) => {
    expect(members.filter(({ split }) => split === undefined).map(({ id }) => id)).toEqual([]);
    const share = members.filter(({ split }) => split === "held_out").length / members.length;
    expect(share).toBeGreaterThan(0.2);
    expect(share).toBeLessThan(0.45);
  });

  it("name shipped documents only", () => {
    const ids = items.flatMap(({ gold_doc, procedure, gold_quote, passages }) => [
      ...gold_doc,
      ...procedure,
      ...[...gold_quote, ...passages].map(({ doc }) => doc),
    ]);
    expect(ids.filter((id) => shippedText(id) === null)).toEqual([]);
  });

  it("name neither document nor key for what has no answer", () => {
    const overfull = items.filter((item) => !mayBeAnswered(item) && namesAnswer(item));
    expect(overfull.map(({ id }) => id)).toEqual([]);
  });

  it("ask for words that stand in the documents named", () => {
    const stray = items.map((item) => ({ id: item.id, words: strayWords(item) }));
    expect(stray.filter(({ words }) => words.length > 0)).toEqual([]);
  });
});

function namesAnswer({ gold_doc, answer_keys, span, procedure }: SuiteItem): boolean {
  return gold_doc.length + answer_keys.length + procedure.length > 0 || span !== undefined;
}

import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { checkAgainst, type EvidenceText } from "../../../src/answer/evidence/check-statement.ts";
import { splitSentences } from "../../../src/language/sentences.ts";
import { falsehoodsOf } from "../../support/falsify-statement.ts";
import { rewordingsOf } from "../../support/reword-statement.ts";
import { readKnowledge, shippedRegions, splitShippedFile } from "../../support/shipped-knowledge.ts";

const regions = shippedRegions();

interface Sentence {
  text: string;
  next: string;
  title: string;
  region: string;
  evidence: EvidenceText[];
}

/** Sentences of the shipped texts, each beside those that stand around it. */
function sentencesOf(file: string): Sentence[] {
  const { front, body } = splitShippedFile(readKnowledge(file));
  const field = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(front)?.[1] ?? "";
  const [title, region] = [field("title"), field("region")];
  const shown = body.replace(/^(?:#+|-|\d+\.) */gm, "");
  const texts = splitSentences(shown).map(({ start, end }) => shown.slice(start, end));
  return texts
    .map((text, index) => ({
      text,
      next: texts[index + 1] ?? "",
      title,
      region,
      evidence: [
        { text: texts.slice(Math.max(0, index - 1), index + 2).join("\n"), frame: `《${title}》 ${region}` },
      ],
    }))
    .filter(({ text }) => /\p{Script=Han}{4}/u.test(text) && text.length > 14 && /[。；]$/.test(text));
}

const sentences = ["reforms", "procedures"].flatMap((folder) =>
  readdirSync(new URL(`../../../knowledge/${folder}/`, import.meta.url))
    .sort()
    .flatMap((name) => sentencesOf(`${folder}/${name}`)),
);

/** Evenly spread over all, so that every text and every kind has its share. */
function spread<Item>(items: readonly Item[], count: number): Item[] {
  return Array.from(
    { length: count },
    (_, index) => items[Math.floor((index * items.length) / count)],
  ).filter((item) => item !== undefined);
}

describe("the checker over the shipped texts", () => {
  it("lets none of 1,000 statements pass with one thing made wrong", () => {
    const falsehoods = sentences.flatMap((one, index) =>
      falsehoodsOf(one.text, { next: one.next, regions, random: index * 7919 }).map((change) => ({
        ...change,
        evidence: one.evidence,
      })),
    );
    const tried = spread(falsehoods, 1_000);
    const passed = tried.filter(({ text, evidence }) => checkAgainst(text, evidence).ok);
    expect(passed.map(({ kind, text }) => `${kind}: ${text}`)).toEqual([]);
    expect(tried).toHaveLength(1_000);
    expect(new Set(falsehoods.map(({ kind }) => kind)).size).toBeGreaterThan(25);
  }, 60_000);

  it("lets at least 990 of 1,000 true ones pass, as they stand or lightly reworded", () => {
    const truths = sentences.flatMap((one) =>
      rewordingsOf(one.text, one).map((rewording) => ({ ...rewording, evidence: one.evidence })),
    );
    const tried = spread(truths, 1_000);
    const refused = tried.filter(({ text, evidence }) => !checkAgainst(text, evidence).ok);
    expect(tried).toHaveLength(1_000);
    expect(refused.map(({ kind, text }) => `${kind}: ${text}`).slice(10)).toEqual([]);
  }, 60_000);
});

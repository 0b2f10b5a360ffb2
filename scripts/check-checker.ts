/**
 * Measures the statement checker over any texts: how many statements with one thing made wrong it lets pass, and
 * how many true ones, said as they stand or lightly reworded, it refuses.
 *
 *   node scripts/check-checker.ts PATH… [--sentences 400] [--each 1000] [--seed 1] [--show]
 */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { checkAgainst, type EvidenceText } from "../src/answer/evidence/check-statement.ts";
import { buildDocument } from "../src/indexing/build-document.ts";
import { loadFile } from "../src/indexing/loaders/index.ts";
import { splitSentences } from "../src/language/sentences.ts";
import { falsehoodsOf } from "../test/support/falsify-statement.ts";
import { rewordingsOf } from "../test/support/reword-statement.ts";
import { shippedRegions } from "../test/support/shipped-knowledge.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sentences: { type: "string", default: "400" },
    each: { type: "string", default: "1000" },
    seed: { type: "string", default: "1" },
    show: { type: "boolean", default: false },
  },
});
const regions = shippedRegions();
const SHORTEST = 12;
const LONGEST = 160;

interface Sentence {
  text: string;
  next: string;
  title: string;
  region: string;
  evidence: EvidenceText[];
}

interface Trial {
  kind: string;
  text: string;
  evidence: EvidenceText[];
}

/** Numbers below one in a fixed order (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
const random = createRandom(Number(values.seed));

function filesOf(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path).flatMap((name) => filesOf(join(path, name)));
}

async function sentencesOf(path: string): Promise<Sentence[]> {
  const sources = await loadFile({ path, bytes: new Uint8Array(readFileSync(path)) });
  return sources.flatMap((source) => {
    const { document, passages } = buildDocument(source, { defaults: {}, regions, today: "2026-01-01" });
    const region = document.region?.name ?? "";
    return passages.flatMap(({ shown, headings }) => {
      const texts = splitSentences(shown).map(({ start, end }) => shown.slice(start, end));
      // A sentence that stands in for a title would lend its words to changes of itself.
      const title = /[。；]|^.{60}/.test(document.title) ? "" : document.title;
      const named = headings.filter((heading) => !/[，。；]|^.{40}/.test(heading)).join(" ");
      const frame = `《${title}》 ${region} ${named}`;
      return texts.map((text, index) => ({
        text,
        next: texts[index + 1] ?? "",
        title,
        region,
        evidence: [{ text: texts.slice(Math.max(0, index - 1), index + 2).join("\n"), frame }],
      }));
    });
  });
}

/** As many of them as asked for, in a random order. */
function sample<Item>(items: readonly Item[], count: number): Item[] {
  return items
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .slice(0, count)
    .map(({ item }) => item);
}

function isStatement({ text }: Sentence): boolean {
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  return han >= SHORTEST && text.length <= LONGEST && /[。；]$/.test(text) && !/[?？]/.test(text);
}

/** As many trials of every kind as there are, within an equal share, and the rest from what is left. */
function share(trials: readonly Trial[], count: number): Trial[] {
  const kinds = Map.groupBy(sample(trials, trials.length), ({ kind }) => kind);
  const chosen: Trial[] = [];
  for (let round = 0; chosen.length < Math.min(count, trials.length); round++) {
    for (const members of kinds.values()) {
      const next = members[round];
      if (next && chosen.length < count) chosen.push(next);
    }
  }
  return chosen;
}

function report(name: string, trials: readonly Trial[], wanted: boolean): void {
  const table = new Map<string, { tried: number; wrong: number }>();
  let wrong = 0;
  for (const { kind, text, evidence } of trials) {
    const check = checkAgainst(text, evidence);
    const row = table.get(kind) ?? { tried: 0, wrong: 0 };
    row.tried++;
    if (check.ok !== wanted) {
      row.wrong++;
      wrong++;
      if (values.show) {
        const said = wanted ? `\n    ${check.problems.join(" | ")}` : "";
        process.stdout.write(`[${kind}] ${text}\n    ${evidence[0]?.text.replaceAll("\n", " / ")}${said}\n`);
      }
    }
    table.set(kind, row);
  }
  process.stdout.write(`\n${name}: ${wrong} of ${trials.length} ${wanted ? "refused" : "passed"}\n`);
  for (const [kind, { tried, wrong: bad }] of [...table].sort((a, b) => b[1].wrong - a[1].wrong)) {
    process.stdout.write(`  ${kind.padEnd(30)} ${String(bad).padStart(4)} / ${tried}\n`);
  }
}

const all: Sentence[] = [];
for (const path of positionals.flatMap(filesOf)) all.push(...(await sentencesOf(path).catch(() => [])));
const chosen = sample(all.filter(isStatement), Number(values.sentences));
const falsehoods = chosen.flatMap((one) =>
  falsehoodsOf(one.text, { next: one.next, regions, random: Math.floor(random() * 1e6) }).map((change) => ({
    ...change,
    evidence: one.evidence,
  })),
);
const truths = chosen.flatMap((one) =>
  rewordingsOf(one.text, one).map((rewording) => ({ ...rewording, evidence: one.evidence })),
);
process.stdout.write(`${all.length} sentences, ${chosen.length} taken\n`);
report("made wrong", share(falsehoods, Number(values.each)), false);
report("true", share(truths, Number(values.each)), true);

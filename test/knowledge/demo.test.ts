import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { parseSuite, type SuiteItem } from "../../src/evaluation/suite.ts";
import { buildDocument } from "../../src/indexing/build-document.ts";
import { checkProcedure } from "../../src/indexing/guides/check-procedure.ts";
import { loadFile } from "../../src/indexing/loaders/index.ts";
import { FICTIONAL_DISTRICT, isFictional } from "../../src/language/fictional-place.ts";
import { fold } from "../../src/language/fold.ts";
import { readKnowledge, splitShippedFile } from "../support/shipped-knowledge.ts";
import { shippedRegions } from "../support/shipped-regions.ts";

const KNOWLEDGE = new URL("../../knowledge/", import.meta.url);
const TODAY = "2026-11-21";

/** What a visitor needs from a guide, and what an inspection of government sites looks for. */
const MANDATORY = [
  ..."受理条件 办理材料 办理流程 办结时限 收费标准 办理地点 办理时间 咨询电话".split(" "),
  ..."网上办理 到现场次数 办件类型 办理结果 投诉电话 常见问题 设定依据".split(" "),
];
const ROWS: Record<string, number> = {
  "demo-cancelled-proofs": 120,
  "demo-powers": 200,
  "demo-agent-points": 60,
};
/** Kinds whose answers are counted or denied, so that no document holds their words. */
const DERIVED = new Set(["count", "absent", "near_name"]);

async function loadDemo(folder: string, name: string) {
  const url = new URL(`demo/${folder}/${name}`, KNOWLEDGE);
  const file = { path: name, bytes: new Uint8Array(readFileSync(url)) };
  const sources = await loadFile(file);
  const built = sources.map((source) =>
    buildDocument(source, { defaults: {}, regions: shippedRegions, today: TODAY }),
  );
  const { front, body } = splitShippedFile(readKnowledge(`demo/${folder}/${name}`));
  const head: Record<string, unknown> = parse(front);
  return { folder, name, head, text: `${front}\n${body}`, sources, built };
}

const demo = await Promise.all(
  ["procedures", "registers"].flatMap((folder) =>
    readdirSync(new URL(`demo/${folder}/`, KNOWLEDGE)).map((name) => loadDemo(folder, name)),
  ),
);
const guides = demo.flatMap(({ sources }) => sources.flatMap(({ procedure }) => procedure ?? []));
const registers = demo.flatMap(({ sources }) =>
  sources.flatMap(({ id, register }) => (register ? [{ id, register }] : [])),
);

/** Written names that stand for a real place: a division in full, or a province or city by any name. */
function realPlaces(text: string): string[] {
  const mentions = shippedRegions.find(text).map((mention) => ({
    name: text.slice(mention.start, mention.end),
    codes: mention.candidates.map(({ code }) => code),
  }));
  const named = mentions.filter(
    ({ name, codes }) => /[省市区县旗州盟]$/.test(name) || codes.some((code) => code.endsWith("00")),
  );
  return named
    .filter(({ codes }) => !codes.some((code) => isFictional(code) || code === "000000"))
    .map(({ name }) => name);
}

describe("the sample data", () => {
  it("is fifteen guides and three lists, each file one document", () => {
    expect([guides.length, registers.length, demo.length]).toEqual([15, 3, 18]);
    expect(demo.filter(({ sources }) => sources.length !== 1)).toEqual([]);
  });

  it("gives each guide a name and a code of its own", () => {
    expect(new Set(guides.map(({ name }) => name)).size).toBe(guides.length);
    expect(new Set(guides.map(({ code }) => code)).size).toBe(guides.length);
    expect(guides.filter(({ code }) => code === null)).toEqual([]);
  });

  describe.each(demo)("$name", ({ head, text, sources, built }) => {
    it("loads and is built without a warning", () => {
      expect(sources.flatMap(({ warnings }) => warnings)).toEqual([]);
      expect(built.flatMap(({ reports }) => reports)).toEqual([]);
    });

    it("is marked as a sample of the fictional district and as public", () => {
      expect(built.map(({ document }) => [document.sample, document.region?.name])).toEqual([
        [true, FICTIONAL_DISTRICT],
      ]);
      expect(built[0]?.document.visibility).toBe("public");
    });

    it("says who keeps it, when it was checked and until when it holds", () => {
      expect(head).toMatchObject({ owner: expect.any(String), provenance: expect.stringContaining("示例") });
      expect(String(head.publisher)).toContain("（示例）");
      expect(String(head.reviewBy) > String(head.checkedAt)).toBe(true);
    });

    it("names no real place", () => {
      expect(realPlaces(text)).toEqual([]);
    });

    it("holds no personal number, and no telephone or address that could be real", () => {
      expect(text.match(/(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)\d{17}[\dXx](?!\d)/g)).toBeNull();
      const phones = text.match(/0\d{2,3}[-—]\d{7,8}/g) ?? [];
      expect(phones.filter((phone) => !phone.startsWith("0980-555"))).toEqual([]);
      const links = text.match(/https?:\/\/[^/\s）]+/g) ?? [];
      expect(links.filter((link) => link !== "https://wenxi.example")).toEqual([]);
    });
  });

  describe.each(guides)("$name", (guide) => {
    it("has every mandatory field, with a value", () => {
      const labels = new Set(
        guide.fields.filter(({ values }) => values.length > 0).map(({ label }) => label),
      );
      expect(MANDATORY.filter((label) => !labels.has(label))).toEqual([]);
    });

    it("does not contradict itself", () => {
      expect(checkProcedure(guide)).toEqual([]);
    });
  });

  describe.each(registers)("$id", ({ id, register }) => {
    it("names every entry of a complete edition with a day", () => {
      expect(register.rows.length).toBe(ROWS[id]);
      expect(register.edition).toMatchObject({ isComplete: true, date: expect.any(String) });
    });

    it("gives each row a name of its own, and a code of its own where it has codes", () => {
      const names = register.rows.map(({ name }) => name.trim());
      expect(names).not.toContain("");
      expect(new Set(names).size).toBe(names.length);
      const codes = register.rows.flatMap(({ code }) => code ?? []);
      const hasCodes = register.columns.some(({ field }) => field === "code");
      expect(new Set(codes).size).toBe(hasCodes ? register.rows.length : 0);
    });

    it("leaves no cell of a row empty", () => {
      const cells = register.rows.flatMap((row) => row.cells);
      expect(cells.length).toBe(register.rows.length * register.columns.length);
      expect(cells.filter(({ value }) => value.trim() === "")).toEqual([]);
    });
  });
});

describe("the questions about the sample data", () => {
  const text = readKnowledge("demo/evaluation.jsonl");
  const items = parseSuite("evaluation.jsonl", text);

  /** The body of a sample or shipped document, or null when none has this id. */
  function bodyOf(id: string): string | null {
    const folders = ["demo/procedures", "demo/registers", "procedures", "reforms"];
    const folder = folders.find((each) => existsSync(new URL(`${each}/${id}.md`, KNOWLEDGE)));
    return folder === undefined ? null : splitShippedFile(readKnowledge(`${folder}/${id}.md`)).body;
  }

  const folded = new Map<string, string>();
  function foldedText(id: string): string {
    const head = demo.find(({ name }) => name === `${id}.md`)?.head ?? {};
    const known = folded.get(id) ?? fold(`${bodyOf(id)}\n${JSON.stringify(head)}`);
    folded.set(id, known);
    return known;
  }

  function strayKeys(item: SuiteItem): string[] {
    const body = item.gold_doc.map(foldedText).join("\n");
    const stated = item.answer_keys.filter((key) => !DERIVED.has(item.kind) && !/^\d+$/.test(key));
    return stated.filter((key) => !key.split("||").some((either) => body.includes(fold(either))));
  }

  it("are many, each with an id of its own and asked once", () => {
    expect(items.length).toBeGreaterThanOrEqual(110);
    expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
    const asked = items.map(({ question, history, askerRegion }) =>
      JSON.stringify([question, history, askerRegion]),
    );
    expect(new Set(asked).size).toBe(items.length);
  });

  it("name the document and the words of an answer, or say that there is none", () => {
    const incomplete = items.filter(
      (item) => item.answerable !== (item.gold_doc.length > 0 && item.answer_keys.length > 0),
    );
    expect(incomplete.map(({ id }) => id)).toEqual([]);
  });

  it("expect words and rows that stand in the documents named", () => {
    expect(items.flatMap(({ gold_doc }) => gold_doc).filter((id) => bodyOf(id) === null)).toEqual([]);
    const quotes = items.flatMap(({ gold_quote }) => gold_quote);
    expect(quotes.filter(({ doc, raw }) => !bodyOf(doc)?.includes(raw))).toEqual([]);
    const stray = items.map((item) => ({ id: item.id, keys: strayKeys(item) }));
    expect(stray.filter(({ keys }) => keys.length > 0)).toEqual([]);
  });

  it("expect the sample data only of who names no real place", () => {
    const elsewhere = items.filter(({ kind }) => kind === "other_place");
    expect(elsewhere.length).toBeGreaterThanOrEqual(8);
    expect(elsewhere.filter(({ gold_doc }) => gold_doc.some((id) => id.startsWith("demo-")))).toEqual([]);
  });

  it("hold out about a third", () => {
    const splits = text.trim().split("\n");
    const heldOut = splits.filter((line) => (JSON.parse(line) as { split?: unknown }).split === "held_out");
    expect(heldOut.length / splits.length).toBeGreaterThan(0.25);
    expect(heldOut.length / splits.length).toBeLessThan(0.4);
  });
});

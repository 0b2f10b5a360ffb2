import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { analyseQuestion } from "../../src/retrieval/analyse.ts";
import type { SearchFilter } from "../../src/retrieval/corpus.ts";
import type { LexicalIndex } from "../../src/retrieval/lexical-index.ts";
import { indexEntry } from "../support/index-entries.ts";

const PASSAGES = [
  indexEntry("card#0", "身份证丢失后，向户口所在地派出所申请补领。"),
  indexEntry("card#1", "补领身份证收取工本费40元。"),
  indexEntry("fund#0", "租房提取住房公积金，每月限额1500元。", { regionCode: "330100" }),
  indexEntry("fund#1", "公積金貸款額度由公積金中心核定。", { regionCode: "330100", kind: "procedure" }),
  indexEntry("rent#0", "居住证由公安派出所受理，十五日内发放。", { regionCode: "330000" }),
  indexEntry("west#0", "南昌市的居住证网上申领。", { regionCode: "360100" }),
];

/** What every lexical index must do. */
export function describeLexicalIndex(name: string, create: () => LexicalIndex): void {
  describe(`lexical index: ${name}`, () => {
    let index: LexicalIndex;
    const ask = async (question: string, filter?: SearchFilter, limit = 10) =>
      (await index.search(analyseQuestion(question), filter ? { limit, filter } : { limit })).map(
        (hit) => hit.passageId,
      );

    beforeEach(async () => {
      index = create();
      await index.upsert(PASSAGES);
    });

    it.each([
      ["身份证丢了怎么补领", "card#0"],
      ["补领身份证要多少钱工本费", "card#1"],
      ["公积金租房提取限额", "fund#0"],
      ["公积金贷款额度", "fund#1"],
      ["1500元", "fund#0"],
    ])("finds the passage that answers 「%s」", async (question, expected) => {
      expect((await ask(question))[0]).toBe(expected);
    });

    it("tells the places its passages are about, as long as they are there", async () => {
      expect((await index.regionCodes()).sort()).toEqual(["330000", "330100", "360100"]);
      await index.delete("west");
      expect((await index.regionCodes()).sort()).toEqual(["330000", "330100"]);
    });

    it("matches whole numbers only", async () => {
      expect(await ask("150")).toEqual([]);
    });

    it("finds nothing for no terms, and for terms that no passage holds", async () => {
      expect(await index.search([], { limit: 5 })).toEqual([]);
      expect(await ask("xylophone")).toEqual([]);
    });

    it("gives at most `limit` hits in descending score above 0", async () => {
      const hits = await index.search(analyseQuestion("居住证 身份证 公积金"), { limit: 3 });
      expect(hits).toHaveLength(3);
      const scores = hits.map((hit) => hit.score);
      expect(scores).toEqual([...scores].sort((a, b) => b - a));
      expect(Math.min(...scores)).toBeGreaterThan(0);
    });

    it("finds what only title, headings or aliases say", async () => {
      await index.upsert([
        indexEntry("guide#0", "提交材料后现场办结。", {
          title: "护照首次申请",
          headings: ["出入境窗口"],
          aliases: ["出国本子"],
        }),
      ]);
      for (const question of ["护照", "出入境", "出国本子"]) {
        expect((await ask(question))[0]).toBe("guide#0");
      }
    });

    it("replaces a passage of the same id", async () => {
      await index.upsert([indexEntry("card#1", "内容换成了养老保险。")]);
      expect(await ask("工本费")).not.toContain("card#1");
      expect(await ask("养老保险")).toEqual(["card#1"]);
    });

    it("keeps the last of two passages of one id in one batch", async () => {
      await index.upsert([indexEntry("twice#0", "盲文图书馆"), indexEntry("twice#0", "手语翻译")]);
      expect(await ask("盲文")).toEqual([]);
      expect(await ask("手语")).toEqual(["twice#0"]);
    });

    it("deletes all passages of a document, and nothing for an unknown id", async () => {
      await index.delete("nobody");
      await index.delete("card");
      expect(await ask("身份证")).not.toContain("card#0");
      expect(await ask("工本费")).toEqual([]);
      expect(await ask("公积金贷款")).toContain("fund#1");
    });

    it.each<[string, SearchFilter, string[]]>([
      ["a district finds its city's and its province's", { regions: ["330106"] }, ["rent#0"]],
      ["another province is left out", { regions: ["360102"] }, ["west#0"]],
      ["a province does not find its cities'", { regions: ["360000"] }, []],
      ["of several places any will do", { regions: ["330106", "360102"] }, ["rent#0", "west#0"]],
      ["a kind", { kinds: ["procedure"] }, []],
      ["a document", { documentIds: ["west"] }, ["west#0"]],
      ["all members at once", { documentIds: ["west"], kinds: ["policy"], regions: ["330106"] }, []],
      ["no member narrows nothing", {}, ["rent#0", "west#0"]],
    ])("narrows by filter: %s", async (_, filter, expected) => {
      expect((await ask("居住证", filter)).filter((id) => /rent|west/.test(id)).sort()).toEqual(expected);
    });

    it("keeps passages of no known place under every place", async () => {
      expect(await ask("身份证补领", { regions: ["360102"] })).toContain("card#0");
    });

    it.each([
      ["a name instead of a code", { regions: ["杭州"] }],
      ["an empty list", { regions: [] }],
      ["an unknown kind", { kinds: ["leaflet"] }],
      ["an empty id", { documentIds: [""] }],
      ["no list", { documentIds: "card" }],
      ["an unknown member", { region: ["330106"] }],
      ["no object", "330106"],
    ])("refuses a filter it can't apply: %s", async (_, filter) => {
      await expect(
        index.search(analyseQuestion("身份证"), { limit: 5, filter: filter as never }),
      ).rejects.toMatchObject({ code: "retrieval.invalid_filter" });
    });

    it.each([0, -1, 1.5, Number.NaN])("refuses the limit %s", async (limit) => {
      await expect(index.search(analyseQuestion("身份证"), { limit })).rejects.toMatchObject({
        code: "retrieval.invalid_limit",
      });
    });

    it("counts the passages that hold each term", async () => {
      const terms = ["身份", "公积", "1500", "无此"].map((text) => ({ text, weight: 1 }));
      expect(await index.count(terms)).toEqual({ passages: 6, holding: [2, 2, 1, 0] });
    });

    it("scores as one index would when each of two gets the other's counts", async () => {
      const [near, far] = [create(), create()];
      await near.upsert(PASSAGES.slice(0, 2));
      await far.upsert(PASSAGES.slice(2));
      const terms = analyseQuestion("派出所");
      const whole = await index.search(terms, { limit: 10 });
      const alone = await near.search(terms, { limit: 10 });
      const informed = await near.search(terms, { limit: 10, background: await far.count(terms) });
      const expected = whole.find((hit) => hit.passageId === "card#0")?.score ?? 0;
      const gap = (score = 0) => Math.abs(score - expected);
      expect(gap(informed[0]?.score)).toBeLessThan(gap(alone[0]?.score) / 3);
    });

    it("scores after any changes as an index made from what is left", async () => {
      const word = fc.constantFrom("身份证", "公积金", "租房", "补领", "2015", "限额");
      const change = fc.record({
        document: fc.constantFrom("a", "b", "c"),
        ordinal: fc.nat(2),
        body: fc.array(word, { minLength: 1, maxLength: 5 }),
        deletes: fc.boolean(),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(change, { maxLength: 25 }), async (changes) => {
          const [changed, fresh] = [create(), create()];
          const left = new Map<string, ReturnType<typeof indexEntry>>();
          for (const { document, ordinal, body, deletes } of changes) {
            if (deletes) {
              await changed.delete(document);
              for (const id of left.keys()) if (id.startsWith(document)) left.delete(id);
              continue;
            }
            const entry = indexEntry(`${document}#${ordinal}`, body.join("，"));
            left.set(entry.passageId, entry);
            await changed.upsert([entry]);
          }
          await fresh.upsert([...left.values()]);
          const scores = async (one: LexicalIndex) =>
            (await one.search(analyseQuestion("身份证补领限额2015"), { limit: 50 }))
              .map((hit) => `${hit.passageId} ${hit.score.toFixed(4)}`)
              .sort();
          expect(await scores(changed)).toEqual(await scores(fresh));
        }),
      );
    });
  });
}

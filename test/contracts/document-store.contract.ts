import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type {
  DocumentFilter,
  DocumentWrite,
  IndexStore,
  SourceRecord,
} from "../../src/indexing/document-store.ts";
import { currentGeneration } from "../../src/indexing/document-store.ts";
import { collect } from "../support/collect.ts";
import { documentRecord } from "../support/document-records.ts";

const source = (path: string, fingerprint = "bytes"): SourceRecord => ({
  path,
  fingerprint,
  documents: 1,
  problems: [{ path, code: "ingest.bad_line", reason: "第 2 行不是 JSON" }],
  warnings: [],
});

/** What every store of documents and generations must do. */
export function describeDocumentStore(name: string, open: () => IndexStore): void {
  describe(`document store: ${name}`, () => {
    let store: IndexStore;
    const begin = (number: number) =>
      store.generations.begin({ number, name: `g${number}`, request: "run", embedder: null });
    const publish = (number: number) => store.generations.publish(number, "2026-11-21T08:00:00.000Z");
    const heads = async (generation: number, filter?: DocumentFilter) =>
      collect(store.documents.list(generation, filter));
    const ids = async (generation: number, filter?: DocumentFilter) =>
      (await heads(generation, filter)).map((head) => head.id);
    const text = async (generation: number, id: string) =>
      (await store.documents.get(generation, [id])).get(id)?.document.text ?? null;

    beforeEach(async () => {
      store = open();
      await begin(1);
      await store.documents.upsert(1, [documentRecord("a", "甲一\n甲二"), documentRecord("b", "乙")]);
      await store.documents.batch(1, [{ write: "upsert_source", source: source("/srv/docs/a.md") }]);
      await publish(1);
      await begin(2);
    });
    afterEach(() => store.close());

    describe("documents", () => {
      it("gives back the whole record", async () => {
        const record = documentRecord("c", "第一行\n第二行", {
          shown: "一行\n二行",
          offsets: [
            { shown: 0, stored: 1, length: 3 },
            { shown: 3, stored: 5, length: 2 },
          ],
          visibility: "internal",
          kind: "procedure",
          region: null,
          procedure: {
            name: "补领",
            code: null,
            aliases: ["补办"],
            audience: ["自然人"],
            fields: [],
            items: [],
            owner: null,
          },
        });
        await store.documents.upsert(2, [record]);
        expect((await store.documents.get(2, ["c"])).get("c")).toEqual(record);
      });

      it("keeps characters that databases stumble over", async () => {
        const record = documentRecord("c", "零\u0000𠮷\u2028'\"%_\\末");
        await store.documents.upsert(2, [record]);
        expect((await store.documents.get(2, ["c"])).get("c")).toEqual(record);
      });

      it("keeps offsets right where a text has half a surrogate pair", async () => {
        await store.documents.upsert(2, [documentRecord("c", "前\ud842后")]);
        expect(await text(2, "c")).toBe("前\ufffd后");
      });

      it("keeps ids with path marks and `#`, and ordinals with gaps", async () => {
        const record = documentRecord("目录/甲#乙", "一\n二\n三");
        const gapped = { ...record, passages: record.passages.filter(({ ordinal }) => ordinal !== 1) };
        await store.documents.upsert(2, [gapped]);
        expect((await store.documents.get(2, ["目录/甲#乙"])).get("目录/甲#乙")).toEqual(gapped);
      });

      it("does not share its objects with the caller", async () => {
        const record = documentRecord("c", "原文");
        await store.documents.upsert(2, [record]);
        record.document.title = "改了";
        expect((await store.documents.get(2, ["c"])).get("c")?.document.title).toBe("关于c的通知");
      });

      it("leaves out ids it does not know", async () => {
        const found = await store.documents.get(1, ["a", "nobody", ""]);
        expect([...found.keys()]).toEqual(["a"]);
      });

      it("refuses a passage whose text is not the slice it says it is", async () => {
        const record = documentRecord("c", "原文");
        const [passage] = record.passages;
        const wrong = { ...record, passages: [{ ...passage, shown: "别的" }] } as typeof record;
        const write = store.documents.upsert(2, [documentRecord("d", "好的"), wrong]);
        await expect(write).rejects.toMatchObject({ code: "store.passage_mismatch" });
        expect(await ids(2)).toEqual(["a", "b"]);
      });
    });

    describe("lists", () => {
      beforeEach(() =>
        store.documents.upsert(2, [
          documentRecord("p", "指南", { kind: "procedure" }),
          documentRecord("i", "内部", { visibility: "internal" }),
        ]),
      );

      it.each<[string, DocumentFilter | undefined, string[]]>([
        ["everything", undefined, ["a", "b", "i", "p"]],
        ["one kind", { kind: "procedure" }, ["p"]],
        ["one visibility", { visibility: "public" }, ["a", "b", "p"]],
        ["one origin", { origin: "/srv/docs/b.md" }, ["b"]],
        ["some ids", { ids: ["i", "a", "nobody"] }, ["a", "i"]],
        ["no ids", { ids: [] }, []],
        ["several at once", { kind: "policy", visibility: "internal" }, ["i"]],
      ])("narrows to %s", async (_what, filter, expected) => {
        expect(await ids(2, filter)).toEqual(expected);
      });

      it("gives the head without the text", async () => {
        expect(await heads(2, { ids: ["a"] })).toEqual([
          {
            id: "a",
            kind: "policy",
            visibility: "public",
            origin: "/srv/docs/a.md",
            fingerprint: "f5",
            passages: 2,
            since: 1,
          },
        ]);
      });

      it("lists more than a page", async () => {
        const many = Array.from({ length: 1203 }, (_, n) => documentRecord(`n${n}`, `第${n}`));
        await store.documents.upsert(2, many);
        expect(new Set(await ids(2)).size).toBe(1207);
      });
    });

    describe("generations", () => {
      it("shows a reader of the published generation nothing of the next", async () => {
        await store.documents.batch(2, [
          { write: "upsert", record: documentRecord("a", "改过") },
          { write: "delete", id: "b" },
          { write: "upsert", record: documentRecord("c", "新的") },
          { write: "upsert_source", source: source("/srv/docs/a.md", "new bytes") },
        ]);
        expect([await ids(1), await text(1, "a"), await text(1, "b")]).toEqual([
          ["a", "b"],
          "甲一\n甲二",
          "乙",
        ]);
        expect((await store.sources.get(1, "/srv/docs/a.md"))?.fingerprint).toBe("bytes");
        expect([await ids(2), await text(2, "a"), await text(2, "b")]).toEqual([["a", "c"], "改过", null]);
      });

      it("goes on showing the old generation after the next is published", async () => {
        await store.documents.upsert(2, [documentRecord("a", "改过")]);
        await publish(2);
        expect([await text(1, "a"), await text(2, "a")]).toEqual(["甲一\n甲二", "改过"]);
      });

      it("takes several writes of one document in one generation", async () => {
        await store.documents.upsert(2, [documentRecord("a", "第一次")]);
        await store.documents.upsert(2, [documentRecord("a", "第二次")]);
        await store.documents.delete(2, ["b"]);
        await store.documents.upsert(2, [documentRecord("b", "又来")]);
        await store.documents.delete(2, ["b", "nobody"]);
        expect([await ids(1), await ids(2), await text(2, "a")]).toEqual([["a", "b"], ["a"], "第二次"]);
      });

      it("counts the totals when published, and the newest published one is current", async () => {
        await store.documents.upsert(2, [documentRecord("c", "一\n二\n三")]);
        expect(currentGeneration(await store.generations.list())?.number).toBe(1);
        await publish(2);
        expect(currentGeneration(await store.generations.list())).toEqual({
          number: 2,
          name: "g2",
          request: "run",
          embedder: null,
          publishedAt: "2026-11-21T08:00:00.000Z",
          documents: 3,
          passages: 6,
        });
      });

      it("undoes everything of a generation that is discarded", async () => {
        await store.documents.batch(2, [
          { write: "upsert", record: documentRecord("a", "改过") },
          { write: "delete", id: "b" },
          { write: "delete_source", path: "/srv/docs/a.md" },
        ]);
        await store.generations.discard(2);
        await begin(2);
        expect([await ids(2), await text(2, "a")]).toEqual([["a", "b"], "甲一\n甲二"]);
        expect(await store.sources.list(2, "/srv")).toEqual(["/srv/docs/a.md"]);
      });

      it("never discards what is published", async () => {
        await store.generations.discard(1);
        expect(await ids(1)).toEqual(["a", "b"]);
        expect(await store.generations.list()).toHaveLength(2);
      });

      it("forgets old generations and keeps what later ones see", async () => {
        await store.documents.upsert(2, [documentRecord("a", "改过")]);
        await publish(2);
        await store.generations.sweep(2);
        expect((await store.generations.list()).map(({ number }) => number)).toEqual([2]);
        expect([await ids(2), await text(2, "a"), await text(2, "b")]).toEqual([["a", "b"], "改过", "乙"]);
        expect(await ids(1)).toEqual(["b"]);
      });

      it.each<[string, number]>([
        ["published", 1],
        ["unknown", 7],
      ])("refuses to write into a generation that is %s", async (_what, number) => {
        const closed = { code: "index.generation_closed" };
        const write: DocumentWrite = { write: "upsert", record: documentRecord("a", "改过") };
        await expect(store.documents.batch(number, [write])).rejects.toMatchObject(closed);
        await expect(store.documents.delete(number, ["a"])).rejects.toMatchObject(closed);
        await expect(publish(number)).rejects.toMatchObject(closed);
        expect(await text(1, "a")).toBe("甲一\n甲二");
      });

      it("refuses a number or a name that is taken", async () => {
        const taken = { code: "index.generation_taken" };
        await expect(begin(1)).rejects.toMatchObject(taken);
        const again = { number: 9, name: "g1", request: "run", embedder: null };
        await expect(store.generations.begin(again)).rejects.toMatchObject(taken);
      });
    });

    describe("sources", () => {
      it("remembers what a file gave", async () => {
        expect(await store.sources.get(1, "/srv/docs/a.md")).toEqual(source("/srv/docs/a.md"));
        expect(await store.sources.get(1, "/srv/docs/z.md")).toBeNull();
      });

      it("lists a path and what is below it, not its neighbours", async () => {
        const paths = ["/srv/docs", "/srv/docs/x%_/c.md", "/srv/docs2/d.md", "/srv/docs.md"];
        await store.documents.batch(
          2,
          paths.map((path) => ({ write: "upsert_source", source: source(path) })),
        );
        const below = ["/srv/docs", "/srv/docs/a.md", "/srv/docs/x%_/c.md"];
        expect(await store.sources.list(2, "/srv/docs")).toEqual(below);
        expect(await store.sources.list(2, "/")).toHaveLength(5);
        expect(await store.sources.list(1, "/srv/docs")).toEqual(["/srv/docs/a.md"]);
      });
    });
  });
}

import { beforeEach, describe, expect, it } from "vitest";
import { createDocumentCache, type DocumentCache } from "../../src/indexing/document-cache.ts";
import { documentRecord } from "../support/document-records.ts";

describe("document cache", () => {
  let fetched: string[];
  let cache: DocumentCache;
  const length: Record<string, number> = { long: 1_000 };

  beforeEach(() => {
    fetched = [];
    const fetch = async (ids: readonly string[]) => {
      fetched.push(...ids);
      const there = ids.filter((id) => id !== "nobody");
      return new Map(there.map((id) => [id, documentRecord(id, "字".repeat(length[id] ?? 10))]));
    };
    cache = createDocumentCache(fetch, { documents: 3, characters: 100 });
  });

  it("fetches a document once, and each only once of a request", async () => {
    expect([...(await cache.get(["a", "b", "a"])).keys()]).toEqual(["a", "b"]);
    await cache.get(["b", "c"]);
    expect(fetched).toEqual(["a", "b", "c"]);
  });

  it("lets go of what was asked for longest ago", async () => {
    for (const id of ["a", "b", "c", "a", "d"]) await cache.get([id]);
    fetched = [];
    await cache.get(["a", "c", "d"]);
    expect(fetched).toEqual([]);
    await cache.get(["b"]);
    expect(fetched).toEqual(["b"]);
  });

  it("gives all documents of a request, more than it keeps among them", async () => {
    const ids = ["a", "b", "c", "d", "e"];
    expect((await cache.get(ids)).size).toBe(5);
    fetched = [];
    await cache.get(ids);
    expect(fetched).toEqual(["a", "b"]);
  });

  it("keeps within its characters, but the one asked for last", async () => {
    await cache.get(["a", "b"]);
    await cache.get(["long"]);
    await cache.get(["long"]);
    expect(fetched).toEqual(["a", "b", "long"]);
    await cache.get(["a"]);
    expect(fetched).toEqual(["a", "b", "long", "a"]);
  });

  it("remembers nothing of ids that are not there", async () => {
    expect((await cache.get(["nobody"])).size).toBe(0);
    await cache.get(["nobody"]);
    expect(fetched).toEqual(["nobody", "nobody"]);
  });
});

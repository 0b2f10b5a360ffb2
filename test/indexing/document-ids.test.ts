import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { documentIdOf } from "../../src/indexing/formats/document-id.ts";
import { assignDocumentIds } from "../../src/indexing/run/document-ids.ts";

describe("document ids", () => {
  it.each<[string, string[], string[]]>([
    ["drops the extension", ["a.md", "b/c.txt"], ["a", "b/c"]],
    ["drops the last extension only", ["通知.2015.md", "a.tar.gz"], ["通知.2015", "a.tar"]],
    ["keeps both where two collide", ["a.md", "a.txt", "b.md"], ["a.md", "a.txt", "b"]],
    ["tells folders apart", ["x/a.md", "y/a.md"], ["x/a", "y/a"]],
    [
      "lets a third keep its own that would collide then",
      ["a.md", "a.md.txt", "a.txt"],
      ["a.md", "a.md.txt", "a.txt"],
    ],
    ["tells upper from lower case", ["A.md", "a.md"], ["A", "a"]],
    [
      "leaves names without extension and names that are all extension",
      ["README", "x/.md"],
      ["README", "x/.md"],
    ],
    ["takes dots of folders for no extension", ["v1.2/readme"], ["v1.2/readme"]],
    ["gives equal paths equal ids, with their extensions", ["a.md", "a.md"], ["a.md", "a.md"]],
  ])("%s", (_what, paths, expected) => {
    expect(assignDocumentIds(paths)).toEqual(expected);
  });

  const name = fc.stringMatching(/^[ab.]{1,5}$/);
  it("are distinct for distinct paths, and stand for the path with or without its extension", () => {
    fc.assert(
      fc.property(fc.uniqueArray(name, { maxLength: 12 }), (paths) => {
        const ids = assignDocumentIds(paths);
        expect(new Set(ids).size).toBe(paths.length);
        for (const [n, path] of paths.entries()) expect([path, documentIdOf(path)]).toContain(ids[n]);
      }),
    );
  });
});

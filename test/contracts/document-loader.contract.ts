import { describe, expect, it } from "vitest";
import { WenbanError } from "../../src/errors.ts";
import type { DocumentLoader } from "../../src/indexing/loader.ts";

/** What a loader's suite brings along. */
export interface LoaderSamples {
  /** A path the loader reads, and the file's content. */
  path: string;
  content: string | Uint8Array;
  /** Words that the stored text of the first document must hold. */
  words: string;
}

/** What every loader promises. */
export function describeDocumentLoader(
  loader: DocumentLoader,
  { path, content, words }: LoaderSamples,
): void {
  const file = (bytes: Uint8Array, name = path) => ({ path: name, bytes });
  const encode = (text: string | Uint8Array) =>
    typeof text === "string" ? new TextEncoder().encode(text) : text;

  describe(`the loader ${loader.name}`, () => {
    it("accepts its own files, in small or capital letters, and no others", () => {
      expect(loader.accepts(file(encode(content)))).toBe(true);
      expect(loader.accepts(file(encode(content), path.toUpperCase()))).toBe(true);
      expect(loader.accepts(file(encode(content), "a.png"))).toBe(false);
      expect(loader.accepts(file(encode(content), "无扩展名"))).toBe(false);
    });

    it("gives documents with ids, text, and the place of each declared field", async () => {
      const documents = await loader.load(file(encode(content)));
      expect(documents.length).toBeGreaterThan(0);
      expect(documents[0]?.text).toContain(words);
      for (const { id, text, declared, declaredFrom, procedure } of documents) {
        expect(id).not.toBe("");
        expect(text.startsWith("\ufeff")).toBe(false);
        expect(Object.keys(declaredFrom).sort()).toEqual(Object.keys(declared).sort());
        for (const { start, end, values } of procedure?.fields ?? []) {
          expect(text.slice(start, end)).toContain(values[0]);
          expect(text.slice(start, end)).toContain(values.at(-1));
        }
      }
    });

    it("gives the same for the same file", async () => {
      expect(await loader.load(file(encode(content)))).toEqual(await loader.load(file(encode(content))));
    });

    // Only texts have one.
    if (typeof content === "string") {
      it("reads a file with a byte order mark alike", async () => {
        const marked = await loader.load(file(Uint8Array.of(0xef, 0xbb, 0xbf, ...encode(content))));
        expect(marked[0]?.text).toContain(words);
      });
    }

    it.each([
      ["an empty file", new Uint8Array()],
      ["a file of spaces", encode(" \n\t\n")],
      ["a picture", Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0)],
      ["a PDF", encode("%PDF-1.7\n")],
      ["a zip archive", Uint8Array.of(0x50, 0x4b, 3, 4, 20, 0, 0, 0)],
      ["control bytes", Uint8Array.from({ length: 400 }, (_, i) => i % 32)],
    ])("refuses %s in plain words", async (_name, bytes) => {
      const error = await loader.load(file(bytes)).then(
        () => null,
        (thrown: unknown) => thrown,
      );
      expect(error).toBeInstanceOf(WenbanError);
      expect((error as WenbanError).code).toMatch(/^ingest\./);
      expect((error as WenbanError).message).toMatch(/[\u4e00-\u9fff]/);
      expect((error as WenbanError).hint).toBeTruthy();
    });
  });
}

import { afterAll, describe, expect, it } from "vitest";
import { loadFile } from "../../src/indexing/loaders/index.ts";
import { closeParsers } from "../../src/parsing/parse-file.ts";
import { makeDocx, makeZip, wordParagraph, wordRun, wordTable } from "../support/office-files.ts";

afterAll(closeParsers);

const load = (bytes: Uint8Array) => loadFile({ path: "通知.docx", bytes });
const TYPES = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`;
const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
/** A Word file whose main part is the text given. */
const ofDocument = (content: string | Uint8Array, types = TYPES) =>
  makeZip([
    { name: "[Content_Types].xml", content: types },
    { name: "word/document.xml", content },
  ]);
const ofBody = (body: string, head = "") =>
  ofDocument(`<?xml version="1.0"?>${head}<w:document ${W}><w:body>${body}</w:body></w:document>`);

describe("hostile Word files", () => {
  it.each<[string, Uint8Array, string]>([
    ["no list of contents", makeZip([{ name: "word/document.xml", content: "<a/>" }]), "ingest.not_a_docx"],
    [
      "a main part that is not there",
      makeZip([{ name: "[Content_Types].xml", content: TYPES }]),
      "ingest.not_a_docx",
    ],
    ["archives in archives", makeZip([{ name: "a.zip", content: makeZip([]) }]), "ingest.not_a_docx"],
    [
      "entities that grow",
      ofBody("<w:p><w:r><w:t>&b;</w:t></w:r></w:p>", '<!DOCTYPE d [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>'),
      "ingest.xml_doctype",
    ],
    [
      "a file of the system",
      ofBody(
        "<w:p><w:r><w:t>&x;</w:t></w:r></w:p>",
        '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
      ),
      "ingest.xml_doctype",
    ],
    [
      "100,000 nested paragraphs",
      ofBody("<w:p>".repeat(100_000) + "</w:p>".repeat(100_000)),
      "ingest.xml_too_deep",
    ],
    [
      "a million attributes",
      ofBody(`<w:p ${Array.from({ length: 1_000_000 }, (_, n) => `a${n}="1"`).join(" ")}/>`),
      "ingest.xml_too_complex",
    ],
    [
      "bytes that are no text",
      ofDocument(Uint8Array.of(...new TextEncoder().encode(`<a ${W}>`), 0xff, 0xfe, 0x80)),
      "ingest.bad_encoding",
    ],
    ["no words", makeDocx({ body: [""] }), "ingest.no_text"],
    [
      "a bomb",
      ofBody(`<w:p><w:r><w:t>${"a".repeat(210 << 20)}</w:t></w:r></w:p>`),
      "ingest.archive_too_large",
    ],
    [
      "a long cell that covers a thousand rows",
      makeDocx({
        body: [
          wordTable([
            [{ content: "长".repeat(100_000), merge: "restart" }, "一"],
            ...Array.from({ length: 1_000 }, () => [{ content: "", merge: "continue" } as const, "二"]),
          ]),
        ],
      }),
      "ingest.text_too_large",
    ],
  ])("with %s are refused", async (_name, bytes, code) => {
    await expect(load(bytes)).rejects.toMatchObject({ code, hint: expect.stringMatching(/./) });
  });

  it("with macros and links to the outside are read, and say so", async () => {
    const body = [wordParagraph(`<w:hyperlink r:id="x">${wordRun("正文内容")}</w:hyperlink>`)];
    const parts = {
      "word/vbaProject.bin": Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0),
      "word/_rels/settings.xml.rels":
        '<Relationships><Relationship Id="r" Target="file:///etc/hosts" TargetMode="External"/></Relationships>',
    };
    const [document] = await load(makeDocx({ body, parts }));
    expect(document?.text).toBe("正文内容");
    expect(document?.warnings.map(({ code }) => code)).toEqual(["ingest.macro_ignored"]);
  });
});

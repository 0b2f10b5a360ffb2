import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { WenbanError } from "../../src/errors.ts";
import { openArchive } from "../../src/parsing/archive.ts";
import { readXml, readXmlPart } from "../../src/parsing/xml-events.ts";
import { escapeXml, makeZip } from "../support/office-files.ts";

const encode = (text: string) => new TextEncoder().encode(text);
const WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const STRICT_WORD = "http://purl.oclc.org/ooxml/wordprocessingml/main";
const RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/** A document as its events: `<name attribute=value`, text, `>name`. */
async function eventsOf(bytes: Uint8Array, size = bytes.length): Promise<string[]> {
  const events: string[] = [];
  const source = async (onChunk: (chunk: Uint8Array) => void) => {
    for (let at = 0; at < bytes.length; at += Math.max(1, size))
      onChunk(bytes.subarray(at, at + Math.max(1, size)));
  };
  await readXml(source, {
    onOpen: ({ name, attributes }) => {
      const list = Object.entries(attributes).map(([key, value]) => ` ${key}=${value}`);
      events.push(`<${name}${list.join("")}`);
    },
    onText: (text) => events.push(text),
    onClose: (name) => events.push(`>${name}`),
  });
  return events;
}

async function codeOf(content: string | Uint8Array, size?: number): Promise<string> {
  try {
    await eventsOf(typeof content === "string" ? encode(content) : content, size);
    return "none";
  } catch (error) {
    if (!(error instanceof WenbanError)) throw error;
    expect(error.message).toMatch(/[\u4e00-\u9fff]/);
    return error.code;
  }
}

function utf16(text: string, isBig: boolean): Uint8Array {
  const bytes = new Uint8Array(text.length * 2);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < text.length; i++) view.setUint16(i * 2, text.charCodeAt(i), !isBig);
  return bytes;
}

describe("the events of a document", () => {
  it("come in order, with references resolved", async () => {
    const events = await eventsOf(
      encode('<a x="1&amp;2"><b/>甲 &lt;&#x4e59;<![CDATA[<丙>]]><!-- no --></a>'),
    );
    expect(events).toEqual(["<a x=1&2", "<b", ">b", "甲 <乙", "<丙>", ">a"]);
  });

  it.each([
    ["the usual prefix", `<w:p xmlns:w="${WORD}" w:val="1" plain="2"/>`, "<w:p w:val=1 plain=2"],
    ["another prefix", `<n1:p xmlns:n1="${WORD}" n1:val="1" plain="2"/>`, "<w:p w:val=1 plain=2"],
    ["no prefix", `<p xmlns="${WORD}" val="1"/>`, "<w:p val=1"],
    ["the strict namespace", `<w:p xmlns:w="${STRICT_WORD}" w:val="1"/>`, "<w:p w:val=1"],
    ["a prefix that means something else", `<w:p xmlns:w="${RELATIONS}" w:id="1"/>`, "<r:p r:id=1"],
    ["an unknown namespace", '<w:p xmlns:w="urn:x" w:val="1"/>', "<{urn:x}p {urn:x}val=1"],
    ["an undeclared prefix", '<w:p w:val="1"/>', "<{w}p {w}val=1"],
    ["the prefix of XML itself", '<p xml:space="preserve"/>', "<p xml:space=preserve"],
    ["a name without a prototype", '<p __proto__="1" constructor="2"/>', "<p __proto__=1 constructor=2"],
  ])("name things by their namespace: %s", async (_name, xml, opened) => {
    expect((await eventsOf(encode(xml)))[0]).toBe(opened);
  });

  it("know prefixes only within the element that declares them", async () => {
    const xml = `<a xmlns:q="${WORD}"><q:p/><b xmlns:q="${RELATIONS}"><q:p/></b><q:p/></a>`;
    const opened = (await eventsOf(encode(xml))).filter((event) => event.startsWith("<"));
    expect(opened).toEqual(["<a", "<w:p", "<b", "<r:p", "<w:p"]);
  });

  it("are the same however the bytes are cut", async () => {
    const xml = encode(
      `<?xml version="1.0" encoding="UTF-8"?><n:a xmlns:n="${WORD}" n:k="值𠮷">𠮷&#x20BB7;乙\r\n丙</n:a>`,
    );
    const whole = (await eventsOf(xml)).join("|");
    for (let size = 1; size < 40; size++) expect((await eventsOf(xml, size)).join("|")).toBe(whole);
  });

  it("give back every text", async () => {
    const text = fc.string({ unit: fc.constantFrom("甲", "<", "&", '"', " ", "]]>", "𠮷", "a", "\n") });
    await fc.assert(
      fc.asyncProperty(text, fc.integer({ min: 1, max: 9 }), async (content, size) => {
        const events = await eventsOf(encode(`<a k="${escapeXml(content)}">${escapeXml(content)}</a>`), size);
        expect(events.slice(1, -1).join("")).toBe(content);
        expect(events[0]).toBe(`<a k=${content.replaceAll("\n", " ")}`);
      }),
    );
  });

  it("come from a part of an archive", async () => {
    const archive = await openArchive(makeZip([{ name: "a.xml", content: `<a>${"甲".repeat(1000)}</a>` }]));
    const texts: string[] = [];
    await readXmlPart(archive, "a.xml", { onText: (text) => texts.push(text) });
    expect(texts.join("")).toBe("甲".repeat(1000));
  });

  it("stop at what a reader of them throws", async () => {
    const stop = new WenbanError("unprocessable", "ingest.table_too_large", "x");
    const onOpen = () => {
      throw stop;
    };
    await expect(readXml(encode("<a/>"), { onOpen })).rejects.toBe(stop);
  });
});

describe("a document is refused", () => {
  const nest = (depth: number) => "<a>".repeat(depth) + "</a>".repeat(depth);
  const attributes = (count: number) =>
    `<a ${Array.from({ length: count }, (_, i) => `a${i}="1"`).join(" ")}/>`;

  it.each([
    ["for its document type", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "ingest.xml_doctype"],
    [
      "for a document type elsewhere",
      '<!DOCTYPE a SYSTEM "http://127.0.0.1/x.dtd"><a/>',
      "ingest.xml_doctype",
    ],
    ["for an entity", "<a>&b;</a>", "ingest.bad_xml"],
    ["when it is cut off", "<a><b>", "ingest.bad_xml"],
    ["when its tags cross", "<a><b></a></b>", "ingest.bad_xml"],
    ["when it is empty", "", "ingest.bad_xml"],
    ["when it is no XML", "PK", "ingest.bad_xml"],
    ["for an attribute twice", '<a b="1" b="2"/>', "ingest.bad_xml"],
    ["for a control character", "<a>\u0001</a>", "ingest.bad_xml"],
    ["for depth", nest(257), "ingest.xml_too_deep"],
    ["but not for half the depth", nest(256), "none"],
    ["nor for elements side by side", `<a>${"<b></b>".repeat(1000)}</a>`, "none"],
    ["for attributes", attributes(10_001), "ingest.xml_too_complex"],
    ["but not for many", attributes(10_000), "none"],
    ["nor for many in all", `<a>${attributes(200).repeat(100)}</a>`, "none"],
    ["for a long attribute", `<a b="${"x".repeat((1 << 20) + 1)}"/>`, "ingest.xml_too_complex"],
    ["for a text without end", `<a>${"x".repeat((17 << 20) + 1)}</a>`, "ingest.xml_too_complex"],
  ])("%s", async (_name, xml, code) => {
    expect(await codeOf(xml, 1 << 16)).toBe(code);
  });
});

describe("the encoding of a document", () => {
  const declare = (encoding: string, text = "甲") =>
    `<?xml version="1.0" encoding="${encoding}"?><a>${text}</a>`;
  const mark = (bytes: Uint8Array, ...marks: number[]) => Uint8Array.of(...marks, ...bytes);

  it.each([
    ["UTF-8 told", encode(declare("UTF-8"))],
    ["UTF-8 told in small letters", encode(declare("utf8"))],
    ["UTF-8 not told", encode("<a>甲</a>")],
    ["UTF-8 with its mark", mark(encode(declare("UTF-8")), 0xef, 0xbb, 0xbf)],
    ["UTF-16 with its mark", mark(utf16(declare("UTF-16"), false), 0xff, 0xfe)],
    ["UTF-16, the other way, with its mark", mark(utf16(declare("utf-16"), true), 0xfe, 0xff)],
    ["UTF-16 without a mark", utf16(declare("UTF-16LE"), false)],
    ["UTF-16, the other way, without a mark", utf16(declare("UTF-16BE"), true)],
  ])("is read: %s", async (_name, bytes) => {
    expect((await eventsOf(bytes, 7))[1]).toBe("甲");
  });

  it.each([
    ["told as another, but plain", encode(declare("gb2312", "abc")), "none"],
    ["told as another", encode(declare("gb2312")), "ingest.bad_encoding"],
    [
      "told as another, which it is",
      mark(encode(declare("gbk", "")).slice(0, -4), 0xbc, 0xd7),
      "ingest.bad_encoding",
    ],
    ["told as UTF-16, which it is not", encode(declare("UTF-16", "abc")), "ingest.bad_encoding"],
    ["told as UTF-8, which it is not", utf16(declare("UTF-8"), false), "ingest.bad_encoding"],
    ["invalid", Uint8Array.of(...encode("<a>"), 0xff, 0xfe, 0x80, ...encode("</a>")), "ingest.bad_encoding"],
    ["cut within a character", encode("<a>甲").slice(0, -1), "ingest.bad_encoding"],
  ])("may be wrong: %s", async (_name, bytes, code) => {
    expect(await codeOf(bytes)).toBe(code);
    expect(await codeOf(bytes, 5)).toBe(code);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readFlatXml, writeFlatXml } from "../../../src/adapters/shared/flat-xml.ts";

const BAD_BODY = expect.objectContaining({ code: "webhook.bad_body" });

describe("readFlatXml", () => {
  it.each<[string, string, Record<string, string>]>([
    ["CDATA", "<xml><Content><![CDATA[居住证<b>&amp;]]></Content></xml>", { Content: "居住证<b>&amp;" }],
    ["bare text", "<xml><CreateTime>1717000000</CreateTime></xml>", { CreateTime: "1717000000" }],
    [
      "a number beyond 2^53",
      "<xml><MsgId>4561255354251345929</MsgId></xml>",
      { MsgId: "4561255354251345929" },
    ],
    ["the five entities", "<xml><A>&lt;&gt;&amp;&quot;&apos;</A></xml>", { A: "<>&\"'" }],
    ["character references", "<xml><A>&#23621;&#x4f4F;</A></xml>", { A: "居住" }],
    ["two CDATA sections", "<xml><A><![CDATA[]]]]><![CDATA[>]]></A></xml>", { A: "]]>" }],
    ["empty elements", "<xml><A></A><B/></xml>", { A: "", B: "" }],
    ["white space between elements", " <xml>\n  <A>1</A>\n</xml>\n", { A: "1" }],
    ["lists inside an element are left out", "<xml><A><B>1</B><B>2</B></A><C>3</C></xml>", { A: "", C: "3" }],
  ])("reads %s", (_name, xml, expected) => {
    expect(Object.fromEntries(readFlatXml(xml))).toEqual(expected);
  });

  it.each([
    ["nothing", ""],
    ["JSON", '{"ToUserName":"x"}'],
    ["a doctype", "<!DOCTYPE xml><xml><A>1</A></xml>"],
    ["an entity of its own", '<!DOCTYPE x [<!ENTITY a "aaaa">]><xml><A>&a;</A></xml>'],
    ["an unknown entity", "<xml><A>&nbsp;</A></xml>"],
    ["a bare ampersand", "<xml><A>a & b</A></xml>"],
    ["an XML declaration", '<?xml version="1.0"?><xml><A>1</A></xml>'],
    ["a processing instruction inside", "<xml><?php echo 1 ?></xml>"],
    ["a comment", "<xml><!-- x --><A>1</A></xml>"],
    ["attributes", '<xml><A href="x">1</A></xml>'],
    ["a repeated element", "<xml><Encrypt>1</Encrypt><Encrypt>2</Encrypt></xml>"],
    ["text beside elements", "<xml><A>1<B>2</B></A></xml>"],
    ["another closing tag", "<xml><A>1</B></xml>"],
    ["no end", "<xml><A>1</A>"],
    ["CDATA without an end", "<xml><A><![CDATA[1</A></xml>"],
    ["two roots", "<xml></xml><xml></xml>"],
    ["a reference to NUL", "<xml><A>&#0;</A></xml>"],
    ["a reference to half a character", "<xml><A>&#xD800;</A></xml>"],
    ["a reference beyond Unicode", "<xml><A>&#x110000;</A></xml>"],
    ["deep nesting", `${"<a>".repeat(30)}${"</a>".repeat(30)}`],
    ["a document of 64 KB", `<xml><A>${"字".repeat(65_536)}</A></xml>`],
  ])("refuses %s", (_name, xml) => {
    expect(() => readFlatXml(xml)).toThrow(BAD_BODY);
  });

  it("either reads or refuses, whatever it is given", () => {
    const piece = fc.constantFrom(
      "<",
      ">",
      "/",
      "xml",
      "<xml>",
      "</xml>",
      "<A>",
      "</A>",
      "<![CDATA[",
      "]]>",
      "&",
      "&lt;",
      "!",
      "?",
      "字",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        try {
          expect(readFlatXml(pieces.join(""))).toBeInstanceOf(Map);
        } catch (error) {
          expect(error).toEqual(BAD_BODY);
        }
      }),
    );
  });
});

it("reads what it writes, whatever the text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.nat(), (text, number) => {
      const fields = readFlatXml(writeFlatXml({ Content: `${text}]]>${text}`, CreateTime: number }));
      expect(Object.fromEntries(fields)).toEqual({
        Content: `${text}]]>${text}`,
        CreateTime: String(number),
      });
    }),
  );
});

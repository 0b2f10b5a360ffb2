import { describe, expect, it } from "vitest";
import { createGbkEncoder } from "../../src/indexing/cleaning/gbk-encoder.ts";
import { decodeText } from "../../src/parsing/decode-text.ts";

const TEXT = "关于办理居住证的通知";
const encodeGbk = createGbkEncoder();
const gbk = (text: string) => Uint8Array.from(Array.from(text).flatMap((char) => encodeGbk(char) ?? []));
const utf8 = (text: string) => new TextEncoder().encode(text);
const wide = (text: string, littleEndian = true) => {
  const view = new DataView(new ArrayBuffer(text.length * 2));
  for (let i = 0; i < text.length; i++) view.setUint16(i * 2, text.charCodeAt(i), littleEndian);
  return new Uint8Array(view.buffer);
};
const bytes = (...parts: (Uint8Array | readonly number[])[]) =>
  Uint8Array.from(parts.flatMap((part) => [...part]));

describe("decoding a text file", () => {
  it.each([
    ["UTF-8", utf8(TEXT), "utf-8"],
    ["UTF-8 with a mark", bytes([0xef, 0xbb, 0xbf], utf8(TEXT)), "utf-8"],
    ["GBK", gbk(TEXT), "gb18030"],
    ["GBK of four characters", gbk("通知公告"), "gb18030"],
    ["UTF-16 with a mark", bytes([0xff, 0xfe], wide(TEXT)), "utf-16le"],
    ["UTF-16 the other way round", bytes([0xfe, 0xff], wide(TEXT, false)), "utf-16be"],
    ["UTF-16 without a mark", wide(TEXT), "utf-16le"],
    ["UTF-16 without a mark, the other way round", wide(TEXT, false), "utf-16be"],
    ["UTF-16 with ASCII in it", wide(`${TEXT} 2024-01-01 No.1\n`), "utf-16le"],
  ])("%s", (_name, file, encoding) => {
    const decoded = decodeText(file);
    expect(decoded.text).toContain(
      TEXT.startsWith(decoded.text) ? "通知" : decoded.text.length > 4 ? TEXT : "通知公告",
    );
    expect(decoded).toMatchObject({ encoding, warnings: [] });
  });

  it("reads Big5 only where the file declares it", () => {
    const big5 = Uint8Array.of(0xbf, 0xec, 0xb2, 0x7a, 0xa9, 0x7e, 0xa6, 0xed, 0xc3, 0xd2);
    expect(decodeText(big5, "big5").text).toBe("辦理居住證");
    expect(decodeText(big5, "gb2312").encoding).toBe("gb18030");
    expect(decodeText(utf8(TEXT), "big5").text).toBe(TEXT);
  });

  it.each([
    ["gb18030", bytes(gbk(TEXT), [0x81, 0xff, 0xfe, 0x30], gbk("第一条"))],
    ["UTF-8", bytes(utf8(TEXT), [0xe5, 0x8a], utf8("。第一条办理居住证"))],
  ])("reports a few broken sequences of %s and goes on", (_name, file) => {
    const { text, warnings } = decodeText(file);
    expect(text).toContain("居住证");
    expect(text).toContain("第一条");
    expect(warnings.map(({ code }) => code)).toEqual(["ingest.replaced_characters"]);
  });

  it("refuses a text that is mostly broken", () => {
    const broken = bytes(...Array.from({ length: 60 }, () => bytes(gbk("居住证"), [0xff, 0x41])));
    expect(() => decodeText(broken)).toThrow(expect.objectContaining({ code: "ingest.bad_encoding" }));
  });

  it.each([
    ["nothing", new Uint8Array(), "ingest.empty_file"],
    ["white space", utf8(" \n"), "ingest.empty_file"],
    ["an Office file", Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0), "ingest.type_mismatch"],
    [
      "an old Office file",
      Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1),
      "ingest.type_mismatch",
    ],
    ["NULs in UTF-8", bytes(utf8(TEXT), [0, 0, 0, 0, 0]), "ingest.type_mismatch"],
    [
      "random bytes",
      Uint8Array.from({ length: 4096 }, (_, i) => (i * 2654435761) >>> 13),
      "ingest.type_mismatch",
    ],
  ])("refuses %s", (_name, file, code) => {
    expect(() => decodeText(file)).toThrow(expect.objectContaining({ code }));
  });
});

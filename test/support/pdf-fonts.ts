import { createGbkEncoder } from "../../src/indexing/cleaning/gbk-encoder.ts";
import type { PdfFont } from "./pdf-files.ts";
import { type PdfObject, writeStream } from "./pdf-objects.ts";

/** A font as written: the number of its object, and how text becomes hexadecimal codes of the font. */
export interface WrittenFont {
  object: number;
  encode(text: string): string;
}

/** Adds the objects of a font to a file. `used` is all text set in it: an `identity` font maps only that. */
export function writeFontObjects(font: PdfFont, used: string, objects: PdfObject[]): WrittenFont {
  if (font.kind === "latin") return writeLatin(font, objects);
  if (font.kind === "identity") return writeIdentity(font, used, objects);
  const isGbk = font.kind === "gbk";
  const unicode = font.kind === "vertical" ? "UniGB-UCS2-V" : "UniGB-UCS2-H";
  const name = isGbk ? "FangSong_GB2312" : "STSong-Light";
  const widths = "/DW 1000 /W [1 [500] 2 95 500 814 939 500]";
  return {
    object: writeComposite(
      { name: bold(name, font), encoding: isGbk ? "GBK-EUC-H" : unicode, ordering: "GB1", widths },
      objects,
    ),
    encode: isGbk ? createGbkWriter() : encodeUcs2,
  };
}

function writeLatin(font: PdfFont, objects: PdfObject[]): WrittenFont {
  const name = font.bold ? "Helvetica-Bold" : "Helvetica";
  const object = objects.push(
    `<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding >>`,
  );
  return { object, encode: (text) => Buffer.from(text, "latin1").toString("hex") };
}

/** Codes in the order of first use, as a printer that embeds a subset numbers its glyphs. */
function writeIdentity(font: PdfFont, used: string, objects: PdfObject[]): WrittenFont {
  const codes = new Map([...new Set(used)].map((char, i) => [char, i + 1] as const));
  const hex = (char: string) => (codes.get(char) ?? 0).toString(16).padStart(4, "0");
  const maps = [...codes.keys()].map((char) => `<${hex(char)}> <${encodeUcs2(char)}>`);
  const halves = [...codes].filter(([char]) => isHalfWide(char)).map(([, code]) => `${code} [500]`);
  const toUnicode = font.toUnicode === false ? null : objects.push(writeToUnicode(maps));
  const composite = {
    name: bold("ABCDEF+Song", font),
    encoding: "Identity-H",
    ordering: "Identity",
    widths: `/DW 1000 /W [${halves.join(" ")}]`,
    extra: toUnicode === null ? "" : `/ToUnicode ${toUnicode} 0 R`,
  };
  return { object: writeComposite(composite, objects), encode: (text) => [...text].map(hex).join("") };
}

function writeToUnicode(maps: readonly string[]): PdfObject {
  const head = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n";
  const space = "1 begincodespacerange <0000> <ffff> endcodespacerange\n";
  const body: string[] = [];
  for (let i = 0; i < maps.length; i += 100) {
    const part = maps.slice(i, i + 100);
    body.push(`${part.length} beginbfchar\n${part.join("\n")}\nendbfchar\n`);
  }
  const tail = "endcmap end end";
  return writeStream("", Buffer.from(`${head}${space}${body.join("")}${tail}`, "latin1"));
}

interface Composite {
  name: string;
  encoding: string;
  ordering: string;
  widths: string;
  extra?: string;
}

function writeComposite(font: Composite, objects: PdfObject[]): number {
  const box = "/FontBBox [0 -120 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 700 /StemV 80";
  const descriptor = objects.push(`<< /Type /FontDescriptor /FontName /${font.name} /Flags 4 ${box} >>`);
  const info = `/CIDSystemInfo << /Registry (Adobe) /Ordering (${font.ordering}) /Supplement 2 >>`;
  const kind = font.ordering === "Identity" ? "CIDFontType2" : "CIDFontType0";
  const descendant = objects.push(
    `<< /Type /Font /Subtype /${kind} /BaseFont /${font.name} ${info} ${font.widths} /FontDescriptor ${descriptor} 0 R >>`,
  );
  const head = `/Type /Font /Subtype /Type0 /BaseFont /${font.name} /Encoding /${font.encoding}`;
  return objects.push(`<< ${head} /DescendantFonts [${descendant} 0 R] ${font.extra ?? ""} >>`);
}

function bold(name: string, font: PdfFont): string {
  return font.bold ? `${name}-Bold` : name;
}

/** Whether a made font sets the character in half its size. */
export function isHalfWide(char: string): boolean {
  return (char.codePointAt(0) ?? 0) < 0x7f;
}

function encodeUcs2(text: string): string {
  return text
    .split("")
    .map((unit) => unit.charCodeAt(0).toString(16).padStart(4, "0"))
    .join("");
}

/** The encoder's table takes some time: one is made for each font. */
function createGbkWriter(): (text: string) => string {
  const encode = createGbkEncoder();
  return (text) =>
    Buffer.from([...text].flatMap((char) => [...(encode(char) ?? missing(char))])).toString("hex");
}

function missing(char: string): never {
  throw new Error(`GBK has no ${char}`);
}

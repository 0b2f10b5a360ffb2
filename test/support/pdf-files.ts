import { deflateSync } from "node:zlib";
import { encryptObjects } from "./pdf-encryption.ts";
import { writeFontObjects } from "./pdf-fonts.ts";
import { type PdfObject, writePdf, writeStream } from "./pdf-objects.ts";

/**
 * How a font of a made PDF is encoded: `gbk` (GBK-EUC-H) and `ucs2` (UniGB-UCS2-H) name a CMap and embed
 * nothing, as office printers do; `identity` has two-byte codes of its own and a ToUnicode map; `latin` is Helvetica.
 */
export type PdfFontKind = "gbk" | "ucs2" | "vertical" | "identity" | "latin";

export interface PdfFont {
  kind: PdfFontKind;
  bold?: boolean;
  /** False leaves out the ToUnicode map of an `identity` font, so that its text can't be read. */
  toUnicode?: boolean;
}

/** Text at a place: `x` from the left edge and `y`, its baseline, from the top edge, in points. */
export interface PdfText {
  text: string;
  x: number;
  y: number;
  /** 12 where absent. */
  size?: number;
  /** Key of `PdfFile.fonts`; the first font where absent. */
  font?: string;
  /** Degrees, counter-clockwise. */
  rotate?: number;
  /** 0 (black, where absent) to 1 (white). */
  gray?: number;
  /** Added between characters, in points. */
  spacing?: number;
}

export interface PdfPage {
  texts: PdfText[];
  /** Ruling lines, drawn with a pen of 0.5 points. */
  rules?: { x1: number; y1: number; x2: number; y2: number }[];
  /** Boxes drawn as outlines. */
  boxes?: { x: number; y: number; width: number; height: number }[];
  /** Grey pictures of so many pixels, drawn over the whole page. */
  images?: { width: number; height: number }[];
  /** Operators added as they are. */
  raw?: string;
}

export interface PdfFile {
  pages: PdfPage[];
  /** One `ucs2` font where absent. */
  fonts?: Record<string, PdfFontKind | PdfFont>;
  /** 595 × 842 (A4) where absent. */
  width?: number;
  height?: number;
  /** Encrypts with this owner password; a reader needs `user` (none where absent) to open the file. */
  encrypt?: { owner: string; user?: string };
  /** Keys added to the catalog. */
  catalog?: string;
}

/** The bytes of a small PDF file, with the text, rules and pictures where they are said to be. */
export function makePdf(file: PdfFile): Uint8Array<ArrayBuffer> {
  const named = Object.entries(file.fonts ?? { F: "ucs2" as const });
  const fonts = named.map(([name, font]) => ({
    name,
    ...(typeof font === "string" ? { kind: font } : font),
  }));
  const objects: PdfObject[] = ["", "", ""];
  const texts = file.pages.flatMap((page) => page.texts);
  const written = fonts.map((font) => {
    const used = texts.filter((text) => (text.font ?? fonts[0]?.name) === font.name);
    return { ...writeFontObjects(font, used.map(({ text }) => text).join(""), objects), name: font.name };
  });
  const resources = written.map(({ name, object }) => `/${name} ${object} 0 R`).join(" ");
  const { width = 595, height = 842 } = file;
  const kids = file.pages.map((page) => {
    const images = (page.images ?? []).map((image) => objects.push(writeImage(image)));
    const named = images.map((object, i) => `/I${i} ${object} 0 R`).join(" ");
    const content = writeContent(page, { width, height, fonts: written });
    const contents = objects.push(writeStream("", deflateSync(content), "/FlateDecode"));
    const dict = `/Type /Page /Parent 2 0 R /MediaBox [0 0 ${width} ${height}] /Contents ${contents} 0 R`;
    return objects.push(`<< ${dict} /Resources << /Font << ${resources} >> /XObject << ${named} >> >> >>`);
  });
  objects[0] = `<< /Type /Catalog /Pages 2 0 R ${file.catalog ?? ""} >>`;
  objects[1] = `<< /Type /Pages /Count ${kids.length} /Kids [${kids.map((kid) => `${kid} 0 R`).join(" ")}] >>`;
  objects[2] = "<< /Title (A title that nobody should trust) >>";
  if (file.encrypt === undefined) return writePdf(objects, "/Info 3 0 R");
  const encrypted = encryptObjects(objects, file.encrypt);
  return writePdf(encrypted.objects, encrypted.trailer);
}

interface ContentContext {
  width: number;
  height: number;
  fonts: readonly { name: string; encode(text: string): string }[];
}

function writeContent(page: PdfPage, { width, height, fonts }: ContentContext): Buffer {
  const images = (page.images ?? []).map((_, i) => `q ${width} 0 0 ${height} 0 0 cm /I${i} Do Q`);
  const rules = (page.rules ?? []).map(
    ({ x1, y1, x2, y2 }) => `0.5 w ${x1} ${height - y1} m ${x2} ${height - y2} l S`,
  );
  const boxes = (page.boxes ?? []).map(
    ({ x, y, width: w, height: h }) => `0.5 w ${x} ${height - y - h} ${w} ${h} re S`,
  );
  const texts = page.texts.map((text) => {
    const font = fonts.find(({ name }) => name === text.font) ?? fonts[0];
    const angle = ((text.rotate ?? 0) * Math.PI) / 180;
    const [cos, sin] = [Math.cos(angle).toFixed(5), Math.sin(angle).toFixed(5)];
    const turn = `${cos} ${sin} ${(-Math.sin(angle)).toFixed(5)} ${cos}`;
    const pen = `${text.gray ?? 0} g ${text.spacing ?? 0} Tc`;
    const place = `${turn} ${text.x} ${height - text.y} Tm`;
    return `BT ${pen} /${font?.name} ${text.size ?? 12} Tf ${place} <${font?.encode(text.text)}> Tj ET`;
  });
  return Buffer.from([...images, ...rules, ...boxes, page.raw ?? "", ...texts].join("\n"), "latin1");
}

function writeImage({ width, height }: { width: number; height: number }): PdfObject {
  const data = deflateSync(new Uint8Array(Math.ceil(width / 8) * height).fill(255));
  const size = `/Width ${width} /Height ${height} /BitsPerComponent 1 /ColorSpace /DeviceGray`;
  return writeStream(`/Type /XObject /Subtype /Image ${size}`, data, "/FlateDecode");
}

import { crc32, deflateRawSync } from "node:zlib";

/** One entry of an archive; texts become UTF-8. */
export interface ZipEntry {
  name: string;
  content: string | Uint8Array;
  /** Kept as it is instead of deflated. */
  isStored?: boolean;
}

interface Written {
  central: Uint8Array;
  local: Uint8Array;
}

/** An archive as office programs write it: names in UTF-8, sizes in the headers, no comment. */
export function makeZip(entries: readonly ZipEntry[]): Uint8Array {
  let offset = 0;
  const written = entries.map((entry) => {
    const one = writeEntry(entry, offset);
    offset += one.local.length;
    return one;
  });
  const central = joinBytes(written.map((one) => one.central));
  const end = record(22, (view) => {
    view.setUint32(0, 0x06054b50, true);
    view.setUint16(8, entries.length, true);
    view.setUint16(10, entries.length, true);
    view.setUint32(12, central.length, true);
    view.setUint32(16, offset, true);
  });
  return joinBytes([...written.map((one) => one.local), central, end]);
}

function writeEntry({ name, content, isStored = false }: ZipEntry, offset: number): Written {
  const encoder = new TextEncoder();
  const nameBytes = encoder.encode(name);
  const bytes = typeof content === "string" ? encoder.encode(content) : content;
  const packed = isStored ? bytes : deflateRawSync(bytes);
  const common = (view: DataView, at: number) => {
    view.setUint16(at, 20, true);
    view.setUint16(at + 2, 0x0800, true);
    view.setUint16(at + 4, isStored ? 0 : 8, true);
    view.setUint16(at + 8, 0x5a21, true);
    view.setUint32(at + 10, crc32(bytes), true);
    view.setUint32(at + 14, packed.length, true);
    view.setUint32(at + 18, bytes.length, true);
    view.setUint16(at + 22, nameBytes.length, true);
  };
  const local = record(30, (view) => {
    view.setUint32(0, 0x04034b50, true);
    common(view, 4);
  });
  const central = record(46, (view) => {
    view.setUint32(0, 0x02014b50, true);
    view.setUint16(4, 20, true);
    common(view, 6);
    view.setUint32(42, offset, true);
  });
  return { local: joinBytes([local, nameBytes, packed]), central: joinBytes([central, nameBytes]) };
}

function record(length: number, fill: (view: DataView) => void): Uint8Array {
  const bytes = new Uint8Array(length);
  fill(new DataView(bytes.buffer));
  return bytes;
}

function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

/** Parts of a Word file; what is left out is not in the file. All but `parts` is XML within its root. */
export interface WordParts {
  /** Blocks of the body: a text becomes a paragraph, what begins with `<` stands as it is. */
  body: readonly string[];
  /** `<w:style>` elements, as `wordStyle` makes them. */
  styles?: readonly string[];
  /** `<w:abstractNum>` and `<w:num>` elements. */
  numbering?: readonly string[];
  footnotes?: readonly string[];
  /** Blocks of the head of its pages. */
  header?: readonly string[];
  /** Other parts by name. */
  parts?: Record<string, string | Uint8Array>;
  /** Main part's content type, as for a file with macros. */
  mainType?: string;
}

/** How a paragraph of `wordParagraph` looks. */
export interface ParagraphLook {
  style?: string;
  /** Numbering instance and level. */
  number?: readonly [id: number, level: number];
}

/** A cell: its text, one paragraph a line, or XML; `span` columns; `merge` as in `w:vMerge`. */
export type WordCell = string | { content: string; span?: number; merge?: "restart" | "continue" };

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const NAMESPACES = [
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"',
  'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"',
  'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"',
  'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"',
  'xmlns:v="urn:schemas-microsoft-com:vml"',
].join(" ");
const MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
const OFFICE_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/** A Word file of the parts given. */
export function makeDocx({ body, mainType = MAIN_TYPE, parts = {}, ...lists }: WordParts): Uint8Array {
  const optional = (["styles", "numbering", "footnotes", "header"] as const).flatMap((name) => {
    const elements = lists[name];
    return elements === undefined ? [] : [{ name, xml: wrap(name, elements.join("")) }];
  });
  const blocks = body.map((block) => (block.startsWith("<") ? block : wordParagraph(block)));
  return makeZip([
    { name: "[Content_Types].xml", content: contentTypes(mainType) },
    { name: "_rels/.rels", content: relations([["officeDocument", "word/document.xml"]]) },
    { name: "word/document.xml", content: wrap("document", `<w:body>${blocks.join("")}</w:body>`) },
    {
      name: "word/_rels/document.xml.rels",
      content: relations(optional.map(({ name }) => [name, `${name}.xml`])),
    },
    ...optional.map(({ name, xml }) => ({ name: `word/${name}.xml`, content: xml })),
    ...Object.entries(parts).map(([name, content]) => ({ name, content })),
  ]);
}

/** A paragraph; `text` may be runs and other XML. */
export function wordParagraph(text: string, { style, number }: ParagraphLook = {}): string {
  const properties = [
    style === undefined ? "" : `<w:pStyle w:val="${style}"/>`,
    number === undefined
      ? ""
      : `<w:numPr><w:ilvl w:val="${number[1]}"/><w:numId w:val="${number[0]}"/></w:numPr>`,
  ].join("");
  return `<w:p><w:pPr>${properties}</w:pPr>${text.startsWith("<") ? text : wordRun(text)}</w:p>`;
}

/** A run of text, with run properties as XML. */
export function wordRun(text: string, properties = ""): string {
  return `<w:r><w:rPr>${properties}</w:rPr><w:t xml:space="preserve">${escapeXml(text)}</w:t></w:r>`;
}

export function wordTable(rows: readonly (readonly WordCell[])[]): string {
  return `<w:tbl><w:tblPr/>${rows.map((row) => `<w:tr>${row.map(wordCell).join("")}</w:tr>`).join("")}</w:tbl>`;
}

function wordCell(cell: WordCell): string {
  const { content, span, merge } = typeof cell === "string" ? { content: cell } : cell;
  const properties = [
    span === undefined ? "" : `<w:gridSpan w:val="${span}"/>`,
    merge === undefined ? "" : merge === "restart" ? '<w:vMerge w:val="restart"/>' : "<w:vMerge/>",
  ].join("");
  const blocks = content.startsWith("<")
    ? content
    : content
        .split("\n")
        .map((line) => wordParagraph(line))
        .join("");
  return `<w:tc><w:tcPr>${properties}</w:tcPr>${blocks}</w:tc>`;
}

/** A paragraph style; `properties` is the XML of its paragraph properties. */
export function wordStyle(id: string, name: string, properties = "", basedOn?: string): string {
  const base = basedOn === undefined ? "" : `<w:basedOn w:val="${basedOn}"/>`;
  return `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/>${base}<w:pPr>${properties}</w:pPr></w:style>`;
}

export function escapeXml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

function wrap(root: string, inner: string): string {
  return `${XML}<w:${root} ${NAMESPACES}>${inner}</w:${root}>`;
}

function contentTypes(mainType: string): string {
  const namespace = "http://schemas.openxmlformats.org/package/2006/content-types";
  return `${XML}<Types xmlns="${namespace}"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="${mainType}"/></Types>`;
}

function relations(targets: readonly (readonly [type: string, target: string])[]): string {
  const list = targets.map(
    ([type, target], n) => `<Relationship Id="r${n}" Type="${OFFICE_RELATIONS}/${type}" Target="${target}"/>`,
  );
  return `${XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${list.join("")}</Relationships>`;
}

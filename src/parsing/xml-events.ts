import { SaxesParser } from "saxes";
import { WenbanError } from "../errors.ts";
import type { Archive } from "./archive.ts";
import { createXmlDecoder } from "./xml/xml-decoder.ts";
import { badXml, xmlDoctype, xmlTooComplex, xmlTooDeep } from "./xml/xml-errors.ts";
import { createXmlNames } from "./xml/xml-names.ts";

/**
 * An element. Names carry the usual prefix of their namespace (`w:p`, `x:row`, `r:id`) whatever prefix the file
 * uses; a name of an unknown namespace is `{namespace}name`, an attribute without a prefix has none here either.
 */
export interface XmlElement {
  name: string;
  /** Values by name, without namespace declarations; has no prototype. */
  attributes: Record<string, string>;
}

/** What to do with the parts of a document, in its order. What a handler throws stops the reading. */
export interface XmlHandlers {
  onOpen?: (element: XmlElement) => void;
  /** Text up to the next tag, comment or CDATA section, its references resolved; white space is kept. */
  onText?: (text: string) => void;
  onClose?: (name: string) => void;
}

/** Hands on the bytes of a document, chunk by chunk, as `Archive.read` does. */
export type ChunkSource = (onChunk: (chunk: Uint8Array) => void) => Promise<void>;

const DEEPEST = 256;
const MOST_ATTRIBUTES = 10_000;
const LONGEST_ATTRIBUTE = 1 << 20;
/** Longest stretch without a tag or text handed on, such as a comment, in UTF-16 units: the parser holds it whole. */
const LONGEST_PIECE = 16 << 20;

/**
 * Reads an XML document of an office file as events. Document types are refused, so no entity but the five
 * of XML is ever resolved and nothing is fetched.
 * @throws WenbanError `ingest.xml_doctype`, `ingest.xml_too_deep`, `ingest.xml_too_complex`,
 *   `ingest.bad_encoding`, `ingest.bad_xml`, and whatever a handler or the source throws
 */
export async function readXml(source: Uint8Array | ChunkSource, handlers: XmlHandlers): Promise<void> {
  const reader = createXmlReader(handlers);
  if (source instanceof Uint8Array) reader.write(source);
  else await source(reader.write);
  reader.end();
}

/** Reads one part of an archive as events; throws as `readXml` and `Archive.read` do. */
export async function readXmlPart(archive: Archive, name: string, handlers: XmlHandlers): Promise<void> {
  await readXml((onChunk) => archive.read(name, onChunk), handlers);
}

function createXmlReader(handlers: XmlHandlers) {
  const decoder = createXmlDecoder();
  const parser = new SaxesParser({ position: false });
  const watch = watchPieces();
  const checkDeclared = () => {
    if (parser.xmlDecl.encoding !== undefined) decoder.declare(parser.xmlDecl.encoding);
  };
  listen(parser, watch, checkDeclared, handlers);
  const feed = (text: string) => {
    watch.fed(text.length);
    parser.write(text);
  };
  return {
    write: (chunk: Uint8Array) => explain(() => feed(decoder.decode(chunk))),
    end: () =>
      explain(() => {
        feed(decoder.end());
        parser.close();
      }),
  };
}

/** Six events and no more: with eight, V8 keeps the parser's fields in a table, and reading takes four times as long. */
function listen(
  parser: SaxesParser,
  watch: PieceWatch,
  checkDeclared: () => void,
  handlers: XmlHandlers,
): void {
  const names = createXmlNames();
  const opened: string[] = [];
  parser.on("doctype", () => {
    throw xmlDoctype();
  });
  parser.on("attribute", ({ name, value }) => {
    watch.sawAttribute(value);
    names.sawAttribute(name);
  });
  parser.on("opentag", (tag) => {
    if (opened.length === 0) checkDeclared();
    if (opened.length >= DEEPEST) throw xmlTooDeep(DEEPEST);
    watch.sawPiece();
    const element = names.open(tag.name, tag.attributes);
    opened.push(element.name);
    handlers.onOpen?.(element);
  });
  parser.on("closetag", () => {
    watch.sawPiece();
    names.close();
    const name = opened.pop() ?? "";
    handlers.onClose?.(name);
  });
  const sawText = (text: string) => {
    watch.sawPiece();
    if (opened.length > 0) handlers.onText?.(text);
  };
  parser.on("text", sawText);
  parser.on("cdata", sawText);
}

/** Keeps count of what the parser holds back, as it hands on texts and tags only when they are whole. */
interface PieceWatch {
  fed(length: number): void;
  sawPiece(): void;
  sawAttribute(value: string): void;
}

function watchPieces(): PieceWatch {
  let held = 0;
  let attributes = 0;
  return {
    fed(length) {
      held += length;
      if (held - length > LONGEST_PIECE) throw xmlTooComplex();
    },
    sawPiece() {
      held = 0;
      attributes = 0;
    },
    sawAttribute(value) {
      if (++attributes > MOST_ATTRIBUTES || value.length > LONGEST_ATTRIBUTE) throw xmlTooComplex();
    },
  };
}

/** What the parser itself throws is a fault of the document. */
function explain(step: () => void): void {
  try {
    step();
  } catch (error) {
    throw error instanceof WenbanError ? error : badXml(error);
  }
}

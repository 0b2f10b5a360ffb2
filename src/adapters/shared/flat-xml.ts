import type { WenbanError } from "../../errors.ts";
import { badBody } from "./webhook-errors.ts";

/** Longest document read, in UTF-16 units; a platform message has a few hundred. */
const LARGEST_DOCUMENT = 64 * 1024;
/** Some menu events hold lists inside; nothing reads them, so deeper nesting is not worth following. */
const DEEPEST_NESTING = 5;
const NAME = /[A-Za-z_][\w.-]{0,63}/y;
const ENTITY = /&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|([a-z]{2,4}));/y;
const ENTITIES: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

/** Where reading stands in a document. */
interface Cursor {
  readonly xml: string;
  at: number;
}

interface Element {
  name: string;
  text: string;
  children: Element[];
}

/**
 * Reads the documents of the WeChat family: one root, its children's names to their texts. Elements inside
 * children are checked and left out. Declarations, doctypes, entities of one's own, comments, processing
 * instructions, attributes and repeated children are refused: no platform sends them, and each is an attack.
 * @throws WenbanError `webhook.bad_body`
 */
export function readFlatXml(xml: string): Map<string, string> {
  if (xml.length > LARGEST_DOCUMENT) throw badXml("document too long");
  const cursor = { xml: xml.trim(), at: 0 };
  const root = readElement(cursor, 1);
  if (cursor.at !== cursor.xml.length) throw badXml("text after the root element");
  const fields = new Map<string, string>();
  for (const child of root.children) {
    if (fields.has(child.name)) throw badXml("repeated element");
    fields.set(child.name, child.text);
  }
  return fields;
}

/** Writes a flat document; texts become CDATA sections, numbers stay bare. */
export function writeFlatXml(fields: Record<string, string | number>): string {
  const elements = Object.entries(fields).map(([name, value]) => {
    const content = typeof value === "number" ? String(value) : writeCdata(value);
    return `<${name}>${content}</${name}>`;
  });
  return `<xml>${elements.join("")}</xml>`;
}

function writeCdata(text: string): string {
  return `<![CDATA[${text.replaceAll("]]>", "]]]]><![CDATA[>")}]]>`;
}

function readElement(cursor: Cursor, depth: number): Element {
  if (depth > DEEPEST_NESTING) throw badXml("nested too deeply");
  expect(cursor, "<");
  const element: Element = { name: readName(cursor), text: "", children: [] };
  if (skip(cursor, "/>")) return element;
  expect(cursor, ">");
  while (!skip(cursor, "</")) readContent(cursor, element, depth);
  if (readName(cursor) !== element.name) throw badXml("closing tag of another element");
  expect(cursor, ">");
  if (element.children.length > 0 && element.text.trim() !== "") throw badXml("text beside elements");
  return element;
}

function readContent(cursor: Cursor, element: Element, depth: number): void {
  if (skip(cursor, "<![CDATA[")) element.text += readUntil(cursor, "]]>");
  else if (cursor.xml[cursor.at] === "<") element.children.push(readElement(cursor, depth + 1));
  else element.text += readText(cursor);
}

function readText(cursor: Cursor): string {
  const end = cursor.xml.indexOf("<", cursor.at);
  if (end < 0) throw badXml("element without an end");
  const text = cursor.xml.slice(cursor.at, end);
  cursor.at = end;
  return decodeEntities(text);
}

function decodeEntities(text: string): string {
  let decoded = "";
  for (let at = 0; ; ) {
    const next = text.indexOf("&", at);
    if (next < 0) return decoded + text.slice(at);
    ENTITY.lastIndex = next;
    const match = ENTITY.exec(text);
    if (!match) throw badXml("unknown entity");
    decoded += text.slice(at, next) + entityText(match);
    at = ENTITY.lastIndex;
  }
}

function entityText([, hex, decimal, name]: RegExpExecArray): string {
  if (name !== undefined) {
    const text = ENTITIES[name];
    if (text === undefined) throw badXml("unknown entity");
    return text;
  }
  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  const isCharacter = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
  if (!isCharacter) throw badXml("reference to no character");
  return String.fromCodePoint(code);
}

function readUntil(cursor: Cursor, mark: string): string {
  const end = cursor.xml.indexOf(mark, cursor.at);
  if (end < 0) throw badXml("CDATA section without an end");
  const text = cursor.xml.slice(cursor.at, end);
  cursor.at = end + mark.length;
  return text;
}

function readName(cursor: Cursor): string {
  NAME.lastIndex = cursor.at;
  const name = NAME.exec(cursor.xml)?.[0];
  if (name === undefined) throw badXml("not an element");
  cursor.at += name.length;
  return name;
}

function skip(cursor: Cursor, mark: string): boolean {
  if (!cursor.xml.startsWith(mark, cursor.at)) return false;
  cursor.at += mark.length;
  return true;
}

function expect(cursor: Cursor, mark: string): void {
  if (!skip(cursor, mark)) throw badXml(`expected ${mark}`);
}

function badXml(reason: string): WenbanError {
  return badBody(`XML: ${reason}`);
}

import type { Archive } from "../archive.ts";
import { readXmlPart, type XmlElement } from "../xml-events.ts";

/** One level of a list. */
export interface NumberLevel {
  start: number;
  /** As `formatNumber` takes it, or `bullet`. */
  format: string;
  /** With `%1` to `%9` for the counters of the levels. */
  text: string;
  suffix: "tab" | "space" | "nothing";
  /** All counters in plain digits, whatever their own format. */
  isLegal: boolean;
  /** Level from 1 after which this one starts again; 0 never; null after every higher one. */
  restart: number | null;
  /** Style whose paragraphs are on this level. */
  styleId: string | null;
}

/** A list's definition, shared by the instances that refer to it. */
export interface AbstractNumbering {
  levels: Map<number, NumberLevel>;
  /** Style that holds the real definition. */
  styleLink: string | null;
}

export interface NumberingInstance {
  abstractId: string;
  /** Levels defined anew, and starts given anew, for this instance. */
  levels: Map<number, NumberLevel>;
  starts: Map<number, number>;
}

export interface Numbering {
  abstracts: Map<string, AbstractNumbering>;
  instances: Map<string, NumberingInstance>;
}

const LEVELS = 9;

/** The definitions of numbering.xml (ISO/IEC 29500-1, 17.9); none where the file has no such part. */
export async function readNumbering(archive: Archive, part: string | null): Promise<Numbering> {
  const numbering: Numbering = { abstracts: new Map(), instances: new Map() };
  if (part === null) return numbering;
  const cursor = createCursor();
  await readXmlPart(archive, part, {
    onOpen: (element) => {
      takeDefinition(numbering, cursor, element);
      takeLevel(cursor, element);
    },
    onClose: (name) => {
      if (name === "w:lvl") cursor.level = null;
      if (name === "w:abstractNum") cursor.abstract = null;
      if (name === "w:num") cursor.instance = null;
    },
  });
  return numbering;
}

/** Where in the part the reading is. */
interface Cursor {
  abstract: AbstractNumbering | null;
  instance: NumberingInstance | null;
  overridden: number;
  level: NumberLevel | null;
}

function createCursor(): Cursor {
  return { abstract: null, instance: null, overridden: 0, level: null };
}

function takeDefinition(numbering: Numbering, cursor: Cursor, { name, attributes }: XmlElement): void {
  const value = attributes["w:val"] ?? "";
  if (name === "w:abstractNum") {
    cursor.abstract = { levels: new Map(), styleLink: null };
    numbering.abstracts.set(attributes["w:abstractNumId"] ?? "", cursor.abstract);
  } else if (name === "w:num") {
    cursor.instance = { abstractId: "", levels: new Map(), starts: new Map() };
    numbering.instances.set(attributes["w:numId"] ?? "", cursor.instance);
  } else if (name === "w:numStyleLink" && cursor.abstract) cursor.abstract.styleLink = value;
  else if (name === "w:abstractNumId" && cursor.instance) cursor.instance.abstractId = value;
  else if (name === "w:lvlOverride") cursor.overridden = readCount(attributes["w:ilvl"], 0);
  else if (name === "w:startOverride") cursor.instance?.starts.set(cursor.overridden, readCount(value, 1));
  else if (name === "w:lvl") {
    const ilvl = readCount(attributes["w:ilvl"], 0);
    cursor.level = createLevel();
    if (ilvl < LEVELS) (cursor.instance ?? cursor.abstract)?.levels.set(ilvl, cursor.level);
  }
}

function createLevel(): NumberLevel {
  return {
    start: 0,
    format: "decimal",
    text: "",
    suffix: "tab",
    isLegal: false,
    restart: null,
    styleId: null,
  };
}

function takeLevel({ level }: Cursor, { name, attributes }: XmlElement): void {
  if (level === null) return;
  const value = attributes["w:val"];
  if (name === "w:start") level.start = readCount(value, 0);
  else if (name === "w:numFmt") takeFormat(level, value ?? "decimal", attributes["w:format"]);
  else if (name === "w:lvlText") level.text = (value ?? "").slice(0, 200);
  else if (name === "w:suff") level.suffix = value === "space" || value === "nothing" ? value : "tab";
  else if (name === "w:isLgl") level.isLegal = isOn(value);
  else if (name === "w:lvlRestart") level.restart = readCount(value, 0);
  else if (name === "w:pStyle") level.styleId = value ?? null;
}

/** `custom` comes with an example such as `001, 002, 003, ...`, and with a plainer format for older programs. */
function takeFormat(level: NumberLevel, value: string, example: string | undefined): void {
  if (level.format.startsWith("zeros:")) return;
  const first = /^0*1(?=,)/.exec(example ?? "")?.[0];
  level.format = value === "custom" && first !== undefined ? `zeros:${first.length}` : value;
}

/** A toggle of the file: present is on unless it says otherwise. */
export function isOn(value: string | undefined): boolean {
  return value === undefined || !["0", "false", "off", "none"].includes(value);
}

/** A whole number not below 0. */
export function readCount(value: string | undefined, otherwise: number): number {
  return /^\d{1,9}$/.test(value ?? "") ? Number(value) : otherwise;
}

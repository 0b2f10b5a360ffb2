import type { Archive } from "../archive.ts";
import { readXmlPart, type XmlElement } from "../xml-events.ts";
import { isOn, readCount } from "./read-numbering.ts";

/** What a style says, with what it takes from the styles that it is based on. */
export interface Style {
  /** 1 to 6; null for the styles of running text. */
  headingLevel: number | null;
  /** List that its paragraphs belong to; `0` takes them out of every list. */
  numId: string | null;
  numLevel: number;
  /** The style of the chain that names the list: levels are found by it. */
  numStyleId: string | null;
  isHidden: boolean;
}

export type Styles = ReadonlyMap<string, Style>;

interface OwnStyle {
  name: string;
  basedOn: string | null;
  /** 0 to 9; 9 is running text. */
  outline: number | null;
  numId: string | null;
  numLevel: number;
  isHidden: boolean | null;
}

const LONGEST_CHAIN = 20;
const DEEPEST_HEADING = 6;

/**
 * The styles of styles.xml (ISO/IEC 29500-1, 17.7) by id, and the one of paragraphs that name none; nothing
 * where the file has no such part.
 */
export async function readStyles(
  archive: Archive,
  part: string | null,
): Promise<{ styles: Styles; defaultStyleId: string }> {
  const own = new Map<string, OwnStyle>();
  let defaultStyleId = "";
  if (part === null) return { styles: new Map(), defaultStyleId };
  let style: OwnStyle | null = null;
  // Properties of table styles for single rows and cells, and former ones, are not those of the style.
  let aside = 0;
  await readXmlPart(archive, part, {
    onOpen: (element) => {
      if (aside > 0 || element.name === "w:tblStylePr" || element.name.endsWith("Change")) aside++;
      else if (element.name === "w:style") {
        style = createOwnStyle();
        const { "w:styleId": id = "", "w:type": type, "w:default": isDefault = "0" } = element.attributes;
        own.set(id, style);
        if (type === "paragraph" && isOn(isDefault)) defaultStyleId = id;
      } else if (style) takeProperty(style, element);
    },
    onClose: (name) => {
      if (aside > 0) aside--;
      else if (name === "w:style") style = null;
    },
  });
  const styles = new Map([...own.keys()].map((id) => [id, resolveStyle(own, id)]));
  return { styles, defaultStyleId };
}

function createOwnStyle(): OwnStyle {
  return { name: "", basedOn: null, outline: null, numId: null, numLevel: 0, isHidden: null };
}

function takeProperty(style: OwnStyle, { name, attributes }: XmlElement): void {
  const value = attributes["w:val"];
  if (name === "w:name") style.name = (value ?? "").slice(0, 200);
  else if (name === "w:basedOn") style.basedOn = value ?? null;
  else if (name === "w:outlineLvl") style.outline = readCount(value, 9);
  else if (name === "w:numId") style.numId = value ?? null;
  else if (name === "w:ilvl") style.numLevel = readCount(value, 0);
  else if (name === "w:vanish") style.isHidden = isOn(value);
}

function resolveStyle(own: ReadonlyMap<string, OwnStyle>, id: string): Style {
  const chain: [string, OwnStyle][] = [];
  for (let at: string | null = id; at !== null && chain.length < LONGEST_CHAIN; ) {
    const style = own.get(at);
    if (style === undefined) break;
    chain.push([at, style]);
    at = style.basedOn;
  }
  const numbered = chain.find(([, { numId }]) => numId !== null);
  return {
    headingLevel: headingLevelOf(chain.map(([, style]) => style)),
    numId: numbered?.[1].numId ?? null,
    numLevel: numbered?.[1].numLevel ?? 0,
    numStyleId: numbered?.[0] ?? null,
    isHidden: chain.find(([, { isHidden }]) => isHidden !== null)?.[1].isHidden ?? false,
  };
}

/** The nearest style that says so, by its outline level or by its name. */
function headingLevelOf(chain: readonly OwnStyle[]): number | null {
  for (const { name, outline } of chain) {
    if (outline !== null) return outlineToHeading(outline);
    const named = /^(?:heading|标题)\s?([1-9])(?:\s|$)/i.exec(name)?.[1];
    if (named !== undefined) return outlineToHeading(Number(named) - 1);
    if (/^(?:title|标题)$/i.test(name)) return 1;
  }
  return null;
}

/** Heading level of an outline level from 0; null for 9, running text. */
export function outlineToHeading(outline: number): number | null {
  return outline >= 9 ? null : Math.min(DEEPEST_HEADING, outline + 1);
}

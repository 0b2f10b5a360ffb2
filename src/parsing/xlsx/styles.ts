import type { Archive } from "../archive.ts";
import { readXmlPart } from "../xml-events.ts";
import { BUILT_IN_FORMATS } from "./built-in-formats.ts";
import { compileFormat, type NumberFormat } from "./number-format.ts";

/** The number format of a cell by its style's number. */
export type CellFormats = (style: number) => NumberFormat;

/** Number formats of all cell styles; `General` for a file without styles and for what it does not say. */
export async function readCellFormats(archive: Archive, part: string | undefined): Promise<CellFormats> {
  const codes = new Map(Object.entries(BUILT_IN_FORMATS));
  const styles: string[] = [];
  let isCellStyles = false;
  if (part !== undefined && archive.has(part)) {
    await readXmlPart(archive, part, {
      onOpen({ name, attributes }) {
        if (name === "x:numFmt") codes.set(attributes.numFmtId ?? "", attributes.formatCode ?? "");
        if (name === "x:cellXfs") isCellStyles = true;
        if (name === "x:xf" && isCellStyles) styles.push(attributes.numFmtId ?? "0");
      },
      onClose(name) {
        if (name === "x:cellXfs") isCellStyles = false;
      },
    });
  }
  return compileOnDemand(styles, codes);
}

function compileOnDemand(styles: string[], codes: Map<string, string>): CellFormats {
  const compiled = new Map<string, NumberFormat>();
  return (style) => {
    const id = styles[style] ?? "0";
    const known = compiled.get(id);
    if (known !== undefined) return known;
    const format = compileFormat(codes.get(id) ?? "General");
    compiled.set(id, format);
    return format;
  };
}

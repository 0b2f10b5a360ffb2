import type { Archive } from "../archive.ts";
import { type PartRelation, readRelations } from "../package-parts.ts";
import { readXmlPart } from "../xml-events.ts";
import { notAnXlsx } from "./xlsx-errors.ts";

/** What a workbook says of its sheets. */
export interface Workbook {
  /** Sheets with cells, in the order of their tabs; chart sheets are left out. */
  sheets: { name: string; part: string; isHidden: boolean }[];
  /** Whether day 0 is 1904-01-01. */
  is1904: boolean;
  stringsPart: string | undefined;
  stylesPart: string | undefined;
}

const CONTENT_TYPES = "[Content_Types].xml";

/** @throws WenbanError `ingest.not_an_xlsx` for an archive that holds no workbook */
export async function readWorkbook(archive: Archive): Promise<Workbook> {
  if (!archive.has(CONTENT_TYPES)) throw notAnXlsx();
  const [main] = (await readRelations(archive, "")).filter(({ type }) => type === "officeDocument");
  if (main === undefined || !archive.has(main.target)) throw notAnXlsx();
  const relations = await readRelations(archive, main.target);
  const { listed, is1904, isWorkbook } = await readSheetList(archive, main.target);
  if (!isWorkbook) throw notAnXlsx();
  const parts = new Map(relations.map((relation) => [relation.id, relation]));
  return {
    sheets: listed.flatMap(({ id, ...sheet }) => placeSheet(archive, parts.get(id), sheet)),
    is1904,
    stringsPart: relations.find(({ type }) => type === "sharedStrings")?.target,
    stylesPart: relations.find(({ type }) => type === "styles")?.target,
  };
}

function placeSheet(
  archive: Archive,
  relation: PartRelation | undefined,
  sheet: { name: string; isHidden: boolean },
): Workbook["sheets"] {
  if (relation?.type !== "worksheet" || !archive.has(relation.target)) return [];
  return [{ ...sheet, part: relation.target }];
}

async function readSheetList(archive: Archive, part: string) {
  const listed: { id: string; name: string; isHidden: boolean }[] = [];
  let is1904 = false;
  let isWorkbook = false;
  await readXmlPart(archive, part, {
    onOpen({ name, attributes }) {
      if (name === "x:workbook") isWorkbook = true;
      if (name === "x:workbookPr") is1904 = isTrue(attributes.date1904);
      if (name !== "x:sheet") return;
      const isHidden = attributes.state === "hidden" || attributes.state === "veryHidden";
      listed.push({ id: attributes["r:id"] ?? "", name: (attributes.name ?? "").trim(), isHidden });
    },
  });
  return { listed, is1904, isWorkbook };
}

/** A truth value as XML Schema writes it. */
export function isTrue(value: string | undefined): boolean {
  return value === "1" || value === "true";
}

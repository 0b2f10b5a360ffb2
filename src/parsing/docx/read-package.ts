import { WenbanError } from "../../errors.ts";
import type { Archive } from "../archive.ts";
import { readRelations } from "../package-parts.ts";
import { readXmlPart } from "../xml-events.ts";

/** The parts of a Word file that are read, by name; null where the file has none. */
export interface WordPackage {
  document: string;
  styles: string | null;
  numbering: string | null;
  footnotes: string | null;
  endnotes: string | null;
  /** Heads and feet of its pages. */
  margins: string[];
}

/** A head and a foot of three kinds for each section. */
const MOST_MARGINS = 120;
const TYPES_PART = "[Content_Types].xml";
const MAIN_TYPE =
  /^application\/(?:vnd\.openxmlformats-officedocument\.wordprocessingml\.(?:document|template)|vnd\.ms-word\.(?:document|template)\.macroEnabled(?:Template)?)\.main\+xml$/i;

/**
 * Finds the parts of a Word file (Open Packaging Conventions, ISO/IEC 29500-2): the main part by its content
 * type, the others by its relationships. What lies outside the file is never followed.
 * @throws WenbanError `ingest.not_a_docx`
 */
export async function readWordPackage(archive: Archive): Promise<WordPackage> {
  const main = archive.has(TYPES_PART) ? await findMainPart(archive) : null;
  if (main === null || !archive.has(main)) throw notWord();
  const relations = await readRelations(archive, main);
  const part = (wanted: string) =>
    relations.find(({ type, target }) => type === wanted && archive.has(target))?.target ?? null;
  return {
    document: main,
    styles: part("styles"),
    numbering: part("numbering"),
    footnotes: part("footnotes"),
    endnotes: part("endnotes"),
    margins: relations
      .filter(({ type, target }) => (type === "header" || type === "footer") && archive.has(target))
      .map(({ target }) => target)
      .slice(0, MOST_MARGINS),
  };
}

async function findMainPart(archive: Archive): Promise<string | null> {
  let found: string | null = null;
  await readXmlPart(archive, TYPES_PART, {
    onOpen: ({ name, attributes }) => {
      const isMain = name === "ct:Override" && MAIN_TYPE.test(attributes.ContentType ?? "");
      if (isMain) found ??= (attributes.PartName ?? "").replace(/^\//, "");
    },
  });
  return found;
}

function notWord(): WenbanError {
  return new WenbanError("unprocessable", "ingest.not_a_docx", "文件不是 Word 文档，或缺少必要的内容。", {
    hint: "请用 Word 或 WPS 打开后另存为 .docx，再放入。",
  });
}

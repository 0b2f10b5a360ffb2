import { separateInternal } from "../formats/separate-internal.ts";
import { explainUnsupported } from "../formats/unsupported-types.ts";
import type { DocumentLoader, SourceDocument, SourceFile } from "../loader.ts";
import { csvLoader } from "./csv.ts";
import { docxLoader } from "./docx.ts";
import { htmlLoader } from "./html.ts";
import { jsonLoader } from "./json.ts";
import { jsonlLoader } from "./jsonl.ts";
import { markdownLoader } from "./markdown.ts";
import { pdfLoader } from "./pdf.ts";
import { procedureYamlLoader } from "./procedure-yaml.ts";
import { textLoader } from "./text.ts";
import { xlsxLoader } from "./xlsx.ts";

/** All formats that are read. A new one is one file and one line here. */
export const loaders: readonly DocumentLoader[] = [
  markdownLoader,
  textLoader,
  htmlLoader,
  jsonlLoader,
  jsonLoader,
  procedureYamlLoader,
  docxLoader,
  xlsxLoader,
  csvLoader,
  pdfLoader,
];

/**
 * The documents of one file.
 * @throws WenbanError `ingest.*` saying what is wrong with the file and what to do
 */
export async function loadFile(file: SourceFile): Promise<SourceDocument[]> {
  const loader = loaders.find((candidate) => candidate.accepts(file));
  if (loader === undefined) throw explainUnsupported(file);
  const documents = await loader.load(file);
  return documents.flatMap(separateInternal);
}

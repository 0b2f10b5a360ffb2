import { WenbanError } from "../../errors.ts";
import { emptyFile, typeMismatch } from "../../parsing/decode-text.ts";
import { isEncrypted, sniffType } from "../../parsing/sniff-type.ts";
import type { SourceFile } from "../loader.ts";

/** A type of file that offices use: what its first bytes must be, and what to save it as. */
interface KnownType {
  label: string;
  magic: readonly string[];
  saveAs: string;
}

const OLD_WORD: KnownType = { label: "旧版 Word", magic: ["ole"], saveAs: ".docx" };
const OLD_EXCEL: KnownType = { label: "旧版 Excel", magic: ["ole"], saveAs: ".xlsx" };

/** Types that are not read, and those that are when their content is of an older kind. */
const KNOWN_TYPES: Record<string, KnownType> = {
  docx: OLD_WORD,
  docm: OLD_WORD,
  doc: { ...OLD_WORD, magic: ["ole", "rtf"] },
  wps: { label: "WPS 文字", magic: ["ole", "zip"], saveAs: ".docx" },
  rtf: { label: "RTF", magic: ["rtf"], saveAs: ".docx" },
  odt: { label: "OpenDocument", magic: ["zip"], saveAs: ".docx" },
  xlsx: OLD_EXCEL,
  xlsm: OLD_EXCEL,
  xls: OLD_EXCEL,
  et: { label: "WPS 表格", magic: ["ole", "zip"], saveAs: ".xlsx" },
  ods: { label: "OpenDocument 表格", magic: ["zip"], saveAs: ".xlsx" },
  ppt: { label: "旧版 PowerPoint", magic: ["ole"], saveAs: ".pdf" },
  pptx: { label: "PowerPoint", magic: ["zip", "ole"], saveAs: ".pdf" },
  ofd: { label: "OFD 版式", magic: ["zip"], saveAs: ".pdf" },
};

/** Why a file is not read: empty, encrypted, something else than its name says, or a type that no loader reads. */
export function explainUnsupported(file: SourceFile): WenbanError {
  const extension = extensionOf(file.path);
  const known = KNOWN_TYPES[extension];
  const type = sniffType(file.bytes);
  if (file.bytes.length === 0) return emptyFile();
  if (isEncrypted(file.bytes)) return encrypted();
  if (known !== undefined && !known.magic.includes(type?.name ?? "")) {
    return typeMismatch(type?.label ?? "文本或网页");
  }
  const label = known?.label ?? (extension === "" ? "没有扩展名的" : `.${extension}`);
  return new WenbanError(
    "unsupported_type",
    "ingest.unsupported_type",
    `暂不能读取 ${label} 文件，已跳过。`,
    { hint: `请另存为 ${known?.saveAs ?? ".docx、.xlsx、.pdf 或 .txt"} 后再放入。` },
  );
}

/** Extension in lower case without its dot; empty when there is none. */
export function extensionOf(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const dot = name.lastIndexOf(".");
  return dot <= 0 ? "" : name.slice(dot + 1).toLowerCase();
}

function encrypted(): WenbanError {
  return new WenbanError("unprocessable", "ingest.encrypted", "文件有密码保护，读不出文字。", {
    hint: "请去掉密码后再放入。",
  });
}

import { WenbanError } from "../../errors.ts";
import type { SourceFile } from "../loader.ts";
import { emptyFile, typeMismatch } from "./decode-text.ts";
import { isEncrypted, sniffType } from "./sniff-type.ts";

/** Types that offices use and that are not read yet, with what their first bytes must be where that is known. */
const NOT_READ_YET: Record<string, { label: string; magic: readonly string[] }> = {
  pdf: { label: "PDF", magic: ["pdf"] },
  docx: { label: "Word", magic: ["zip", "ole"] },
  xlsx: { label: "Excel", magic: ["zip", "ole"] },
  pptx: { label: "PowerPoint", magic: ["zip", "ole"] },
  ofd: { label: "OFD 版式", magic: ["zip"] },
  odt: { label: "OpenDocument", magic: ["zip"] },
  doc: { label: "旧版 Word", magic: ["ole", "rtf"] },
  xls: { label: "旧版 Excel", magic: ["ole"] },
  ppt: { label: "旧版 PowerPoint", magic: ["ole"] },
  wps: { label: "WPS 文字", magic: ["ole", "zip"] },
  rtf: { label: "RTF", magic: ["rtf"] },
  csv: { label: "CSV 表格", magic: [] },
};

/** Why no loader reads the file: empty, encrypted, something else than its name says, or a type not read yet. */
export function explainUnsupported(file: SourceFile): WenbanError {
  const extension = extensionOf(file.path);
  const known = NOT_READ_YET[extension];
  const type = sniffType(file.bytes);
  if (file.bytes.length === 0) return emptyFile();
  if (isEncrypted(file.bytes)) return encrypted();
  if (known !== undefined && known.magic.length > 0 && !known.magic.includes(type?.name ?? "")) {
    return typeMismatch(type?.label ?? "文本或网页");
  }
  const label = known?.label ?? (extension === "" ? "没有扩展名的" : `.${extension}`);
  return new WenbanError(
    "unsupported_type",
    "ingest.unsupported_type",
    `暂不能读取 ${label} 文件，已跳过。`,
    {
      hint: "请另存为 .txt、.md 或 .html 后再放入。",
    },
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

import { WenbanError } from "../../../errors.ts";

/** The archive holds no workbook. */
export function notAnXlsx(): WenbanError {
  return new WenbanError("unprocessable", "ingest.not_an_xlsx", "文件内容不是 Excel 工作簿（.xlsx）。", {
    hint: "请用 Excel 或 WPS 打开后另存为 .xlsx，再放入。",
  });
}

/** More rows or cells than are read. */
export function tableTooLarge(limit: string): WenbanError {
  return new WenbanError("unprocessable", "ingest.table_too_large", `表格过大：超过 ${limit}。`, {
    hint: "请删去多余的空行，或把表格拆成几个文件后再放入。",
  });
}

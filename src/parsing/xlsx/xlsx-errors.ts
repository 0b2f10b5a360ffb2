import { WenbanError } from "../../errors.ts";

/** The archive holds no workbook. */
export function notAnXlsx(): WenbanError {
  return new WenbanError("unprocessable", "ingest.not_an_xlsx", "文件内容不是 Excel 工作簿（.xlsx）。", {
    hint: "请用 Excel 或 WPS 打开后另存为 .xlsx，再放入。",
  });
}

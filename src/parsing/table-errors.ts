import { WenbanError } from "../errors.ts";

/** More rows or cells than are read. `limit` is the one that was passed, in words. */
export function tableTooLarge(limit: string): WenbanError {
  return new WenbanError("unprocessable", "ingest.table_too_large", `表格过大：超过 ${limit}。`, {
    hint: "请删去多余的空行，或把表格拆成几个文件后再放入。",
  });
}

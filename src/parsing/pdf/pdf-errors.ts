import { WenbanError } from "../../errors.ts";

const SAVE_AGAIN = "请重新下载，或用 PDF 阅读器打开后另存再放入。";

export function corruptPdf(cause?: unknown): WenbanError {
  return new WenbanError("unprocessable", "ingest.corrupt_pdf", "PDF 文件不完整或已损坏，读不出内容。", {
    hint: SAVE_AGAIN,
    cause,
  });
}

export function encryptedPdf(): WenbanError {
  return new WenbanError("unprocessable", "ingest.encrypted", "文件有密码保护，读不出文字。", {
    hint: "请去掉密码后再放入。",
  });
}

export function tooManyPages(limit: number): WenbanError {
  return new WenbanError(
    "unprocessable",
    "ingest.pdf_too_many_pages",
    `PDF 声明的页数超过 ${limit} 页，无法收录。`,
    { hint: "请拆成几个较小的文件后再放入。" },
  );
}

export function pdfTooLarge(): WenbanError {
  return new WenbanError("unprocessable", "ingest.pdf_too_large", "PDF 解压后的内容过大，无法收录。", {
    hint: "文件可能已损坏；请重新导出，或拆成几个较小的文件。",
  });
}

export function imageTooLarge(): WenbanError {
  return new WenbanError(
    "unprocessable",
    "ingest.image_too_large",
    "PDF 没有文字层，其中的图片又过大，无法识别。",
    { hint: "请降低扫描分辨率，做文字识别（OCR）后再放入。" },
  );
}

/** No page has text that can be read. `why` is a clause such as 每一页都是图片. */
export function noPdfText(why: string): WenbanError {
  return new WenbanError("unprocessable", "ingest.no_text", `PDF 里没有可以收录的文字：${why}。`, {
    hint: "请先做文字识别（OCR），或改用可以选中文字的 PDF、Word 版本。",
  });
}

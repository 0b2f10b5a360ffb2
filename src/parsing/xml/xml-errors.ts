import { WenbanError } from "../../errors.ts";

const AGAIN = "请用办公软件打开后另存，再放入。";

/** A part of an office file declares a document type; none that an office program writes does. */
export function xmlDoctype(): WenbanError {
  return unprocessable("xml_doctype", "文件内含有文档类型声明（DOCTYPE），不能安全读取。");
}

/** Elements stand within each other deeper than any office file nests them. */
export function xmlTooDeep(limit: number): WenbanError {
  return unprocessable("xml_too_deep", `文件的内部结构嵌套超过 ${limit} 层，不能读取。`);
}

/** One element has more attributes, or one piece of text is longer, than any office file has. */
export function xmlTooComplex(): WenbanError {
  return unprocessable("xml_too_complex", "文件的内部结构异常复杂，不能读取。");
}

/** The bytes are not what the declaration says, or no text at all. */
export function badXmlEncoding(cause?: unknown): WenbanError {
  return unprocessable("bad_encoding", "文件内部的文字编码有误，无法解码。", cause);
}

/** Not well-formed. */
export function badXml(cause: unknown): WenbanError {
  return unprocessable("bad_xml", "文件内部结构有误（XML 不完整或格式不对），无法读取。", cause);
}

function unprocessable(reason: string, message: string, cause?: unknown): WenbanError {
  const options = cause === undefined ? { hint: AGAIN } : { hint: AGAIN, cause };
  return new WenbanError("unprocessable", `ingest.${reason}`, message, options);
}

import { WenbanError } from "../../errors.ts";
import { decodeText } from "../../parsing/decode-text.ts";
import { documentIdOf } from "../formats/document-id.ts";
import { checkMarkup } from "../formats/html/check-markup.ts";
import { findMainContent } from "../formats/html/main-content.ts";
import { readPageMetadata } from "../formats/html/page-metadata.ts";
import type { PageNode } from "../formats/html/page-node.ts";
import { readVisibleText } from "../formats/html/visible-text.ts";
import { extensionOf } from "../formats/unsupported-types.ts";
import type { DocumentLoader } from "../loader.ts";
import { readPageRegister } from "../registers/page-register.ts";

/** How much of a page is searched for a by-line. */
const BYLINE_REACH = 20_000;
const CHARSET = /<meta[^<>]{0,200}?charset\s{0,5}=\s{0,5}["']?\s{0,5}([\w-]{2,20})/i;

/** A web page; the stored text is its visible main content, one block or table row per line. */
export const htmlLoader: DocumentLoader = {
  name: "html",
  accepts: (file) => ["html", "htm", "xhtml", "shtml"].includes(extensionOf(file.path)),
  async load(file) {
    const { text: html, warnings } = decodeText(file.bytes, declaredCharset(file.bytes));
    checkMarkup(html);
    // The parser is large: it is loaded when the first page is.
    const { load } = await import("cheerio");
    const $ = load(html);
    const body = $("body").get(0) ?? $.root().get(0);
    const text = body === undefined ? "" : mainText(body);
    if (body === undefined || text.trim() === "") throw noText();
    const page = readVisibleText(body, BYLINE_REACH);
    const { declared, declaredFrom } = readPageMetadata($, page);
    const register = readPageRegister(text, declared.title);
    const id = documentIdOf(file.path);
    return [{ id, text, declared, declaredFrom, procedure: null, register, warnings }];
  },
};

function mainText(body: PageNode): string {
  const { root, leftOut } = findMainContent(body);
  return readVisibleText(root, Number.POSITIVE_INFINITY, leftOut);
}

/** The encoding a page names in its first bytes. */
function declaredCharset(bytes: Uint8Array): string | undefined {
  const head = new TextDecoder("latin1").decode(bytes.subarray(0, 2048));
  return CHARSET.exec(head)?.[1];
}

function noText(): WenbanError {
  return new WenbanError("unprocessable", "ingest.no_text", "网页里没有可以收录的正文。", {
    hint: "正文可能由脚本生成；请在浏览器中打开后另存为文本。",
  });
}

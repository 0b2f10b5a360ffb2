import { WenbanError } from "../../../errors.ts";

/** Limits that keep parsing linear: a parser looks through its open elements at every tag. */
const DEEPEST_BLOCKS = 2000;
const DEEPEST_FORMATTING = 400;
const MOST_TAGS = 500_000;
const TAG =
  /<(\/?)(div|span|section|article|table|tbody|tr|td|th|ul|ol|dl|blockquote|center|form|main|font|b|i|u|em|strong|a|big|small|code|tt|s|strike|nobr)(?=[\s/>])/gi;
/** A tag with more text than this is looked at for its attributes; pictures in addresses are long, too. */
const LONG_TAG = /<[a-z][^<>]{5000,}/gi;
const MOST_ATTRIBUTES = 300;
const FORMATTING = /^(?:font|b|i|u|em|strong|a|big|small|code|tt|s|strike|nobr)$/i;

/**
 * Refuses markup that is nested or repeated beyond any real page, before it is parsed.
 * @throws WenbanError `ingest.too_deep`, `ingest.too_complex`
 */
export function checkMarkup(html: string): void {
  for (const [tag] of html.matchAll(LONG_TAG)) {
    if ((tag.match(/[\s"'/]\w[^\s=]*/g)?.length ?? 0) > MOST_ATTRIBUTES) throw tooComplex();
  }
  let blocks = 0;
  let formatting = 0;
  let tags = 0;
  for (const match of html.matchAll(TAG)) {
    const step = match[1] === "/" ? -1 : 1;
    if (FORMATTING.test(match[2] ?? "")) formatting = Math.max(0, formatting + step);
    else blocks = Math.max(0, blocks + step);
    if (blocks > DEEPEST_BLOCKS || formatting > DEEPEST_FORMATTING) throw tooDeep();
    if (++tags > MOST_TAGS) throw tooComplex();
  }
}

function tooDeep(): WenbanError {
  return new WenbanError("unprocessable", "ingest.too_deep", "网页的标签嵌套得太深，没有读取。", {
    hint: `嵌套不应超过 ${DEEPEST_BLOCKS} 层；请把正文另存为文本后再放入。`,
  });
}

function tooComplex(): WenbanError {
  return new WenbanError("unprocessable", "ingest.too_complex", "网页的标签太多，没有读取。", {
    hint: "请把正文另存为文本后再放入。",
  });
}

import { applyEdits, type Draft, type Edit } from "./draft.ts";

/** Tags are looked for up to a length: broken markup must not eat the text behind it. */
const SCRIPT = /<(script|style)\b[^<>]{0,500}>[^<]{0,20000}<\/\1\s{0,10}>/gi;
const TAG =
  /<\/?(?:a|abbr|b|blockquote|br|button|center|code|dd|div|dl|dt|em|font|form|h[1-6]|hr|i|iframe|img|input|label|li|link|meta|noscript|o:p|ol|option|p|pre|script|section|select|small|span|st1:\w{1,20}|strong|style|sub|sup|table|tbody|td|tfoot|th|thead|tr|u|ul|video)(?:\s[^<>]{0,1000})?\/?>/gi;
const ENTITY =
  /&(?:nbsp|amp|lt|gt|quot|ldquo|rdquo|middot|hellip|mdash|emsp|ensp|#\d{1,6}|#x[0-9a-f]{1,5});/gi;
const IMAGE = /!\[([^[\]\n]{0,200})\]\([^()\n]{0,500}\)/g;
const LINK = /\[([^[\]\n]{1,300})\]\((?:https?:|mailto:|\/|\.|#)[^()\s]{0,500}(?:\s"[^"\n]{0,200}")?\)/g;
const STRONG = /(\*\*|__)(?=[^\s*_])([^\n*_]{1,500}?)\1/g;
const CODE_FENCE = /^[ \t]{0,3}(?:```|~~~)[^\n`]{0,50}$/gm;

const ENTITY_TEXT: Record<string, string> = {
  "&nbsp;": " ",
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&ldquo;": "“",
  "&rdquo;": "”",
  "&middot;": "·",
  "&hellip;": "…",
  "&mdash;": "—",
  "&emsp;": " ",
  "&ensp;": " ",
};

/** Drops markup that stands in the text: comments, broken tags, links' addresses, emphasis, code fences. */
export function removeMarkup(draft: Draft): Draft {
  let clean = draft;
  if (clean.text.includes("<")) clean = [SCRIPT, TAG].reduce(dropMatches, dropComments(clean));
  if (clean.text.includes("&")) clean = applyEdits(clean, findEntities(clean.text));
  if (clean.text.includes("](")) clean = keepLabels(dropMatches(clean, IMAGE));
  if (/\*\*|__/.test(clean.text)) clean = applyEdits(clean, findStrong(clean.text));
  return dropMatches(clean, CODE_FENCE);
}

/** Comments that end; one that does not is text. */
function dropComments(draft: Draft): Draft {
  const edits: Edit[] = [];
  for (let start = draft.text.indexOf("<!--"); start >= 0; ) {
    const close = draft.text.indexOf("-->", start + 4);
    if (close < 0) break;
    edits.push({ start, end: close + 3, text: "" });
    start = draft.text.indexOf("<!--", close + 3);
  }
  return applyEdits(draft, edits);
}

function dropMatches(draft: Draft, pattern: RegExp): Draft {
  const edits = Array.from(draft.text.matchAll(pattern), (match) => ({
    start: match.index,
    end: match.index + match[0].length,
    text: "",
  }));
  return applyEdits(draft, edits);
}

/** `&nbsp;` stands in the map by its first character. */
function findEntities(text: string): Edit[] {
  return Array.from(text.matchAll(ENTITY)).flatMap((match) => {
    const start = match.index;
    const end = start + match[0].length;
    const plain = ENTITY_TEXT[match[0].toLowerCase()] ?? "";
    if (plain === "") return [{ start, end, text: "" }];
    return [
      { start, end: start + 1, text: plain },
      { start: start + 1, end, text: "" },
    ];
  });
}

function keepLabels(draft: Draft): Draft {
  const edits = Array.from(draft.text.matchAll(LINK)).flatMap((match) => {
    const label = match.index + 1;
    const labelEnd = label + (match[1]?.length ?? 0);
    return [
      { start: match.index, end: label, text: "" },
      { start: labelEnd, end: match.index + match[0].length, text: "" },
    ];
  });
  return applyEdits(draft, edits);
}

function findStrong(text: string): Edit[] {
  return Array.from(text.matchAll(STRONG)).flatMap((match) => {
    const end = match.index + match[0].length;
    return [
      { start: match.index, end: match.index + 2, text: "" },
      { start: end - 2, end, text: "" },
    ];
  });
}

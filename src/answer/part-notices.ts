import type { Notice } from "../domain.ts";

const LONGEST_NAME = 24;

/** Names the parts of a question that nothing was found for. */
export function missingPartsNotice(parts: readonly string[]): Notice {
  return partial(parts, "没有找到直接写明的内容，以下只是其余部分。");
}

/** Names the parts of a question whose answers found no room. */
export function crowdedOutNotice(parts: readonly string[]): Notice {
  return partial(parts, "放不下，请单独再问。");
}

function partial(parts: readonly string[], words: string): Notice {
  return { code: "partial", text: parts.map((part) => `「${shorten(part.trim())}」`).join("、") + words };
}

function shorten(text: string): string {
  return text.length > LONGEST_NAME ? `${text.slice(0, LONGEST_NAME)}…` : text;
}

import { toSimplified } from "../../language/fold.ts";
import { applyEdits, type Draft, deletions, withText } from "./draft.ts";

/** Zero-width, direction and tag characters, variation selectors, soft hyphens, and controls but tab and line feed. */
const INVISIBLE = /(?![\t\n\v\f\r\u0085])[\p{Cc}\p{Cf}\p{Variation_Selector}]|\u034f|\r(?=\n)/gu;
/** Invisible characters that hide or reorder words; a carriage return or a BOM does not. */
const DECEIVING = /[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]|\udb40[\udc00-\udc7f]/;
const FULL_WIDTH = /[０-９Ａ-Ｚａ-ｚ％．＠／＋＿＆＝]/g;
const FULL_WIDTH_OFFSET = 0xfee0;
const SPACES = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\v\f]/g;
const LINE_ENDS = /[\r\u0085\u2028\u2029]/g;
const KANGXI = /[\u2f00-\u2fd5\u2e80-\u2ef3]/g;
/** More combining marks than this on one letter say nothing that can be read. */
const MARK_RUN = /(\p{M}{2})\p{M}{4,}/gu;

/** Characters that simplified texts use on purpose though traditional script has them too. */
const KEPT_IN_SIMPLIFIED = /[乾藉瞭於徵著麽夥覆餘甚]/;
/** Share of traditional characters among all from which a text counts as written in traditional script. */
const TRADITIONAL_SHARE = 0.02;

/** Drops what cannot be seen. `deceiving` says whether something was hidden or reordered by it. */
export function removeInvisible(draft: Draft): { draft: Draft; deceiving: boolean; stacked: boolean } {
  const hidden = Array.from(draft.text.matchAll(INVISIBLE), (match) => spanOf(match));
  const visible = applyEdits(draft, deletions(hidden));
  const stacks = Array.from(visible.text.matchAll(MARK_RUN), (match) => ({
    start: match.index + (match[1]?.length ?? 0),
    end: match.index + match[0].length,
  }));
  return {
    draft: applyEdits(visible, deletions(stacks)),
    deceiving: DECEIVING.test(draft.text),
    stacked: stacks.length > 0,
  };
}

function spanOf(match: RegExpExecArray): { start: number; end: number } {
  return { start: match.index, end: match.index + match[0].length };
}

/** Half-width letters and digits, plain spaces, common radicals, simplified script; lengths never change. */
export function normalizeCharacters(draft: Draft): Draft {
  const text = draft.text
    .replace(FULL_WIDTH, (mark) => String.fromCharCode(mark.charCodeAt(0) - FULL_WIDTH_OFFSET))
    .replace(LINE_ENDS, "\n")
    .replace(SPACES, " ")
    .replace(KANGXI, plainRadical);
  return withText(draft, simplify(text));
}

function plainRadical(radical: string): string {
  const plain = radical.normalize("NFKC");
  return plain.length === 1 ? plain : radical;
}

function simplify(text: string): string {
  const simplified = toSimplified(text);
  if (simplified === text) return text;
  const changed: number[] = [];
  for (let i = 0; i < text.length; i++) if (text[i] !== simplified[i]) changed.push(i);
  const telling = changed.filter((at) => !KEPT_IN_SIMPLIFIED.test(text.charAt(at)));
  if (telling.length >= text.length * TRADITIONAL_SHARE) return simplified;
  return keepSimplifiedUses(text, simplified, changed);
}

function keepSimplifiedUses(text: string, simplified: string, changed: number[]): string {
  let out = "";
  let from = 0;
  for (const at of changed) {
    if (!KEPT_IN_SIMPLIFIED.test(text.charAt(at))) continue;
    out += simplified.slice(from, at) + text.charAt(at);
    from = at + 1;
  }
  return out + simplified.slice(from);
}

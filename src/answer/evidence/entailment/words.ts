/**
 * Words that tie a statement together and say nothing of their own. A statement may use them freely;
 * everything else must come from the evidence. No word of time, extent, negation or duty belongs here.
 */
const GLUE = [
  "根据材料|材料显示|原文显示|根据|按照|依据|以及|并且|其中|分别为|分别是|分别有|总共|一共|合计|共计|共有|总计|总数",
  "数量|情况|方面|具体|包括|主要|进行|予以|达到|属于|对于|关于|已经|这些|上述|此外|另外|同时|但是|即是|也就是",
  "的|了|是|为|在|有|和|与|及|并|而|也|还|又|就|即|共|由|从|到|至|于|对|向|给|把|按|之|所|其|该|此|这|等|中|里|已|且|达|计|请|您|但|以|则|者|据",
].flatMap((row) => row.split("|"));

const LONGEST_GLUE = Math.max(...GLUE.map((word) => word.length));
const glueWords: ReadonlySet<string> = new Set(GLUE);

/** Length of the longest glue word that begins at a position; 0 when none does. */
export function glueAt(text: string, at: number): number {
  for (let length = LONGEST_GLUE; length > 0; length--) {
    if (at + length <= text.length && glueWords.has(text.slice(at, at + length))) return length;
  }
  return 0;
}

/** Whether a text has nothing but such words and marks: 「但是。」. */
export function saysNothing(text: string): boolean {
  for (let at = 0; at < text.length; ) {
    const length = /[\p{L}\p{N}]/u.test(text.charAt(at)) ? glueAt(text, at) : 1;
    if (length === 0) return false;
    at += length;
  }
  return true;
}

/** Words that stand for the document's own place, so that its name may replace them: 全区共有 → 余杭区共有. */
const OWN_PLACE = /^(?:全|本|我)[省市区县镇乡村州旗]/;
/** What may open a clause before its subject. */
const OPENING =
  /^(?:其中|同时|此外|另外|目前|截至目前|据统计|据了解|并|也|还|又|共|全年|当年|同年|年内|[一二三四五六七八九十]是)/;

/** Where a clause's own beginning lies, behind connectives. */
export function openingLength(text: string): number {
  let at = 0;
  for (;;) {
    const length = OPENING.exec(text.slice(at))?.[0].length ?? glueAt(text, at);
    if (length === 0 || at + length >= text.length) break;
    at += length;
  }
  return at + (OWN_PLACE.exec(text.slice(at))?.[0].length ?? 0);
}

const NAME_END =
  "中心|委员会|办公室|公司|集团|银行|法院|政府|街道|社区|大厅|窗口|平台|小组|协会|学会|分局|支队|大队|派出所|[省市区县镇乡村](?!级)|[局厅委院校馆]";
const NAME = new RegExp(`\\p{Script=Han}{1,12}?(?:${NAME_END})`, "gu");
const LEADING_NAME = new RegExp(`^\\p{Script=Han}{1,10}?(?:${NAME_END})`, "u");
const ENDING_NAME = new RegExp(`(?:${NAME_END}|部门|单位|机构)$`, "u");
const NAME_TAIL = new RegExp(`^\\p{Script=Han}{0,5}?(?:${NAME_END})`, "u");

/** How many names of places or bodies a text seems to hold. */
export function countNames(text: string): number {
  return text.match(NAME)?.length ?? 0;
}

/** Whether a clause seems to open with the name of a place or body. */
export function opensWithName(text: string): boolean {
  return LEADING_NAME.test(text.slice(openingLength(text)));
}

/** Whether a piece of text seems to be the end of a name. */
export function looksLikeNameTail(text: string): boolean {
  return NAME_TAIL.test(text);
}

/** Whether a text ends with the name of a place or body. */
export function endsWithName(text: string): boolean {
  return ENDING_NAME.test(text);
}

/** Particles that say who does what to whom: the order of the words around them matters. */
export const ROLE_PARTICLE = /[由向给把被对]/;

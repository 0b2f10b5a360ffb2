import { WenbanError } from "../../errors.ts";
import { fold } from "../../language/fold.ts";

/** What the marks on a document's head or foot say of who may read it. */
export interface DocumentMarks {
  /** The classification mark as it stands, such as 机密★10年; null when there is none. */
  classified: string | null;
  /** The mark that keeps the document inside, such as 内部资料; null when there is none. */
  internal: string | null;
}

/** Lines from the top, and from the end, where marks stand. */
const HEAD_LINES = 12;
/** Lines from the top that may be the title as it is written, whatever it is called in the end. */
const TITLE_LINES = 3;
const TAIL_LINES = 8;
const LONGEST_MARK_LINE = 40;
const HEAD_REACH = 4000;
const TAIL_REACH = 2000;

/**
 * Marks of classification (GB/T 9704): the level alone on a line, with ★ and a term, or named as 密级. The
 * words in a sentence (商业秘密, 保守国家秘密) are none. Lines are folded and without spaces.
 */
const CLASSIFIED = [
  /^[【[(（]?(?:秘密|机密|绝密)(?:级)?[】\])）]?$/,
  /(?:^|[^\p{Script=Han}])(?:秘密|机密|绝密)(?:级)?[★☆*✩✭⭐](?:$|长期|\d{1,3}年|[一二三四五六七八九十]{1,3}年|启用前|.{0,12}$)/u,
  /(?:密级|涉密等级|保密等级)[:：]?[【[(（]?(?:秘密|机密|绝密)/,
];
const CLASSIFIED_TITLE = /^[【[(（](?:秘密|机密|绝密)[】\])）]|[【[(（](?:秘密|机密|绝密)(?:级)?[】\])）]$/;
const INTERNAL_WORDS =
  "(?:内部(?:资料(?!性)|文件|材料|刊物|使用|参考|传阅|掌握|明电|情况)|仅供内部|注意保[密存]|请勿外传|不得外传|严禁外传)";
const INTERNAL = new RegExp(
  `^[【[(（]?${INTERNAL_WORDS}|${INTERNAL_WORDS}$|^(?:此件|本件|本文|(?:信息公开选项|公开(?:方式|属性|类别))[:：])?(?:不予公开|不公开|依申请公开)$`,
);
/** A character of every mark, as tables have millions of cells. */
const MAY_MARK = /[密内內外公]/;
const INTERNAL_TITLE = /[（(【[](?:内部|内部资料|内部文件|内部使用|不公开)[）)】\]]/;

/** Reads the marks of a document out of its title and the first and last lines of its text. */
export function readMarks(title: string, text: string): DocumentMarks {
  const lines = edgeLines(text);
  const named = fold(title).replace(/\s/g, "");
  return {
    classified: lines.find(isClassified) ?? classifiedTitle([named, ...lines.slice(0, TITLE_LINES)]),
    internal: lines.find(isInternal) ?? INTERNAL_TITLE.exec(named)?.[0] ?? null,
  };
}

/** Reads the marks of a text that stands alone: a cell of a table, a head or foot of a page. */
export function readLoneMarks(text: string): DocumentMarks {
  const none = { classified: null, internal: null };
  if (text.length > HEAD_REACH || !MAY_MARK.test(text)) return none;
  const lines = filledLines(text);
  return { classified: lines.find(isClassified) ?? null, internal: lines.find(isInternal) ?? null };
}

function classifiedTitle(lines: readonly string[]): string | null {
  return lines.flatMap((line) => CLASSIFIED_TITLE.exec(line)?.[0] ?? [])[0] ?? null;
}

function isClassified(line: string): boolean {
  return CLASSIFIED.some((mark) => mark.test(line));
}

function isInternal(line: string): boolean {
  return !/[。；]/.test(line) && INTERNAL.test(line.replace(/^[【[(（]|[】\])）]+$/g, ""));
}

/** Short lines from both ends of the text, folded, without spaces and invisible characters. */
function edgeLines(text: string): string[] {
  const head = filledLines(text.slice(0, HEAD_REACH)).slice(0, HEAD_LINES);
  // The first line of the tail may begin in the middle: a half of 商业秘密 is no mark.
  const tail = filledLines(text.slice(-TAIL_REACH)).slice(text.length > TAIL_REACH ? 1 : 0);
  return [...head, ...tail.slice(-TAIL_LINES)];
}

function filledLines(text: string): string[] {
  const lines = fold(text)
    .replace(/[^\S\n]|\p{Cf}/gu, "")
    .split(/\n+/);
  return lines
    .filter((line) => line !== "")
    .map((line) => (line.length > LONGEST_MARK_LINE + 4 ? "-" : line.replace(/^[#>*-]+|\*+$/g, "")));
}

/** The refusal of a document that is marked as a state secret. */
export function classifiedDocument(mark: string): WenbanError {
  const message = `文件标有密级「${mark.slice(0, 20)}」，拒绝收录。`;
  return new WenbanError("unprocessable", "ingest.classified", message, {
    hint: "涉密文件不得放入本系统；如为误标，请先按规定解密并去掉标志。",
  });
}

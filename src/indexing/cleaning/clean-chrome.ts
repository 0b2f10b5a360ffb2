import type { Line } from "./lines.ts";

/** What a line of a page is when it is not part of the text. */
export type Furniture =
  | "breadcrumb"
  | "byline"
  | "editor"
  | "footer"
  | "caption"
  | "page_number"
  | "share"
  | "rule";

/** What a line is, and which part of it is text. `keep` is relative to the trimmed line; null drops all of it. */
export interface LineVerdict {
  furniture: Furniture | null;
  keep: { start: number; end: number } | null;
}

/** Lines from the top and from the end of a page in which furniture is looked for most. */
const HEAD_LINES = 10;
const TAIL_LINES = 12;
const SHARE_WORD =
  "(?:分享(?:到|至)?[:：]?|一键分享|人民微博|新浪微博|腾讯微博|微信(?:好友)?|微博|朋友圈|QQ空间|QQ好友|豆瓣|百度贴吧|打印(?:本页|此页)?|收藏(?:本页)?|关闭(?:窗口|本页)?|返回(?:顶部|首页|列表)?|扫一扫|手机(?:版|看)|无障碍(?:阅读|浏览)?|(?:字体|字号)?[:：]?[\\[【(（]?[大中小](?:[ 　]*[大中小]){1,2}[\\]】)）]?|A[+-]|简体|繁体|长者(?:模式|助手)?)";
const SHARE_TAIL = new RegExp(`(?:\\s+|^|[|｜])(?:${SHARE_WORD}[\\s|｜>]*)+$`);
const BREADCRUMB = /^[【[]?(?:您|你)?(?:现在|当前)?(?:的)?(?:所在)?(?:的)?位置\s*(?:是|为)?\s*[:：]/;
const BYLINE =
  /^(?:(?:信息|文章|稿件)?(?:来源|出处)|发布(?:时间|日期|机构|单位)|(?:信息)?公开(?:日期|时间)|(?:日期|时间)(?=\s*[:：]\s*\d{4}\s*[-年./]\s*\d{1,2}\s*[-月./]\s*\d{1,2}\s*日?(?:\s*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?(?:\s|$))|作者|记者|浏览(?:次数|量)|阅读(?:次数|量)?|点击(?:次数|量|数)?|访问(?:次数|量)|字号|字体|发表时间|更新时间|保护视力色)\s*[:：]/;
const DATE_LINE =
  /^(?:\d{4}\s*[-年./]\s*\d{1,2}\s*[-月./]\s*\d{1,2}\s*日?|\d{1,2}\.\d{1,2}\.\d{4})(?:\s*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?(?=$|\s)/;
const EDITOR =
  /^[（(【[]?(?:责任编辑|本文编辑|编辑|责编|校对|审核|初审|复审|终审|审签|监制|供稿|撰稿|通讯员|摄影|值班编委|编审|录入|上传|编发|排版)\s*[:：/|].{0,40}$/;
const FOOTER =
  /版权所有|copyright|©|icp备|公网安备|网站标识码|网站地图|保留所有权利|未经授权.{0,10}(?:转载|使用)|all rights reserved|关于我们|联系我们|网站声明|法律声明|隐私声明|广告刊登|技术支持\s*[:：|]|主办(?:单位)?\s*[:：].{0,40}(?:承办|维护|技术支持|icp)/i;
const CAPTION =
  /^(?:[（(]?(?:部分|本文|本版)?(?:图片|照片|摄影|供图|图)(?:均)?(?:由|来自|来源[:：]?).{1,24}(?:提供|供图|摄)?[)）]?|图为.{2,60}|▲.{1,60}|(?:记者|通讯员)?\s?\S{2,4}\s?摄)$/;
const PAGE_NUMBER =
  /^(?:[-—–－─]+\s*\d{1,4}\s*[-—–－─]+|第\s*\d{1,4}\s*页(?:\s*[,，/]?\s*共\s*\d{1,4}\s*页)?)$/;
const LINK_BAR = /^[^。！？；]{1,20}(?:\s*[|｜]\s*[^。！？；|｜]{1,20}){2,}\s*$/;
const LETTER = /[\p{L}\p{N}]/u;
const LONGEST_FURNITURE = 200;

/** Judges one line by its words and its place among the lines that are not blank. */
export function judgeLine(line: Line, position: number, count: number): LineVerdict {
  const text = line.text;
  if (!LETTER.test(text)) return drop("rule");
  if (text.length > LONGEST_FURNITURE) return keepAll(text);
  if (BREADCRUMB.test(text)) return judgeBreadcrumb(text);
  const isHead = position < HEAD_LINES;
  const isTail = position >= count - TAIL_LINES;
  if (PAGE_NUMBER.test(text)) return drop("page_number");
  if ((isHead || isTail) && isByline(text, position < count / 2)) return drop("byline");
  if (EDITOR.test(text) && (isHead || isTail)) return drop("editor");
  if (FOOTER.test(text) && isFooter(text, isTail)) return drop("footer");
  if (isTail && LINK_BAR.test(text)) return drop("footer");
  if (CAPTION.test(text)) return drop("caption");
  return judgeShareWords(text, isHead || isTail);
}

function drop(furniture: Furniture): LineVerdict {
  return { furniture, keep: null };
}

function keepAll(text: string): LineVerdict {
  return { furniture: null, keep: { start: 0, end: text.length } };
}

/** A bare date at the end of a text is its signature, and stays. */
function isByline(text: string, isUpperHalf: boolean): boolean {
  return (
    text.length <= 100 &&
    !/[。！？；]/.test(text) &&
    (BYLINE.test(text) || (isUpperHalf && DATE_LINE.test(text)))
  );
}

/** A sentence may speak of copyright or contacts; a footer is no sentence, but for the © line. */
function isFooter(text: string, isTail: boolean): boolean {
  if (isTail && /©|copyright/i.test(text)) return true;
  return isTail ? !/[。！？；]/.test(text) : !/[。！？；，]/.test(text);
}

/** 「当前位置: 新闻 政策 这28个项目…」: the last step may be the title itself, longer than any column's name. */
function judgeBreadcrumb(text: string): LineVerdict {
  const start = text.search(/[^\s>＞»›/]+$/);
  const last = text.slice(start);
  const isTitle = start > 0 && last.length >= 10 && !BREADCRUMB.test(last);
  return { furniture: "breadcrumb", keep: isTitle ? { start, end: text.length } : null };
}

function judgeShareWords(text: string, isEdge: boolean): LineVerdict {
  if (!isEdge) return keepAll(text);
  const tail = SHARE_TAIL.exec(text);
  if (tail === null) return keepAll(text);
  const end = text.slice(0, tail.index).trimEnd().length;
  // One word such as 微信 at the end of a sentence is no button; a row of them, or a line of its own, is.
  const words = tail[0].trim().split(/[\s|｜]+/).length;
  if (end === 0) return words > 1 || text.length <= 6 ? drop("share") : keepAll(text);
  return words > 1 ? { furniture: "share", keep: { start: 0, end } } : keepAll(text);
}

import type { Finding } from "../../domain.ts";
import { storedSpan } from "../../language/offset-map.ts";
import type { CleanText } from "../cleaning/clean.ts";
import { splitLines } from "../cleaning/lines.ts";
import { readDay } from "./read-day.ts";

const SOURCE =
  /(?:(?:信息|文章|稿件)?来源|出处|发布(?:机构|单位)|发文机关|公开机构)\s*[:：]\s*([^\s|｜]{2,30})/;
const DATE_LABEL = /发布(?:时间|日期)|发表时间|公开(?:时间|日期)|日期|时间|成文日期/;
const ORGAN_LINE =
  /^[\p{Script=Han}、（）()]{3,30}(?:政府|办公室|办公厅|委员会|局|厅|部|院|中心|党委|管委会|银行|总队|支队|协会)$/u;
const TITLE_ORGAN = /^(\p{Script=Han}{1,28}(?:政府|办公室|办公厅|委员会|局|厅|部|院|党委|管委会))关于/u;
const DATE_ONLY =
  /^[\d〇○零一二三四五六七八九十]{2,4}年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日$/;

export interface Publication {
  publisher: Finding | null;
  date: Finding | null;
}

/** Publisher and day of publication, out of by-lines first, then the title, then the signature at the end. */
export function readPublication(clean: CleanText, title: string): Publication {
  const signature = readSignature(clean);
  return {
    publisher: bylinePublisher(clean) ?? titlePublisher(title) ?? signature.publisher,
    date: bylineDate(clean) ?? signature.date,
  };
}

/** 「安宁市人民政府关于…的通知」 names who issued it. */
function titlePublisher(title: string): Finding | null {
  const value = TITLE_ORGAN.exec(title)?.[1];
  return value === undefined ? null : { field: "publisher", value, from: "title" };
}

function bylinePublisher(clean: CleanText): Finding | null {
  for (const { furniture, text, span } of clean.furniture) {
    if (furniture !== "byline") continue;
    const value = SOURCE.exec(text)?.[1];
    if (value !== undefined) return { field: "publisher", value, from: `text:${span.start}-${span.end}` };
  }
  return null;
}

/** A line that names the day of publication; a bare date line counts, a date with another label does not. */
function bylineDate(clean: CleanText): Finding | null {
  for (const { furniture, text, span } of clean.furniture) {
    if (furniture !== "byline" || (/[:：]\s*\D/.test(text) && !DATE_LABEL.test(text) && !/^\d/.test(text)))
      continue;
    const value = readDay(text);
    if (value !== null) return { field: "publishedAt", value, from: `text:${span.start}-${span.end}` };
  }
  return null;
}

/** The organ and the day at the end of an official document. */
function readSignature(clean: CleanText): Publication {
  const lines = splitLines(clean.shown.slice(-2000)).filter((line) => line.text !== "");
  const offset = Math.max(0, clean.shown.length - 2000);
  const at = lines.findLastIndex((line) => DATE_ONLY.test(line.text));
  const day = lines[at];
  if (day === undefined) return { publisher: null, date: null };
  const organ = lines[at - 1];
  const place = (from: number, to: number) => {
    const { start, end } = storedSpan(clean.offsets, { start: from + offset, end: to + offset });
    return `text:${start}-${end}`;
  };
  const value = readDay(day.text);
  return {
    publisher:
      organ !== undefined && ORGAN_LINE.test(organ.text)
        ? { field: "publisher", value: organ.text, from: place(organ.from, organ.to) }
        : null,
    date: value === null ? null : { field: "publishedAt", value, from: place(day.from, day.to) },
  };
}

import type { Day, Finding, OffsetRun, Span } from "../../domain.ts";
import { storedSpan } from "../../language/offset-map.ts";
import { splitSentences } from "../../language/sentences.ts";
import { addDays, addMonths, readDay } from "./read-day.ts";

/** What is known of a document when its validity is read. */
export interface ValidityRequest {
  title: string;
  shown: string;
  offsets: OffsetRun[];
  publishedAt: Day | null;
  today: Day;
}

/** Each is null where the text does not say it of itself. */
export interface ValidityReading {
  effectiveFrom: Finding | null;
  effectiveTo: Finding | null;
  supersededBy: Finding | null;
  /** Titles and numbers of documents that this one repeals. */
  repeals: Finding | null;
}

const DATE =
  "(?:\\d{4}年\\d{1,2}月\\d{1,2}日|[〇○零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日)";
const COUNT = "([一二两三四五六七八九十]{1,3}|\\d{1,3})";
/** Words with which a document speaks of itself; news on another rule does not use them. */
const ITSELF =
  /本(?:办法|规定|条例|细则|实施细则|通知|意见|实施意见|若干意见|决定|方案|公告|通告|指南|规程|标准|规范|政策|制度|文件|法|令|措施|若干措施|规则|准则|章程|目录|清单)|^(?:第[一二三四五六七八九十百\d]{1,6}条|[一二三四五六七八九十]{1,3}、|\d{1,2}[.、])?\s*(?:自|从)/;
const IN_FORCE = "(?:起|之日起|零时起|开始)?\\s?(?:正式|开始)?(?:施行|实施|执行|生效|试行|有效)";
const FROM_DATE = new RegExp(`(?:自|从|于)\\s?(${DATE})\\s?${IN_FORCE}`);
const FROM_PUBLICATION = new RegExp(
  `(?:自|从)(?:发布|公布|印发|颁布|下发|发文|签发)之日起\\s?(?:满?${COUNT}(日|个月)(?:后|起))?\\s?(?:正式|开始)?(?:施行|实施|执行|生效|试行)`,
);
const UNTIL_DATE = new RegExp(
  `(?:有效期(?:限)?(?:至|到|截至|截止(?:至|到)?)|(?:施行|实施|执行|试行|有效)(?:期)?(?:至|到)|(?:至|到))\\s?(${DATE})\\s?(?:止|终止|失效|废止|$|[。；，,）)])`,
);
const LASTS = new RegExp(
  `(?:有效期(?:限)?|试行期?(?:限)?|执行期(?:限)?|施行期(?:限)?)(?:为|是|:|：)?\\s?${COUNT}\\s?(年|个月)`,
);
const REPEALS = /(?:同时|即行|予以|一并|相应)(?:废止|失效)/;
const REPEALED_TITLE = /[（(【[]\s*(?:已|全文)?(?:废止|失效|作废)\s*[）)】\]]/;
const REPEALED_LINE = new RegExp(
  `(?:本(?:文件|文|通知|办法|规定|意见)|此件|该文件)\\s?(?:已|现已)(?:经)?(?:(?:于|自|从)\\s?(${DATE})\\s?(?:起)?)?\\s?(?:予以)?(?:废止|失效|停止执行)`,
);
const REPLACED_BY = /(?:已)?(?:被|由)(《[^《》]{2,80}》)(?:所)?(?:替代|取代|废止|代替)/;
const REFERENCE = /《[^《》]{2,80}》(?:[（(][^（()）]{4,40}[）)])?/g;
const CHINESE_DIGITS = "零一二三四五六七八九";

/** Reads 施行, 有效期, 废止 and 试行 out of a text, where it speaks of itself. */
export function readValidity(request: ValidityRequest): ValidityReading {
  const sentences = splitSentences(request.shown).filter((span) => mayTell(request.shown, span));
  const from = lastFinding(request, sentences, (text) => readStart(request, text));
  const to = lastFinding(request, sentences, (text) =>
    readEnd(request, text, from?.value ?? request.publishedAt),
  );
  return {
    effectiveFrom: from && { field: "effectiveFrom", ...from },
    effectiveTo: readRepealed(request) ?? (to && { field: "effectiveTo", ...to }),
    supersededBy: readSuccessor(request),
    repeals: readRepeals(request, sentences),
  };
}

function mayTell(shown: string, { start, end }: Span): boolean {
  return end - start <= 500 && /施行|实施|执行|生效|有效|试行|废止|失效/.test(shown.slice(start, end));
}

type Found = { value: string; from: string } | null;

function lastFinding(request: ValidityRequest, spans: Span[], read: (text: string) => string | null): Found {
  let found: Found = null;
  for (const span of spans) {
    const text = request.shown.slice(span.start, span.end);
    if (!ITSELF.test(text)) continue;
    const value = read(text);
    if (value !== null) found = { value, from: placeOf(request, span) };
  }
  return found;
}

function placeOf({ offsets }: ValidityRequest, span: Span): string {
  const { start, end } = storedSpan(offsets, span);
  return `text:${start}-${end}`;
}

function readStart({ publishedAt }: ValidityRequest, text: string): Day | null {
  const dated = FROM_DATE.exec(text)?.[1];
  if (dated !== undefined) return readDay(dated);
  const published = FROM_PUBLICATION.exec(text);
  if (published === null || publishedAt === null) return null;
  const [, count, unit] = published;
  if (count === undefined) return publishedAt;
  return unit === "日" ? addDays(publishedAt, readCount(count)) : addMonths(publishedAt, readCount(count));
}

function readEnd(_request: ValidityRequest, text: string, from: Day | null): Day | null {
  const dated = UNTIL_DATE.exec(text)?.[1];
  if (dated !== undefined) return readDay(dated);
  const lasting = LASTS.exec(text);
  if (lasting === null || from === null) return null;
  const months = readCount(lasting[1] ?? "") * (lasting[2] === "年" ? 12 : 1);
  return months === 0 ? null : addDays(addMonths(from, months), -1);
}

/** 1 to 99, in digits or in Chinese. */
function readCount(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  const [tens = "", ones = ""] = text.includes("十") ? text.split("十") : ["", text];
  const high = text.includes("十") ? Math.max(1, CHINESE_DIGITS.indexOf(tens || "一")) : 0;
  return high * 10 + (ones === "" ? 0 : CHINESE_DIGITS.indexOf(ones.replace("两", "二")));
}

/** A mark that the document itself no longer applies. Without a day it ended before the day it was read. */
function readRepealed(request: ValidityRequest): Finding | null {
  const { title, shown, today } = request;
  const line = REPEALED_LINE.exec(shown);
  if (line === null && !REPEALED_TITLE.test(title)) return null;
  const value = readDay(line?.[1] ?? "") ?? addDays(today, -1);
  const from =
    line === null ? "title" : placeOf(request, { start: line.index, end: line.index + line[0].length });
  return { field: "effectiveTo", value, from };
}

function readSuccessor(request: ValidityRequest): Finding | null {
  for (const edge of [request.shown.slice(0, 1000), request.shown.slice(-1000)]) {
    const match = REPLACED_BY.exec(edge);
    if (match === null || !/本(?:文件|文|通知|办法|规定|意见)|此件/.test(edge.slice(0, match.index)))
      continue;
    return { field: "supersededBy", value: (match[1] ?? "").slice(1, -1), from: "text" };
  }
  return null;
}

function readRepeals(request: ValidityRequest, sentences: Span[]): Finding | null {
  const named: string[] = [];
  let from = "";
  for (const span of sentences) {
    const text = request.shown.slice(span.start, span.end);
    if (!REPEALS.test(text)) continue;
    named.push(...(text.match(REFERENCE) ?? []));
    from = placeOf(request, span);
  }
  return named.length === 0 ? null : { field: "repeals", value: named.join("、"), from };
}

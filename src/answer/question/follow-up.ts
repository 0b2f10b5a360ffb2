import type { Span } from "../../domain.ts";
import type { Lexicon } from "../../language/lexicon.ts";
import { type OwnTurn, subjectWords } from "./leaning.ts";
import { askedKind } from "./question-kind.ts";

/** A question with the stretches that name its places and years. */
export interface MarkedText {
  text: string;
  places: readonly Span[];
  years: readonly Span[];
}

/** A turn that leans on the question before it, and that question. */
export interface FollowUp {
  own: MarkedText;
  previous: MarkedText;
  /** The place of the conversation where the previous question names none; empty without one. */
  place: string;
  lexicon: Lexicon | null;
}

/** What a follow-up becomes. */
export interface Rewritten {
  /** The whole question, as people can read it without what went before. */
  text: string;
  /**
   * What is searched for: the same where only a place, a year or a case was exchanged; otherwise the turn's own
   * words with the place and the way of asking of the question before, whose words then only back them.
   */
  asked: string;
  /** Whether nothing but a place, a year or a case was exchanged, so that the result is as good as the question before. */
  isExchange: boolean;
}

const OPENING =
  /^(?:那么?(?![些里边时])|还有|另外|再问一?下?|然后|接着|顺便问?一?下?|换成|换|如果是|要是|同样的?)[,，]?(?:在|是)?/;
const ENDING = /(?:的话|的|那边|这边|方面|怎么样|咋样|又)*呢?[?？。!！~]*$/;
/** 去年, 上一年: years that no figure says. */
const RELATIVE_YEAR = /今年|去年|前年|明年|本年度?|上一?年度?|前一年|下一年|第二年|次年/g;
/** What is done with a document, and why: who has said one and then says another means the other one. */
const OCCASION =
  /丢失|丢了?|遗失了?|不见了|找不到了?|被偷了?|到期了?|过期了?|快到期|坏了|损坏|第一次办?|首次|补办|补领|补发|换领|换发|换证|换(?=[?？吗]|$)|注销|变更/g;

/** Whether a word says what happened to a document (遗失, 首次), which is no item by itself. */
export function isOccasion(word: string): boolean {
  return word.replace(OCCASION, "") === "";
}

/** A follow-up rewritten so that it stands alone. */
export function standAlone(turn: FollowUp): Rewritten {
  const bare = bareText(turn.own.text);
  return exchangePlaceOrYear(turn) ?? exchangeOccasion(turn, bare) ?? continueQuestion(turn, bare);
}

/** A turn without what opens and ends it. */
export function bareText(text: string): string {
  return text.trim().replace(OPENING, "").replace(ENDING, "").trim();
}

/** 「那温州呢」「2016年呢」「去年呢」: nothing but another place or another year. */
function exchangePlaceOrYear({ own, previous, place, lexicon }: FollowUp): Rewritten | null {
  const years = yearSpans(own);
  if (own.places.length + years.length === 0) return null;
  const rest = blank(own.text, [...own.places, ...years]);
  const turn: Pick<OwnTurn, "text" | "known"> = {
    text: bareText(rest.replace(/[和与跟、及]/g, " ")),
    known: [],
  };
  if (turn.text.replace(/[的在是有\s度]/g, "") !== "" && subjectWords(turn, lexicon).length > 0) return null;
  if (askedKind(turn.text).kind !== "open") return null;
  const places = own.places.map((span) => cut(own.text, span));
  let text = previous.text;
  const newYear = years.map((span) => cut(own.text, span)).join("");
  const oldYears = yearSpans(previous);
  const year = /^(?:上一?年度?|前一年)$/.test(newYear)
    ? (shiftYear(previous.text, oldYears, -1) ?? newYear)
    : newYear;
  const later = /^(?:下一年|第二年|次年)$/.test(newYear)
    ? (shiftYear(previous.text, oldYears, 1) ?? newYear)
    : year;
  const edits: { span: Span; by: string }[] = [];
  if (places.length > 0) edits.push(...replaceGroup(previous.text, previous.places, places.join("和")));
  if (later !== "") edits.push(...replaceGroup(previous.text, oldYears, later));
  text = applyEdits(previous.text, edits);
  if (later !== "" && oldYears.length === 0) text = `${later}${text}`;
  if (places.length > 0 && previous.places.length === 0) text = `${places.join("和")}${text}`;
  else if (places.length === 0 && previous.places.length === 0) text = `${place}${text}`;
  return { text, asked: text, isExchange: true };
}

/** The first of neighbouring stretches becomes the new words, those joined to it go, and any other stays. */
function replaceGroup(text: string, spans: readonly Span[], by: string): { span: Span; by: string }[] {
  const [first, ...others] = spans;
  if (!first) return [];
  const said = cut(text, first);
  let end = first.end;
  const edits: { span: Span; by: string }[] = [];
  for (const span of others) {
    if (/^[和与跟、及到至比]$/.test(text.slice(end, span.start))) end = span.end;
    else if (cut(text, span) === said) edits.push({ span, by });
  }
  return [{ span: { start: first.start, end }, by }, ...edits];
}

function applyEdits(text: string, edits: readonly { span: Span; by: string }[]): string {
  return [...edits]
    .sort((a, b) => b.span.start - a.span.start)
    .reduce((result, { span, by }) => result.slice(0, span.start) + by + result.slice(span.end), text);
}

/** 2018年 becomes 2017年 for 「上一年呢」. */
function shiftYear(text: string, years: readonly Span[], by: number): string | null {
  const said = years.map((span) => /\d{4}/.exec(cut(text, span))?.[0]).find((year) => year !== undefined);
  return said === undefined ? null : `${Number(said) + by}年`;
}

/** 「丢了呢」 after a question for an expired document: the other occasion takes its place. */
function exchangeOccasion({ own, previous, place }: FollowUp, bare: string): Rewritten | null {
  const said = [...bare.matchAll(OCCASION)];
  const [only] = said;
  if (!only || said.length > 1 || bare.replace(only[0], "").replace(/[了的是要]/g, "") !== "") return null;
  if (own.places.length > 0) return null;
  const before = [...previous.text.matchAll(OCCASION)];
  const [first] = before;
  if (!first) return null;
  const text = before.reverse().reduce((result, { index, 0: word }) => {
    const lead = result.slice(0, index);
    const by = index === first.index ? only[0] : /(?:怎么|如何|怎样|咋)$/.test(lead) ? "办" : "";
    return lead + by + result.slice(index + word.length);
  }, previous.text);
  const placed = previous.places.length === 0 ? `${place}${text}` : text;
  return { text: placed, asked: placed, isExchange: true };
}

/** Any other: the turn's own words, about what the question before was about. */
function continueQuestion({ own, previous, place, lexicon }: FollowUp, bare: string): Rewritten {
  const title = TITLE.exec(previous.text)?.[0] ?? "";
  const said = title === "" ? withoutPointing(bare) : bare.replace(POINTING, title);
  const asks = asksAlready(bare, lexicon);
  const earlierPlace = previous.places[0] ? cut(previous.text, previous.places[0]) : place;
  const carriedPlace = own.places.length === 0 && earlierPlace !== "" ? `${earlierPlace}的` : "";
  const years = yearSpans(own).length === 0 ? previous.years.map((span) => cut(previous.text, span)) : [];
  const tail = asks ? "" : askingTail(previous.text);
  const asked = `${carriedPlace}${years.join("")}${said}${tail}?`;
  const swapped = applyEdits(
    previous.text,
    own.places.length > 0
      ? replaceGroup(previous.text, previous.places, own.places.map((span) => cut(own.text, span)).join("和"))
      : [],
  );
  const prefix = own.places.length === 0 && previous.places.length === 0 ? place : "";
  const subject = subjectOf(swapped, lexicon);
  const text = subject === "" ? asked : `${prefix}${saidOnce(`${subject},${withoutPointing(bare)}${tail}`)}?`;
  return { text, asked, isExchange: false };
}

/** Clauses that a longer conversation would repeat, each once and where it was said last. */
function saidOnce(text: string): string {
  const clauses = text.split(",").filter((clause) => clause !== "");
  return clauses.filter((clause, at) => clauses.lastIndexOf(clause) === at).join(",");
}

function asksAlready(text: string, lexicon: Lexicon | null): boolean {
  const { kind } = askedKind(text);
  return kind !== "open" && kind !== "yes_no"
    ? true
    : (lexicon?.expand(text).some(({ field }) => field !== null) ?? false) || kind === "yes_no";
}

const TITLE = /《[^《》]{2,60}》/;
const POINTING =
  /^(?:它们?|这个|那个|该|上述|这些|那些|这|那)(?:办法|规定|文件|政策|项目|事项|通知|意见|方案|条例|细则|措施|证件|证|补贴|业务)?的?(?=[\p{Script=Han}])/u;

/** 它, 这个办法: said of the subject, which then stands before them. */
function withoutPointing(text: string): string {
  return text.replace(POINTING, "");
}

/** How a question asks; what is left without it is what it is about. */
const ASKING =
  /请问一?下?|我?想(?:问|了解|知道)一?下?|麻烦您?|您好|你好|(?:一共|总共|分别|各自?|大概|到底)?(?:有|是|为|达到?|要|得|需要?|收|花|共)*(?:多少|几)(?:个工作日|个月|个小时|万?亿?元|[个家项件户人名次天宗条张批处所位年月岁倍块])?钱?(?:时间)?|(?:是|在|从)?(?:什么时候|啥时候|何时|哪一?年|哪天)|(?:要|需要?|得)?(?:多久|多长时间)|(?:在|去|到|上)?(?:哪里|哪儿|哪)(?:能|可以)?办?理?|怎么(?:办理?|弄|搞|样|回事)|如何办理?|咋(?:办|整|弄)|怎么|怎样|如何|咋|由?(?:谁|哪[个些]?(?:部门|单位))(?:来|负责|管)?|为什么|为何|(?:都?有|是|包括)?(?:哪些|哪几[个家项种]|什么|啥)|是不是|是否|能不能|可不可以|要不要|吗|呢|吧|[?？。!！]/g;

/** What a question is about: its words without the asking; empty where nothing is left. */
function subjectOf(text: string, lexicon: Lexicon | null): string {
  const fields = lexicon?.expand(text).filter(({ field }) => field !== null) ?? [];
  return blank(text, fields)
    .replace(ASKING, " ")
    .replace(/^[,，:：;；\s]+|[,，:：;；\s的要得]+$/g, "")
    .replace(/\s+/g, "");
}

const TAIL =
  /(?:有|是|为|达|要|得|需)?(?:多少|几)(?:个工作日|[个家项件户人名次天元宗条张处所位])?(?:钱|时间)?|什么时候|多久|多长时间|由谁(?:牵头|负责)?|归谁管?|(?:在|去)哪(?:里|儿)?(?:办理?|领)?|(?:要|需要)?带?(?:什么|哪些)材料|(?:要|需要)带(?:什么|啥)|怎么(?:办理?|补办|补领|换|申请|领)?|如何办理|咋(?:办|整)|要钱吗|(?:还)?(?:要|用|需要)开?吗/;

/** Measure words of what was asked about before; another thing may have another, or be no number of things. */
const MEASURE = /(?<=多少|几)(?:个(?!工作日|月|小时|年)|[家项件户人名宗条张处所位批])$/;

/** How the previous question asked, for a turn that does not ask by itself. */
function askingTail(previous: string): string {
  const tail = TAIL.exec(previous)?.[0] ?? "";
  return tail.replace(MEASURE, "").replace(/几$/, "多少");
}

function yearSpans({ text, years }: MarkedText): Span[] {
  const relative = [...text.matchAll(RELATIVE_YEAR)].map(({ index, 0: word }) => ({
    start: index,
    end: index + word.length,
  }));
  return [
    ...years,
    ...relative.filter((span) => !years.some((year) => year.start < span.end && span.start < year.end)),
  ];
}

function cut(text: string, { start, end }: Span): string {
  return text.slice(start, end);
}

function blank(text: string, spans: readonly Span[]): string {
  return spans.reduce(
    (result, { start, end }) => result.slice(0, start) + " ".repeat(end - start) + result.slice(end),
    text,
  );
}

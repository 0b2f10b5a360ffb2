import type { Span } from "../../domain.ts";

/** What a sentence does among its neighbours. Indexes are those of the passage's sentences. */
export interface SentenceRole {
  /** It only names the matter or signs the text: a heading, the title, an addressee, a signature. */
  isApparatus: boolean;
  /** It is the document's title, a part of it, its opening or its signature: never an answer. */
  isTitle: boolean;
  /** The heading, the question or the 「下列…：」 that it stands under; -1 where there is none. */
  scope: number;
  /** Counts lines: sentences of one paragraph share it. */
  line: number;
  /** It announces what follows: 「有下列情形之一的：」. */
  announces: boolean;
  /** Its mark when it is an item of a list, such as `(1)` or `①`, also within a line; empty otherwise. */
  mark: string;
}

const LONGEST_NAME = 80;
const LONGEST_HEADING = 60;
const LONGEST_QUESTION = 120;
const LONGEST_RUN_IN = 36;
const LONGEST_ANNOUNCEMENT = 160;
const FINAL = /[。;；!！]$/;
const ANNOUNCES = /[：:]$/;
const ASKS = /[?？]$/;
const MARK =
  /^(?:[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）]|\d{1,2}[.．、](?!\d)|[一二三四五六七八九十]{1,3}、|[①-⑳]|第[一二三四五六七八九十]{1,3}[,，、条]|[-•·●◆■]\s?)/;
const SIGNED =
  /^(?:[\p{Script=Han}、()（）\s]{2,40}[局委厅院部会心府办室司处行队]\s*)?\d{4}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日$/u;

/** 「现将有关事项公告如下：」 */
const OPENS =
  /(?:现|特)(?:就|将|对|作|制定|公告|通告|通知|告知|公布|说明|提示).{0,60}(?:如下|如后)[:：。]?$|^(?:现)?(?:公告|通告|通知|公布|告知|说明)如下[:：。]?$/;

/** Reads what each sentence of a passage does; `folded` are the sentences as matched, `headings` and `title` too. */
export function readRoles(
  shown: string,
  spans: readonly Span[],
  folded: readonly string[],
  headings: string,
  title: string,
): SentenceRole[] {
  const roles: SentenceRole[] = [];
  let line = 0;
  let open = NO_SCOPE;
  for (const [index, span] of spans.entries()) {
    const text = (folded[index] ?? "").trim();
    const before = spans[index - 1];
    const opensLine = before === undefined || shown.slice(before.end, span.start).includes("\n");
    if (opensLine && before !== undefined) line++;
    const next = spans[index + 1];
    const endsLine = next === undefined || shown.slice(span.end, next.start).includes("\n");
    const mark = MARK.exec(text)?.[0] ?? "";
    if (mark !== "" && open.endsAtMark) open = NO_SCOPE;
    if (mark === "" && opensLine && open.hasItems) open = NO_SCOPE;
    if (mark !== "" && open.announces) open = { ...open, hasItems: true };
    const isTitle = isTitleOf(text, title) || SIGNED.test(text) || OPENS.test(text);
    const role: SentenceRole = {
      isTitle,
      isApparatus: isTitle || isHeading(text, headings) || isHeader(text, folded[index + 1]),
      scope: scopeFor(open, line),
      line,
      announces: ANNOUNCES.test(text),
      mark,
    };
    const isWhole = opensLine && endsLine;
    const hasRest = !endsLine && !MARK.test((folded[index + 1] ?? "").trim());
    if (opensScope(text, role, isWhole, hasRest)) {
      const isRunIn = !isWhole && !role.announces;
      role.isApparatus ||= isRunIn || (isWhole && (ASKS.test(text) || !/[。；;：:，,]/.test(text)));
      if (!role.announces) role.scope = -1;
      open = {
        index,
        line,
        isWhole: !isRunIn,
        endsAtMark: isRunIn,
        announces: role.announces,
        hasItems: false,
      };
    }
    roles.push(role);
  }
  return roles;
}

interface Scope {
  index: number;
  line: number;
  /** Whether it reaches beyond its own line. */
  isWhole: boolean;
  /** Whether the next numbered sentence ends it. */
  endsAtMark: boolean;
  /** Whether it announces what follows, and whether numbered items did: the next line without a number ends it. */
  announces: boolean;
  hasItems: boolean;
}

const NO_SCOPE: Scope = {
  index: -1,
  line: -1,
  isWhole: false,
  endsAtMark: false,
  announces: false,
  hasItems: false,
};

function scopeFor({ index, line, isWhole }: Scope, current: number): number {
  return isWhole || line === current ? index : -1;
}

/** A heading or question on a line of its own, a short first sentence with a number, or an announcement. */
function opensScope(
  text: string,
  { announces, mark }: SentenceRole,
  isWhole: boolean,
  hasRest: boolean,
): boolean {
  if (announces) return text.length <= LONGEST_ANNOUNCEMENT;
  if (ASKS.test(text) && text.length <= LONGEST_QUESTION) return isWhole || mark !== "" || /^问/.test(text);
  if (isWhole && text.length <= LONGEST_HEADING && !FINAL.test(text)) return true;
  return mark !== "" && hasRest && text.length <= LONGEST_RUN_IN && /。$/.test(text);
}

/** The labels of a table, which the row below repeats before its values. */
function isHeader(text: string, below = ""): boolean {
  const first = text.includes("\t") ? (text.split("\t")[0] ?? "").trim() : "";
  return first !== "" && /^[:：]/.test(below.trim().slice(first.length)) && below.trim().startsWith(first);
}

/** Whether a sentence is a heading over the passage. */
function isHeading(text: string, headings: string): boolean {
  return text.length >= 2 && text.length <= LONGEST_NAME && !FINAL.test(text) && headings.includes(text);
}

/** Whether a sentence is the document's title or a line of it, with or without whom it speaks to. */
function isTitleOf(text: string, title: string): boolean {
  if (text.length > LONGEST_NAME + title.length || FINAL.test(text)) return false;
  return (text.length >= 6 && title.includes(text)) || (title.length >= 6 && text.includes(title));
}

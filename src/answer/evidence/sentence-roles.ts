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
  for (const [index, text] of readSentences(shown, spans, folded).entries()) {
    if (text.opensLine && index > 0) line++;
    open = scopeAt(open, text);
    const role = roleOf(text, { headings, title, line, scope: scopeFor(open, line) });
    if (opensScope(text, role)) {
      const isRunIn = !text.isWhole && !role.announces;
      role.isApparatus ||=
        isRunIn || (text.isWhole && (ASKS.test(text.said) || !/[。；;：:，,]/.test(text.said)));
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

/** A sentence with what its neighbours leave to it. */
interface Sentence {
  /** Folded and trimmed. */
  said: string;
  /** The sentence that follows, folded; undefined for the last one. */
  below: string | undefined;
  mark: string;
  opensLine: boolean;
  /** Whether it has its line to itself. */
  isWhole: boolean;
  /** Whether the line goes on with something else than a numbered item. */
  hasRest: boolean;
}

function readSentences(shown: string, spans: readonly Span[], folded: readonly string[]): Sentence[] {
  const breaks = (from: Span | undefined, to: Span | undefined) =>
    !from || !to || shown.slice(from.end, to.start).includes("\n");
  return spans.map((span, index) => {
    const said = (folded[index] ?? "").trim();
    const below = folded[index + 1];
    const opensLine = breaks(spans[index - 1], span);
    const endsLine = breaks(span, spans[index + 1]);
    return {
      said,
      below,
      mark: markOf(said),
      opensLine,
      isWhole: opensLine && endsLine,
      hasRest: !endsLine && markOf((below ?? "").trim()) === "",
    };
  });
}

function markOf(said: string): string {
  return MARK.exec(said)?.[0] ?? "";
}

function roleOf(
  { said, below, mark }: Sentence,
  { headings, title, line, scope }: { headings: string; title: string; line: number; scope: number },
): SentenceRole {
  const isTitle = isTitleOf(said, title) || SIGNED.test(said) || OPENS.test(said);
  return {
    isTitle,
    isApparatus: isTitle || isHeading(said, headings) || isHeader(said, below),
    scope,
    line,
    announces: ANNOUNCES.test(said),
    mark,
  };
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

/** What is still open where a sentence begins: a mark ends or continues it, a line without one ends a list. */
function scopeAt(open: Scope, { mark, opensLine }: Sentence): Scope {
  const left = mark !== "" && open.endsAtMark ? NO_SCOPE : open;
  if (mark === "") return opensLine && left.hasItems ? NO_SCOPE : left;
  return left.announces ? { ...left, hasItems: true } : left;
}

function scopeFor({ index, line, isWhole }: Scope, current: number): number {
  return isWhole || line === current ? index : -1;
}

/** A heading or question on a line of its own, a short first sentence with a number, or an announcement. */
function opensScope({ said, mark, isWhole, hasRest }: Sentence, { announces }: SentenceRole): boolean {
  if (announces) return said.length <= LONGEST_ANNOUNCEMENT;
  if (ASKS.test(said) && said.length <= LONGEST_QUESTION) return isWhole || mark !== "" || /^问/.test(said);
  if (isWhole && said.length <= LONGEST_HEADING && !FINAL.test(said)) return true;
  const isNumberedName = mark !== "" && !mark.startsWith("第") && !/\d/.test(said.slice(mark.length));
  return isNumberedName && hasRest && said.length <= LONGEST_RUN_IN && /。$/.test(said);
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

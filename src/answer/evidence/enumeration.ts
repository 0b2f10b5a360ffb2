import type { Passage } from "../../domain.ts";
import { fold } from "../../language/fold.ts";
import { type Figure, findFigures } from "../../language/numerals.ts";
import type { QuestionPart } from "../question/understood-question.ts";
import { asksForMeaning } from "./expected-answer.ts";
import type { Window } from "./score-windows.ts";
import type { Term } from "./terms.ts";

/** Ways of asking for names one by one. */
const ASKS_NAMES =
  /哪些|哪几|哪[二两三四五六七八九十\d]|名单|名称|名字|叫什么|叫啥|列出|列一下|分别是|都有谁|都是谁|是谁|有谁|都有什么|具体是/;
/** Asks of a number of things what they are: 那8宗资产都是什么, 12类商品包括什么. */
const ASKS_COUNTED =
  /\d+[个家项件位名种类大条宗批部所张处座笔栋]\p{Script=Han}{0,10}?(?:都|分别|各|具体|主要)*(?:包括|包含|是|有|指)(?:些|了)?(?:什么|啥)/u;
/** Units of things that have names. */
const COUNTING = /^[个家项件位名类种大条宗次批部所张座]/;
const BEFORE_FIGURE = 30;
const BEHIND_FIGURE = 70;

/** Whether a part asks for the members of a list rather than their number. */
export function asksForNames(part: QuestionPart): boolean {
  if (asksForMeaning(part.text)) return false;
  return (
    (ASKS_NAMES.test(part.text) || ASKS_COUNTED.test(part.text)) &&
    !/多少|几[个家项]/.test(part.text.replace(/哪几/g, ""))
  );
}

/**
 * Whether a window names what it counts: around the figure the question gives (or anywhere, when it gives
 * none) stand at least two members, or works in 《》.
 */
export function namesMembers(window: Window, part: QuestionPart, told: readonly Figure[] = []): boolean {
  const { view, first, last } = window;
  const clauses = view.clauses.slice(first, last + 1);
  // 第一批 counts nothing.
  const own = findFigures(part.text).find(({ unit, value }) => COUNTING.test(unit) && Number(value) > 1);
  const counted = own ?? told.find((figure) => COUNTING.test(figure.unit));
  if (!counted) {
    const text = clauses.map((clause) => clause.folded).join("");
    return (
      isEnumeration(text) || (asksForSome(part) && (announcesMembers(window) || !onlyCounts(clauses, part)))
    );
  }
  const sentences = new Set(clauses.map((clause) => clause.sentence));
  return [...sentences].some((sentence) => isEnumeratedAt(view.sentences[sentence] ?? "", counted));
}

/** Whether a part asks which ones there are, not for the names of given ones or for a person. */
function asksForSome({ text }: QuestionPart): boolean {
  return /哪些|哪几|都有什么/.test(text) && !/名单|名称|名字|叫|是谁|有谁/.test(text);
}

/** Whether a window ends in what announces its members, or in the heading they stand under. */
function announcesMembers({ view, last }: Window): boolean {
  const sentence = view.clauses[last]?.sentence ?? -1;
  return view.roles.some((role) => role.scope === sentence);
}

/** Whether clauses give the number of what is asked for by name, and no name. */
function onlyCounts(clauses: Window["view"]["clauses"], part: QuestionPart): boolean {
  const noun = countedNoun(part);
  return clauses.some(({ folded, figures }) =>
    figures.some(
      ({ unit, end }) => COUNTING.test(unit) && (noun === "" || folded.slice(end, end + 12).includes(noun)),
    ),
  );
}

/** A long list of which so small a share stands around its count is a list of something else. */
const LONG_LIST = 10;
const LEAST_SHARE = 1 / 3;

/**
 * Whether members stand right before or behind the figure in a sentence. The three kinds into which a text
 * sorts 28 projects are not the projects.
 */
function isEnumeratedAt(sentence: string, counted: Figure): boolean {
  const names = (text: string) => isEnumeration(text) && isEnough(text, Number(counted.value));
  return findFigures(sentence)
    .filter((figure) => figure.value === counted.value)
    .some(
      ({ start, end }) =>
        names(clauseEnd(sentence.slice(Math.max(0, start - BEFORE_FIGURE), start))) ||
        names(sentence.slice(end, end + BEHIND_FIGURE)),
    );
}

/** What stands before a figure in its own clause: 「甲、乙、丙等15家单位」. */
function clauseEnd(text: string): string {
  return text.split(/[,，;；:：]/).at(-1) ?? "";
}

function isEnough(text: string, counted: number): boolean {
  const members = Math.max(text.split("、").length, (text.match(/"[^"]+"|《[^》]*》/g) ?? []).length);
  return counted <= LONG_LIST || members >= counted * LEAST_SHARE;
}

function isEnumeration(folded: string): boolean {
  return /[^,，。;；、]{2,}、[^,，。;；、]{2,}|《[^》]*》[^《]{0,6}《|"[^"]+"[、,]?"[^"]+"|[一二三]是.+[二三四]是|即[^,，。]{4,}/.test(
    folded,
  );
}

/** The last two characters of what the question counts: the 项目 of 28个改革项目; empty when it counts nothing. */
function countedNoun(part: QuestionPart): string {
  const counted =
    /(?:\d+|[二两三四五六七八九十]+)[个家项件位名大类条]([\p{Script=Han}]{2,12}?)(?:的|是|有|叫|分别|全部|都|名称|名单|[,，?？]|$)/u.exec(
      part.text,
    );
  return counted?.[1]?.slice(-2) ?? part.asked.noun.slice(-2);
}

/** A numbered heading of a list and the passage it stands in. */
export interface ListItem {
  passage: Passage;
  heading: string;
}

const NUMBERED = /^(?:\d{1,3}[.、．]|[（(][一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十]{1,3}、)/;
const FEWEST_ITEMS = 3;
const LONGEST_HEADING = 40;

/** The numbered headings that stand in a passage: short sections share one. */
function numberedLines(passage: Passage, last: string): string[] {
  const short = passage.shown
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => NUMBERED.test(line) && line.length <= LONGEST_HEADING && !/[。；;]$/.test(line));
  return NUMBERED.test(last) && !short.includes(last) ? [last, ...short] : short;
}

/**
 * The numbered headings under one parent heading that the question is about, in order; empty when the
 * document has no such list. The parent must share weight with the question.
 */
export function headingList(
  passages: readonly Passage[],
  part: QuestionPart,
  terms: readonly Term[],
): ListItem[] {
  const noun = countedNoun(part);
  const groups = new Map<string, ListItem[]>();
  for (const passage of passages) {
    const last = passage.headings.at(-1) ?? "";
    const parent = (NUMBERED.test(last) ? passage.headings.slice(0, -1) : passage.headings).join(" > ");
    const group = groups.get(parent) ?? [];
    for (const heading of numberedLines(passage, last)) {
      if (!group.some((item) => item.heading === heading)) group.push({ passage, heading });
    }
    groups.set(parent, group);
  }
  let best: ListItem[] = [];
  let most = 0;
  for (const [parent, items] of groups) {
    const folded = fold(parent);
    const held = terms.reduce(
      (sum, term) => sum + (term.texts.some((text) => folded.includes(text)) ? term.weight : 0),
      0,
    );
    if (items.length >= FEWEST_ITEMS && folded.includes(noun) && held > most) [best, most] = [items, held];
  }
  return best;
}

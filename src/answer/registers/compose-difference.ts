import type { Notice, RegisterRow } from "../../domain.ts";
import type { AnswerContext } from "../answer-context.ts";
import type { Draft } from "../draft.ts";
import { answerLength } from "../evidence/extract.ts";
import { LIST_LIMIT } from "../length-limits.ts";
import { type ChangedRow, compareEditions, type EditionsDifference } from "./compare-editions.ts";
import { conditionWords } from "./compose-whole.ts";
import { type Composer, createComposer } from "./composer.ts";
import { oneLine, quoteName } from "./describe-row.ts";
import { askedEnds } from "./dispositions.ts";
import { listWords, shortEdition } from "./edition-words.ts";
import type { RowFilter } from "./filters.ts";
import type { ListEdition } from "./list-edition.ts";
import { squeeze } from "./name-key.ts";

const MOST_NAMES = 15;
const MOST_CITED = 10;

export interface DifferenceRequest {
  older: ListEdition;
  newer: ListEdition;
  /** Folded question. */
  text: string;
  filters: readonly RowFilter[];
  /** Whether only the number is asked for. */
  countsOnly: boolean;
}

/** One group of entries that an answer tells. */
interface Group {
  title: string;
  lines: { text: string; before?: RegisterRow; after?: RegisterRow }[];
}

/** Settles the draft with what differs between two editions of a list. */
export async function composeDifference(
  draft: Draft,
  context: AnswerContext,
  request: DifferenceRequest,
): Promise<void> {
  const { older, newer, filters } = request;
  const composer = createComposer(draft, context);
  const groups = groupsFor(request, compareEditions(older, newer));
  const heads = [await composer.citeTitle(newer), await composer.citeTitle(older)];
  const head = `${shortEdition(newer)}比${shortEdition(older)}：`;
  const condition = conditionWords(filters.filter(({ sort }) => sort !== "end"));
  const about = condition === "" ? "" : `${condition}，`;
  const texts: string[] = [];
  const rows: RegisterRow[] = [];
  let isPartial = false;
  for (const group of groups) {
    const share = Math.floor((LIST_LIMIT - 60) / groups.length);
    const told = request.countsOnly ? null : await tellGroup(group, request, composer, share);
    if (told) {
      rows.push(...told.rows);
      isPartial ||= told.isPartial;
    }
    texts.push(`${group.title}${group.lines.length}项${told && told.text !== "" ? `：${told.text}` : ""}`);
  }
  composer.settle({
    text: `${head}${about}${texts.join("；")}（按${listWords(newer)}两版逐行比较${heads.join("")}）。`,
    edition: newer,
    rows,
    others: [older],
    notices: noticesFor(isPartial, newer, groups),
  });
}

function noticesFor(isPartial: boolean, newer: ListEdition, groups: readonly Group[]): Notice[] {
  const notices: Notice[] = [];
  if (isPartial)
    notices.push({ code: "partial", text: "变化较多，这里只列出一部分，其余请看两版清单原文。" });
  const isOpen = !newer.register.edition.isComplete && groups.some(({ title }) => title === UNLISTED);
  if (isOpen) notices.push({ code: "partial", text: "新版未注明完整，新版未列出的不一定是被去掉了。" });
  return notices;
}

async function tellGroup(group: Group, request: DifferenceRequest, composer: Composer, limit: number) {
  const names: string[] = [];
  const rows: RegisterRow[] = [];
  for (const { text, before, after } of group.lines.slice(0, MOST_NAMES)) {
    if (names.length > 0 && answerLength(names.join("、") + text) > limit) break;
    const marks =
      names.length < MOST_CITED
        ? [
            after ? await composer.citeRow({ edition: request.newer, row: after }) : "",
            before ? await composer.citeRow({ edition: request.older, row: before }) : "",
          ].join("")
        : "";
    names.push(text + marks);
    if (after) rows.push(after);
  }
  return { text: names.join("、"), rows, isPartial: names.length < group.lines.length };
}

const ADDED = /多了|多出|增加|新增|新加|加了|加进|新列|新出现|增了/;
const REMOVED = /少了|减少|去掉|删|没了|不见|拿掉|移出|剔除|不在了|减了/;
const ONLY_NEW =
  /(?:旧|老|上一?|去年|以前|之前|原来).{0,6}没有?|(?:新|今年|现在).{0,4}有.{0,6}(?:旧|老|上一?|去年|以前|原来).{0,6}没/;
const ONLY_OLD =
  /(?:旧|老|上一?|去年|以前|之前|原来).{0,4}有.{0,6}(?:新|今年|现在).{0,6}没|(?:新|今年|现在).{0,6}没有?.{0,6}(?:旧|老|上一?|去年|以前).{0,4}有/;
const CHANGED = /变化|变动|有变|变了|有变|改|调整|区别|差别|不同|不一样|变[成为]|转[成为]|换/;
const DEPARTMENT = /部门|单位|谁管|归谁|主管/;
const UNLISTED = "新版未列出";

/** The groups that a question asks for; all where it asks for none in particular. */
function groupsFor(
  { text, older, newer, filters }: DifferenceRequest,
  difference: EditionsDifference,
): Group[] {
  const own = filters.filter(({ sort }) => sort !== "end");
  const meets = (row: RegisterRow) => own.every((filter) => filter.holds(row));
  const added: Group = {
    title: "新增",
    lines: difference.added.filter(meets).map((after) => ({ text: oneLine(after.name), after })),
  };
  const removedTitle = newer.register.edition.isComplete ? "去掉" : UNLISTED;
  const removed: Group = {
    title: removedTitle,
    lines: difference.removed.filter(meets).map((before) => ({ text: oneLine(before.name), before })),
  };
  const moved = statusMove(text, older, newer);
  const ofChange = (one: ChangedRow) => (moved ? moved.holds(one) : isAskedChange(one, text));
  const changed: Group = {
    title: moved ? `由${moved.from}改为${moved.to}的` : "内容有变化",
    lines: difference.changed
      .filter((one) => (meets(one.after) || meets(one.before)) && ofChange(one))
      .map((one) => ({
        text: moved ? oneLine(one.after.name) : changeWords(one),
        before: one.before,
        after: one.after,
      })),
  };
  if (moved) return [changed];
  const swaps = isOlderSubject(text, older, newer);
  const asked = [
    ...((swaps ? REMOVED : ADDED).test(text) || ONLY_NEW.test(text) ? [added] : []),
    ...((swaps ? ADDED : REMOVED).test(text) || ONLY_OLD.test(text) ? [removed] : []),
    ...(CHANGED.test(text) && (DEPARTMENT.test(text) || !(ADDED.test(text) || REMOVED.test(text)))
      ? [changed]
      : []),
  ];
  if (asked.length === 0) return [added, removed, changed];
  return asked[0] === changed && !DEPARTMENT.test(text) && !/改|调整/.test(text)
    ? [added, removed, changed]
    : asked;
}

/** 「旧版比新版多了什么」: the older edition is compared with the newer one. */
function isOlderSubject(text: string, older: ListEdition, newer: ListEdition): boolean {
  const match = /([^,，。;；?？]{0,14})比([^,，。;；?？]{0,14})/.exec(text);
  const [, subject = "", object = ""] = match ?? [];
  if (/[和与跟同]/.test(subject)) return false;
  const says = (words: string, { years }: ListEdition, pattern: RegExp) =>
    pattern.test(words) || years.some((year) => words.includes(String(year)));
  return says(subject, older, /旧版|老版|上一?版|去年/) && says(object, newer, /新版|今年|最新/);
}

const MOVED =
  /(?:[从由把]|原[来先]?是?)?([^,，。;；?？从由把]{2,14}?)(?:改|变更?|转|调整)(?:成|为|到)了?([^,，。;；?？]{2,14})/;
const ONCE_AND_NOW = /原[来先]([^。;；?？]{2,10}?)(?:现在|如今|后来|今年)([^,，。;；?？]{2,14})/;

/** 从保留改成取消: entries whose end changed from one to the other. */
function statusMove(text: string, older: ListEdition, newer: ListEdition) {
  const match = MOVED.exec(text) ?? ONCE_AND_NOW.exec(text);
  if (!match) return null;
  const [from] = askedEnds(squeeze(match[1] ?? "").text, older).slice(-1);
  const [to] = askedEnds(squeeze(match[2] ?? "").text, newer);
  if (!from || !to) return null;
  return {
    from: from.words,
    to: to.words,
    holds: ({ before, after }: ChangedRow) => from.holds(before) && to.holds(after),
  };
}

function isAskedChange({ changes }: ChangedRow, text: string): boolean {
  if (DEPARTMENT.test(text)) return changes.some(({ field }) => field === "department");
  if (/状态|处理方式/.test(text)) return changes.some(({ field }) => field === "status");
  return true;
}

const TOLD = 2;

function changeWords({ after, changes }: ChangedRow): string {
  return `${oneLine(after.name)}（${differences(changes)}）`;
}

function differences(changes: ChangedRow["changes"]): string {
  const order = ["status", "replacedBy", "department", "name"];
  const rank = (field: string) => (order.includes(field) ? order.indexOf(field) : order.length);
  return [...changes]
    .sort((a, b) => rank(a.field) - rank(b.field))
    .slice(0, TOLD)
    .map(({ label, before, after }) => `${label}由${said(before)}改为${said(after)}`)
    .join("，");
}

function said(value: string): string {
  return value.trim() === "" ? "空白" : `“${oneLine(value)}”`;
}

/** Settles the draft with what became of one entry between two editions. */
export async function composeEntryChange(
  draft: Draft,
  context: AnswerContext,
  { older, newer }: Pick<DifferenceRequest, "older" | "newer">,
  row: RegisterRow,
): Promise<void> {
  const composer = createComposer(draft, context);
  const { added, removed, changed } = compareEditions(older, newer);
  const one = changed.find(({ before, after }) => before === row || after === row);
  const names = { older: shortEdition(older), newer: shortEdition(newer) };
  const name = quoteName(row.name);
  const inNewer = newer.register.rows.includes(row) ? row : (one?.after ?? sameName(newer, row));
  const inOlder = older.register.rows.includes(row) ? row : (one?.before ?? sameName(older, row));
  const marks = [
    inNewer ? await composer.citeRow({ edition: newer, row: inNewer }) : await composer.citeWhole(newer),
    inOlder ? await composer.citeRow({ edition: older, row: inOlder }) : await composer.citeTitle(older),
  ].join("");
  const gone = newer.register.edition.isComplete
    ? `有变化：${name}在${names.older}中有，${names.newer}已去掉`
    : `${name}在${names.older}中有，${names.newer}未列出，新版未注明完整`;
  const text = added.includes(row)
    ? `有变化：${name}是${names.newer}新增的，${names.older}没有`
    : removed.includes(row)
      ? gone
      : one
        ? `有变化：${name}，${names.newer}比${names.older}，${differences(one.changes)}`
        : `没有变化：${name}在${names.newer}和${names.older}中一样${row.status === null ? "" : `，都是“${oneLine(row.status)}”`}`;
  composer.settle({
    text: `${text}${marks}。`,
    edition: newer,
    rows: inNewer ? [inNewer] : [],
    others: [older],
  });
}

function sameName({ register }: ListEdition, { name }: RegisterRow): RegisterRow | null {
  return register.rows.find((row) => row.name === name) ?? null;
}

import type { Answer } from "../../domain.ts";
import type { AnswerContext } from "../answer-context.ts";
import { type Draft, settleCanned } from "../draft.ts";
import { answerLength } from "../evidence/extract.ts";
import { FACT_LIMIT } from "../length-limits.ts";
import { soundsLike } from "../question/find-places.ts";
import type { ListFamily } from "./asked-lists.ts";
import { createComposer } from "./composer.ts";
import { oneLine, quoteName } from "./describe-row.ts";
import { editionWords, listWords, shortEdition } from "./edition-words.ts";
import { kindsByName } from "./kinds-spoken.ts";
import type { ListEdition, ListEntry } from "./list-edition.ts";
import { nameKey } from "./name-key.ts";
import type { RegisterIndex } from "./register-index.ts";

const MOST_OPTIONS = 4;
/** Names less alike are not offered. */
const NEAR = 0.45;
/** In shorter names every other character makes another word. */
const SHORTEST_SLIP = 4;

/** Settles the draft for a name that no row has: choices, a "no" of a complete edition, or that nothing is known. */
export async function composeAbsence(
  draft: Draft,
  context: AnswerContext,
  index: RegisterIndex,
  families: readonly ListFamily[],
  name: string,
  canDeny: boolean,
): Promise<boolean> {
  const editions = families.map(({ current }) => current);
  const accepts = (edition: ListEdition) => editions.includes(edition);
  const key = nameKey(name);
  const sort = families.find((family) => isCategory(key, family));
  if (sort) return askWhich(draft, sort);
  const slips = distinct(index.alike(key, accepts).filter(({ own }) => isSlip(key, own)));
  const near = distinct(index.near(key, accepts));
  const holding = slips.length === 0 && isFragment(name) ? near.filter((one) => holds(one, key)) : [];
  if (slips.length > 0 || holding.length > 0) {
    offer(draft, slips.length > 0 ? slips : holding, name, holding.length);
    return true;
  }
  const alike = near.filter((one) => one.score >= NEAR || holds(one, key));
  // 「没有施工许可就开工」 describes something; that no row is called so says nothing.
  if (!canDeny) return false;
  const whole = families.filter(({ current }) => current.register.edition.isComplete);
  const silent = families.filter((family) => !whole.includes(family));
  if (whole[0]) await denyListed(draft, context, whole, name, alike, index);
  else if (silent[0]) refuseUnknown(draft, silent[0], name, alike);
  return true;
}

/** Words that say which of many of a sort is wanted, and name none. */
const WHICH = /^(?:离?我?(?:最近|附近|周边|就近|身边)|哪[个些里家]|这[个些]|那[个些]|所有|全部)的?/;
/** A word that so many rows of a list have in their names is what the list is about: 代办点. */
const COMMON_SHARE = 0.3;
const FEWEST_COMMON = 5;

/** Whether words name a sort of entries, not one of them. */
function isCategory(key: string, { current }: ListFamily): boolean {
  const bare = key.replace(WHICH, "");
  if (bare === "") return true;
  const { rows } = current.register;
  const having = rows.filter((row) => nameKey(row.name).includes(bare)).length;
  return having >= FEWEST_COMMON && having > rows.length * COMMON_SHARE;
}

/** A place is asked for by its sort alone: there are many. Other sorts are no question for an entry. */
function askWhich(draft: Draft, { kind, current }: ListFamily): boolean {
  if (kind !== "place") return false;
  const { rows } = current.register;
  const names = rows.slice(0, MOST_OPTIONS).map((row) => oneLine(row.name));
  const text = draft.understood?.text ?? "";
  draft.outcome = "clarify";
  draft.text = `${listWords(current)}有 ${rows.length} 项，请说明是哪一个，例如「${names[0] ?? ""}」。`;
  draft.options = names.map((name) => ({ label: name, question: `${name}：${text}` }));
  draft.related = [{ documentId: current.document.id, title: current.document.title }];
  return true;
}

/** Words too common to be what an entry is about: 关系证明 is a part of names, 孤儿证明 is one. */
const COMMON_PROOF =
  /^(?:有关|相关|个人|家庭|单位)?(?:关系|情况|状况|记录|身份|资格|信息|材料)(?:证明(?:材料|书|信)?|盖章)$/;

/** Whether words are no name of their own but a part of some: 收入, 户外广告. */
function isFragment(name: string): boolean {
  return COMMON_PROOF.test(name) || kindsByName(name).length === 0;
}

function holds({ row }: ListEntry, key: string): boolean {
  return [row.name, ...row.aliases].some((own) => nameKey(own).includes(key));
}

/** Characters that hands and eyes take for each other. */
const LOOK_ALIKE =
  "末未 藉籍 己已巳 土士 主住往 注柱 户卢 人入 大太 师帅 析折 赡瞻 侯候 拨拔 货贷 徒徙 博搏 抵低 券卷 午牛 日曰 署暑 乌鸟 幼幻 末木本 天夭 母毋 刀力 千干 贫贪 辩辨 竞竟 徽微 拆折 晴睛 住佳 残浅 孤狐 遣遗 收攻 缴激 税说 证正 完宗".split(
    " ",
  );

function looksAlike(left: string, right: string): boolean {
  return LOOK_ALIKE.some((group) => group.includes(left) && group.includes(right));
}

/** One character typed by its sound or its looks. */
function isSlip(key: string, name: string): boolean {
  if (key.length < SHORTEST_SLIP) return false;
  const at = [...key].findIndex((char, index) => char !== name.charAt(index));
  return soundsLike(key, name) || looksAlike(key.charAt(at), name.charAt(at));
}

function distinct<T extends ListEntry>(entries: readonly T[]): T[] {
  const seen = new Set<string>();
  return entries.filter(({ row }) => {
    const key = nameKey(row.name);
    return !seen.has(key) && seen.add(key);
  });
}

function optionsFor(
  draft: Draft,
  entries: readonly ListEntry[],
  name: string,
): NonNullable<Answer["options"]> {
  const text = draft.understood?.text ?? "";
  return entries.slice(0, MOST_OPTIONS).map(({ row }) => {
    const own = oneLine(row.name);
    return { label: own, question: text.includes(name) ? text.replace(name, own) : `${own}：${text}` };
  });
}

function offer(draft: Draft, entries: readonly ListEntry[], name: string, held: number): void {
  draft.outcome = "clarify";
  draft.citations = [];
  draft.notices = [];
  const options = optionsFor(draft, entries, name);
  const labels = options.map(({ label }, index) => `${index + 1}. ${label}`).join("；");
  const more = held > MOST_OPTIONS ? `，名称里含它的有${held}项，例如` : "，名称相近的有";
  const [only] = options;
  const asks =
    options.length === 1 && only
      ? `，您问的是${quoteName(only.label)}吗？`
      : `${more}：${labels}。请问您问的是哪一项？`;
  draft.text = `清单里没有单列${quoteName(name)}${asks}`;
  draft.options = options;
  draft.related = related(entries);
}

function related(entries: readonly ListEntry[]): Draft["related"] {
  const titles = new Map(entries.map(({ edition: { document } }) => [document.id, document.title]));
  return [...titles].slice(0, 3).map(([documentId, title]) => ({ documentId, title }));
}

/** A "no" as of an edition that names every entry; says so where an earlier edition had the entry. */
async function denyListed(
  draft: Draft,
  context: AnswerContext,
  families: readonly ListFamily[],
  name: string,
  near: readonly ListEntry[],
  index: RegisterIndex,
): Promise<void> {
  const composer = createComposer(draft, context);
  const lines: string[] = [];
  for (const { current } of families.slice(0, 2)) {
    const [label, ...rest] = editionWords(current).split("，");
    const day = rest.length > 0 ? `（${rest.join("，")}）` : "";
    const asOf = label ? `截至${label}${day}，` : "";
    lines.push(`${asOf}${listWords(current)}中没有${quoteName(name)}${await composer.citeWhole(current)}`);
  }
  const [first] = families;
  if (!first) return;
  const former = formerEntry(index, first, name);
  const marks = former ? await composer.citeRow(former) : "";
  if (former && marks !== "") lines.push(`${shortEdition(former.edition)}曾列有这一项${marks}`);
  const options = optionsFor(draft, near, name);
  const text = `没有：${lines.join("；")}`;
  composer.settle({
    text: `${text}${alikeWords(text, options)}。`,
    edition: first.current,
    rows: [],
    options,
    others: former && marks !== "" ? [former.edition] : [],
  });
}

/** The names that are near, as many as the answer has room for. */
function alikeWords(text: string, options: NonNullable<Answer["options"]>): string {
  const lead = "。名称相近但不是同一项的有";
  const names: string[] = [];
  for (const { label } of options) {
    if (answerLength(text + lead + names.join("、") + label) > FACT_LIMIT - 6) break;
    names.push(`「${label}」`);
  }
  return names.length > 0 ? `${lead}${names.join("、")}` : "";
}

function formerEntry(
  index: RegisterIndex,
  { editions, current }: ListFamily,
  name: string,
): ListEntry | null {
  const key = nameKey(name);
  const older = (edition: ListEdition) => edition !== current && editions.includes(edition);
  const [hit] = index.find(key, older);
  const entry =
    hit && hit.end - hit.start === key.length ? hit.entries.find(({ by }) => by !== "stem") : undefined;
  return entry ?? null;
}

function refuseUnknown(
  draft: Draft,
  { current }: ListFamily,
  name: string,
  near: readonly ListEntry[],
): void {
  const words = editionWords(current);
  const unknown = current.kind === "proof" ? "是否还需要" : "有没有";
  const edition = `${words === "" ? "" : `${words}，`}未注明完整`;
  settleCanned(
    draft,
    "not_listed",
    `${quoteName(name)}未列入已收录的${listWords(current)}（${edition}），不能据此判断它${unknown}`,
  );
  draft.options = optionsFor(draft, near, name);
  draft.related = [{ documentId: current.document.id, title: current.document.title }];
}

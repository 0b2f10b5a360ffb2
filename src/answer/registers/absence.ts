import type { Answer } from "../../domain.ts";
import type { AnswerContext } from "../answer-context.ts";
import { type Draft, settleCanned } from "../draft.ts";
import { soundsLike } from "../question/find-places.ts";
import type { ListFamily } from "./asked-lists.ts";
import { createComposer } from "./composer.ts";
import { oneLine, quoteName } from "./describe-row.ts";
import { editionWords, listWords, shortEdition } from "./edition-words.ts";
import type { ListEdition, ListEntry } from "./list-edition.ts";
import { nameKey } from "./name-key.ts";
import type { NearEntry, RegisterIndex } from "./register-index.ts";

const MOST_OPTIONS = 4;
/** Names less alike are not offered. */
const NEAR = 0.45;

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
  const near = nearNames(nameKey(name), index.near(nameKey(name), accepts));
  if (near.isMeant) {
    offer(draft, near.entries, name, near.held);
    return true;
  }
  // 「没有施工许可就开工」 describes something; that no row is called so says nothing.
  if (!canDeny) return false;
  const whole = families.filter(({ current }) => current.register.edition.isComplete);
  const silent = families.filter((family) => !whole.includes(family));
  if (whole[0]) await denyListed(draft, context, whole, name, near.entries, index);
  else if (silent[0]) refuseUnknown(draft, silent[0], name, near.entries);
  return true;
}

interface NearNames {
  entries: ListEntry[];
  /** Whether the asker most likely means one of them: a slip of one character, or a part of their names. */
  isMeant: boolean;
  /** How many rows hold the asked words in their names; 0 for a slip. */
  held: number;
}

function nearNames(key: string, near: readonly NearEntry[]): NearNames {
  const alike = distinct(near.filter(({ score }) => score >= NEAR));
  const slips = distinct(near).filter(({ row }) => namesOf(row).some((name) => isSlip(key, name)));
  const holding = distinct(near).filter(({ row }) => namesOf(row).some((name) => name.includes(key)));
  if (slips.length > 0) return { entries: slips, isMeant: true, held: 0 };
  if (holding.length > 0) return { entries: holding, isMeant: true, held: holding.length };
  return { entries: alike, isMeant: false, held: 0 };
}

function namesOf({ name, aliases }: ListEntry["row"]): string[] {
  return [name, ...aliases].map(nameKey);
}

/** One character typed by its sound. */
function isSlip(key: string, name: string): boolean {
  if (key.length !== name.length || key.length < 4) return false;
  let slips = 0;
  for (let i = 0; i < key.length; i++) if (key.charAt(i) !== name.charAt(i)) slips++;
  return slips === 1 && soundsLike(key, name);
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
  const options = optionsFor(draft, entries, name);
  const labels = options.map(({ label }, index) => `${index + 1}. ${label}`).join("；");
  const more = held > MOST_OPTIONS ? `，名称里含它的有${held}项，例如` : "，名称相近的有";
  draft.text = `清单里没有单列${quoteName(name)}${more}：${labels}。请问您问的是哪一项？`;
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
  const names = options.map(({ label }) => `「${label}」`).join("、");
  const alike = options.length > 0 ? `。名称相近但不是同一项的有${names}` : "";
  composer.settle({
    text: `没有：${lines.join("；")}${alike}。`,
    edition: first.current,
    rows: [],
    options,
    others: former && marks !== "" ? [former.edition] : [],
  });
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

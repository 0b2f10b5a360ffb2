import type { Day, Region } from "../../domain.ts";
import { fold } from "../../language/fold.ts";
import type { RegionTable } from "../../language/regions.ts";
import { documentCovers } from "../evidence/jurisdiction.ts";
import type { AskedPlace, UnderstoodQuestion } from "../question/understood-question.ts";
import { askedWhole } from "./asked-whole.ts";
import type { ListEdition, ListKind } from "./list-edition.ts";
import { nameKey } from "./name-key.ts";

/** A list with its editions, newest first, and the one that a question means. */
export interface ListFamily {
  name: string;
  region: Region | null;
  kind: ListKind;
  editions: ListEdition[];
  current: ListEdition;
}

/** The lists that may answer a question. */
export interface AskedLists {
  families: ListFamily[];
  /** Whether the question names the list or calls it by 清单, 名录. */
  isNamed: boolean;
  /** Whether it says which list: 权力清单, not 清单 alone. */
  isCalled: boolean;
  /** The words by which the question names a list that is not there; null when there is one. */
  missing: string | null;
}

export interface ListRequest {
  question: UnderstoodQuestion;
  editions: readonly ListEdition[];
  /** Places that bind: those of the question that are no part of a name. */
  places: readonly AskedPlace[];
  preferred: Region | null;
  today: Day;
  regions: RegionTable;
}

/** Finds the lists of the asked place, year and name. */
export function askedLists(request: ListRequest): AskedLists {
  const { question, today } = request;
  const issued = request.editions.filter(({ day }) => day <= today);
  const local = issued.filter((edition) => isLocal(edition, request));
  const families = group(local).flatMap((editions) => chooseEdition(editions, question, today) ?? []);
  const phrase = listPhrase(question.folded);
  if (phrase === null) return { families, isNamed: false, isCalled: false, missing: null };
  const named = families.filter((family) => isCalled(family, phrase));
  if (named.length > 0)
    return { families: longestCalled(named, phrase), isNamed: true, isCalled: true, missing: null };
  if (isGeneric(phrase)) return { families, isNamed: true, isCalled: false, missing: null };
  return { families: [], isNamed: true, isCalled: true, missing: phrase };
}

function isLocal({ document }: ListEdition, { places, preferred, regions }: ListRequest): boolean {
  const { region, title } = document;
  if (places.length > 0) {
    const isNamed = (place: AskedPlace) => region === null && fold(title).includes(place.text);
    return places.some((place) => documentCovers(document, place, regions) || isNamed(place));
  }
  return preferred === null || region === null || regions.covers(region.code, preferred.code);
}

function group(editions: readonly ListEdition[]): ListEdition[][] {
  const families = new Map<string, ListEdition[]>();
  for (const edition of editions) {
    const family = families.get(edition.family);
    if (family) family.push(edition);
    else families.set(edition.family, [edition]);
  }
  return [...families.values()];
}

const FORMER = /旧版|老版|上一?版|前一?版|上个版|去年(?:的|那|版)|以前的(?:清单|版)/;

/** The edition of the asked year; else the newest. Null where the year has none. */
function chooseEdition(
  editions: ListEdition[],
  { folded, years }: UnderstoodQuestion,
  today: Day,
): ListFamily | null {
  const [newest, former] = editions;
  if (!newest) return null;
  const { document, register, kind } = newest;
  const family = { name: register.name, region: document.region, kind, editions };
  const past = years.filter((year) => year !== Number(today.slice(0, 4)));
  const asked = editions.filter((edition) => years.some((year) => edition.years.includes(year)));
  if (asked[0]) return { ...family, current: asked[0] };
  if (past.length > 0 && askedWhole(folded)?.wants !== "difference") return null;
  return { ...family, current: FORMER.test(folded) && former ? former : newest };
}

const LIST_WORD = /清单|名录|目录|(?<![黑红白])名单|一览表/;
const LONGEST_PHRASE = 14;

/** What stands before 清单 or 名录 in a question; null when it says none of them. */
function listPhrase(folded: string): string | null {
  const at = folded.search(LIST_WORD);
  if (at < 0) return null;
  const before = folded.slice(Math.max(0, at - LONGEST_PHRASE), at);
  return nameKey(/[^,，。;；?？!！"「」《》“”]*$/.exec(before)?.[0] ?? "").replace(
    /(?:19|20)\d{2}年?版?/g,
    "",
  );
}

/** 这份清单, 你们的清单, 在清单里: no name. */
function isGeneric(phrase: string): boolean {
  return /(?:^|这[份张个]?|那[份张个]?|们|在|入|进|份|个|张|该|本|版|现在|最新|新|旧|老|里|把|从|和|跟|比|区|市|县|镇|发|看|[今去前明]年|年|上次|以前|之前|现)$/.test(
    phrase,
  );
}

/** How many of the last characters of a phrase stand in a list's name. */
function calledBy({ name, current }: ListFamily, phrase: string): number {
  const own = nameKey(`${name}${current.document.title}`);
  let length = 0;
  while (length < phrase.length && own.includes(phrase.charAt(phrase.length - 1 - length))) length++;
  return length;
}

function isCalled(family: ListFamily, phrase: string): boolean {
  return calledBy(family, phrase) >= 2;
}

function longestCalled(families: readonly ListFamily[], phrase: string): ListFamily[] {
  const best = Math.max(...families.map((family) => calledBy(family, phrase)));
  return families.filter((family) => calledBy(family, phrase) === best);
}

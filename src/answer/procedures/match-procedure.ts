import type { Document } from "../../domain.ts";
import { fold } from "../../language/fold.ts";
import type { Lexicon } from "../../language/lexicon.ts";
import type { ItemMatch } from "../../retrieval/items/item-matcher.ts";
import { contentRuns, contentWords } from "../question/content-words.ts";
import { findLeading, isMeant, leaveOutUnfit, SURE_SCORE, scoreOfMeaning } from "./fit-guides.ts";
import { namesOf } from "./guide-shelf.ts";
import {
  createGuideShapes,
  type GuideShape,
  type NameShape,
  pairs,
  type ShapeGuide,
  withoutAround,
} from "./name-shapes.ts";
import { readPersons } from "./person-groups.ts";

/** A service guide with how well a question names it. */
export interface ProcedureMatch {
  document: Document;
  /** 0 to 1; 1 when the question says the item's name or an everyday name of it. */
  score: number;
  /** The name by which it was matched. */
  name: string;
  /** Whether the question says that name whole. */
  isSaid: boolean;
  /** All names it answers to, those of its twins elsewhere among them. */
  names: readonly string[];
  /** How the matcher of items, which searches use as well, sees it; null where the question says nothing of it. */
  fit: ItemMatch | null;
  /** Whether its item fits so much better than others that it may be meant and they can't. */
  isLeading: boolean;
}

/** Below this a question does not name the item. */
export const NAMED = 0.5;
/** Items this near to the best are offered beside it. */
export const NEAR = 0.08;
/** From here on a question says the item and hardly anything else that names one. */
const PLAIN = 0.97;
/** From here on a name that is said whole stands for its item, whatever resembles it. */
const SAID = 0.85;

/**
 * The best match and those that are offered beside it: as near, of another title. A name said whole beats what only
 * resembles it, and a longer name the shorter ones in it.
 */
export function chooseRivals(matches: readonly ProcedureMatch[]): ProcedureMatch[] {
  const top = matches[0]?.score ?? 0;
  const near = leaveOutUnfit(matches.filter(({ score }) => top - score < NEAR));
  const plain = near.filter(({ score }) => score >= PLAIN);
  const said = near.filter(({ score, isSaid }) => isSaid && score >= SAID);
  const kept = plain.length > 0 ? plain : said.length > 0 ? said : near;
  const inner = (a: ProcedureMatch) =>
    kept.some((b) => a.isSaid && b.isSaid && b.name.length > a.name.length && b.name.includes(a.name));
  const titles = new Set<string>();
  return kept.filter(
    (match) => !inner(match) && !titles.has(match.document.title) && titles.add(match.document.title),
  );
}

/**
 * How well a folded question names each guide: by the item's name, its everyday names and what the lexicon
 * says for the question's words, compared as character pairs, and by what people say who mean its item. `names`
 * tells all names of a guide by its id, where it has more than its own; `fits` how well its item fits.
 */
export function matchProcedures(
  folded: string,
  documents: readonly Document[],
  lexicon: Lexicon,
  names: ReadonlyMap<string, readonly string[]> = new Map(),
  fits: ReadonlyMap<string, ItemMatch> = new Map(),
  shapeGuide: ShapeGuide = createGuideShapes(),
): ProcedureMatch[] {
  const guides = documents.map((document): NamedGuide => {
    const known = names.get(document.id) ?? namesOf(document);
    return { document, names: known, fit: fits.get(document.id) ?? null, shape: shapeGuide(known) };
  });
  const said = sayings(folded, lexicon, createPairWeights(guides));
  const others = [...folded.matchAll(OTHERS)];
  const isForOthers = readPersons(folded);
  const wanted = ACTIONS.filter(({ asks }) => asks.test(folded));
  const leading = findLeading(fits.values());
  const isLeading = ({ document }: NamedGuide) => leading.has(document.id);
  return guides
    .filter((guide) => isLeading(guide) || isMeant(guide.fit) || !wantsOtherAction(wanted, guide))
    .filter((guide) => !isOfOthers(folded, others, guide))
    .filter(({ document, fit, shape }) => isMeant(fit) || !isForOthers(document, shape.folded))
    .map((guide) => ({ ...bestName(guide, said), isLeading: isLeading(guide) }))
    .map((match) => ({ ...match, score: scoreOf(match, leading.size > 0) }))
    .sort((a, b) => b.score - a.score || fitOf(b) - fitOf(a) || a.document.id.localeCompare(b.document.id));
}

/** What only resembles the question stays behind an item that leads, unless its name is said whole. */
function scoreOf(match: ProcedureMatch, isLed: boolean): number {
  const score = Math.max(match.score, scoreOfMeaning(match.fit));
  if (match.isLeading) return Math.max(score, SURE_SCORE);
  return isLed && !match.isSaid ? Math.min(score, SURE_SCORE - NEAR) : score;
}

function fitOf({ fit }: ProcedureMatch): number {
  return fit?.score ?? 0;
}

interface NamedGuide {
  document: Document;
  names: readonly string[];
  fit: ItemMatch | null;
  shape: GuideShape;
}

/** What one can want done with a document or a status; an item for one is not an item for another. */
interface Action {
  asks: RegExp;
  offers?: RegExp;
}

const ACTIONS: readonly Action[] = [
  { asks: /丢|掉了|遗失|不见|找不到|被偷|弄没|补办|补领|补发|补一|挂失|重新补/ },
  { asks: /到期|过期|换领|换证|更换|换新|换发|延期|续期|续签|快到期/ },
  { asks: /坏了|坏掉|损坏|磨损|消磁|换一?[张本]/, offers: /坏|损|换|补/ },
  { asks: /首次|第一次|初次|新办/, offers: /首次|第一次|初次|新办|申领/ },
  { asks: /注销|吊销|取消登记/ },
  { asks: /变更|改名|更改|修改/ },
];

/** Issued by others, or for others than people: no guide of ours unless its names say so. */
const OTHERS =
  /台湾|香港|澳门|港澳|外国|国外|境外|外籍|美国|英国|日本|韩国|朝鲜|法国|德国|俄罗斯|加拿大|澳大利亚|泰国|越南|印度|宠物|动物|[狗犬猫]|假(?=[\p{Script=Han}]{0,3}证)/gu;

/** Items of animals: whoever means one may call the animal what they like. */
const ANIMALS = /[犬狗猫]|宠物|动物/;
/** As many characters after others are theirs (美国的护照). */
const REACH = 4;

/** Whether a question is about a document of others that an item's names do not speak of (台湾护照). */
function isOfOthers(folded: string, others: readonly RegExpExecArray[], { fit, shape }: NamedGuide): boolean {
  if (isMeant(fit) && ANIMALS.test(shape.folded)) return false;
  return others.some((found) => {
    const [other] = found;
    if (shape.folded.includes(other)) return false;
    // Who means the item may speak of others beside it (去泰国玩, 旧的有美国签证), but not of their own such document.
    const next = folded.slice(found.index + other.length, found.index + other.length + REACH);
    return !isMeant(fit) || [...pairs(next)].some((pair) => shape.pairs.has(pair));
  });
}

/** Whether something is wanted done that none of an item's names speaks of (护照丢了, first issue). */
function wantsOtherAction(wanted: readonly Action[], { document, names }: NamedGuide): boolean {
  if (wanted.length === 0) return false;
  const branches = document.procedure?.fields.flatMap(({ branch }) => branch ?? []) ?? [];
  const own = fold([...names, ...branches, ...(document.procedure?.items ?? [])].join(" "));
  return !wanted.some(({ asks, offers = asks }) => offers.test(own));
}

/** What a pair of characters tells; 0 for one that no name has. */
type WeighPair = (pair: string) => number;

/** Pairs that many items share (证办, 登记) tell them apart less. */
function createPairWeights(guides: readonly NamedGuide[]): WeighPair {
  const counts = new Map<string, number>();
  for (const { shape } of guides) {
    for (const pair of shape.all) counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }
  const byCount = Array.from(guides.keys(), (at) => Math.log(1 + (guides.length + 1) / (at + 1)));
  return (pair) => byCount[(counts.get(pair) ?? 0) - 1] ?? 0;
}

function sumOf(pairs: Iterable<string>, weigh: WeighPair): number {
  let sum = 0;
  for (const pair of pairs) sum += weigh(pair);
  return sum;
}

interface Said {
  text: string;
  /** The content of the question, with and without official words in place of everyday ones, and what it tells. */
  variants: { said: ReadonlySet<string>; weight: number }[];
  weigh: WeighPair;
}

function sayings(text: string, lexicon: Lexicon, weigh: WeighPair): Said {
  const expansions = lexicon.expand(text).filter((expansion) => expansion.field === null);
  const content = (said: string) =>
    contentRuns(contentWords(withoutAround(said)))
      .map((run) => run.text)
      .join(" ");
  const official = expansions.reduceRight(
    (rest, { start, end, official: term }) => rest.slice(0, start) + fold(term) + rest.slice(end),
    text,
  );
  const variants = [...new Set([text, official])].map((variant) => {
    const said = pairs(content(variant));
    return { said, weight: sumOf(said, weigh) };
  });
  return { text, variants, weigh };
}

function bestName({ document, names, fit, shape }: NamedGuide, said: Said): ProcedureMatch {
  let best: ProcedureMatch = {
    document,
    score: 0,
    name: document.title,
    isSaid: false,
    names,
    fit,
    isLeading: false,
  };
  for (const [at, one] of shape.names.entries()) {
    const score = scoreName(one, said);
    const name = names[at] ?? document.title;
    if (score > best.score) best = { ...best, score, name, isSaid: said.text.includes(one.folded) };
  }
  return best;
}

/**
 * A name said whole scores by how much of the question it is (身份证 in 「身份证丢了咋整」 is less than
 * 身份证丢了); otherwise the weighted overlap of character pairs, seen from both sides.
 */
function scoreName({ folded, own }: NameShape, { text, variants, weigh }: Said): number {
  let best = 0;
  const isSaid = text.includes(folded);
  for (const { said, weight } of variants) {
    const shared = sumShared(own, said, weigh);
    if (shared === 0 && !isSaid) continue;
    const recall = shared / Math.max(sumOf(own, weigh), Number.EPSILON);
    const precision = shared / Math.max(weight, Number.EPSILON);
    const overlap = recall + precision === 0 ? 0 : (2 * recall * precision) / (recall + precision);
    best = Math.max(best, isSaid ? 0.75 + 0.25 * overlap : 0.85 * overlap);
  }
  return best;
}

function sumShared(own: ReadonlySet<string>, said: ReadonlySet<string>, weigh: WeighPair): number {
  let sum = 0;
  for (const pair of own) if (said.has(pair)) sum += weigh(pair);
  return sum;
}

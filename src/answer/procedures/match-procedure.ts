import type { Document } from "../../domain.ts";
import { fold } from "../../language/fold.ts";
import type { Lexicon } from "../../language/lexicon.ts";
import type { ItemMatch } from "../../retrieval/items/item-matcher.ts";
import { contentRuns, contentWords } from "../question/content-words.ts";
import { findLeading, isMeant, leaveOutUnfit, SURE_SCORE, scoreOfMeaning } from "./fit-guides.ts";
import { namesOf } from "./guide-shelf.ts";
import { createNameShapes, type NameShape, pairs, type ShapeName, withoutAround } from "./name-shapes.ts";

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
  shapeName: ShapeName = createNameShapes(),
): ProcedureMatch[] {
  const said = sayings(folded, lexicon);
  const guides = documents.map((document): NamedGuide => {
    const known = names.get(document.id) ?? namesOf(document);
    return { document, names: known, fit: fits.get(document.id) ?? null, shapes: known.map(shapeName) };
  });
  const weights = weighPairs(guides);
  const leading = findLeading(fits.values());
  const isLeading = ({ document }: NamedGuide) => leading.has(document.id);
  return guides
    .filter((guide) => isLeading(guide) || isMeant(guide.fit) || !wantsOtherAction(folded, guide))
    .filter((guide) => !isOfOthers(folded, guide))
    .map((guide) => ({ ...bestName(guide, said, weights), isLeading: isLeading(guide) }))
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
  /** Of the names, in their order. */
  shapes: readonly NameShape[];
}

/** What one can want done with a document or a status; an item for one is not an item for another. */
const ACTIONS: readonly { asks: RegExp; offers?: RegExp }[] = [
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
function isOfOthers(folded: string, { names, fit }: NamedGuide): boolean {
  const own = fold(names.join(" "));
  if (isMeant(fit) && ANIMALS.test(own)) return false;
  const all = pairs(own);
  return [...folded.matchAll(OTHERS)].some((found) => {
    const [other] = found;
    if (own.includes(other)) return false;
    // Who means the item may speak of others beside it (去泰国玩, 旧的有美国签证), but not of their own such document.
    const next = folded.slice(found.index + other.length, found.index + other.length + REACH);
    return !isMeant(fit) || [...pairs(next)].some((pair) => all.has(pair));
  });
}

/** Whether a question wants something done that none of an item's names speaks of (护照丢了, first issue). */
function wantsOtherAction(folded: string, { document, names }: NamedGuide): boolean {
  const branches = document.procedure?.fields.flatMap(({ branch }) => branch ?? []) ?? [];
  const own = fold([...names, ...branches, ...(document.procedure?.items ?? [])].join(" "));
  const wanted = ACTIONS.filter(({ asks }) => asks.test(folded));
  return wanted.length > 0 && !wanted.some(({ asks, offers = asks }) => offers.test(own));
}

interface Said {
  text: string;
  /** The content of the question, with and without official words in place of everyday ones. */
  variants: Set<string>[];
}

function sayings(folded: string, lexicon: Lexicon): Said {
  const expansions = lexicon.expand(folded).filter((expansion) => expansion.field === null);
  const content = (text: string) =>
    contentRuns(contentWords(withoutAround(text)))
      .map((run) => run.text)
      .join(" ");
  const official = expansions.reduceRight(
    (text, { start, end, official: term }) => text.slice(0, start) + fold(term) + text.slice(end),
    folded,
  );
  return { text: folded, variants: [pairs(content(folded)), pairs(content(official))] };
}

function bestName(
  { document, names, fit, shapes }: NamedGuide,
  said: Said,
  weights: ReadonlyMap<string, number>,
): ProcedureMatch {
  let best: ProcedureMatch = {
    document,
    score: 0,
    name: document.title,
    isSaid: false,
    names,
    fit,
    isLeading: false,
  };
  for (const [at, shape] of shapes.entries()) {
    const score = scoreName(shape, said, weights);
    const name = names[at] ?? document.title;
    if (score > best.score) best = { ...best, score, name, isSaid: said.text.includes(shape.folded) };
  }
  return best;
}

/**
 * A name said whole scores by how much of the question it is (身份证 in 「身份证丢了咋整」 is less than
 * 身份证丢了); otherwise the weighted overlap of character pairs, seen from both sides.
 */
function scoreName({ folded, own }: NameShape, said: Said, weights: ReadonlyMap<string, number>): number {
  const weigh = (set: Iterable<string>) =>
    [...set].reduce((sum, pair) => sum + (weights.get(pair) ?? UNSEEN), 0);
  let best = 0;
  for (const variant of said.variants) {
    const shared = weigh([...own].filter((pair) => variant.has(pair)));
    const recall = shared / Math.max(weigh(own), Number.EPSILON);
    const precision =
      shared / Math.max(weigh([...variant].filter((pair) => weights.has(pair))), Number.EPSILON);
    const overlap = recall + precision === 0 ? 0 : (2 * recall * precision) / (recall + precision);
    best = Math.max(best, said.text.includes(folded) ? 0.75 + 0.25 * overlap : 0.85 * overlap);
  }
  return best;
}

const UNSEEN = 1;

/** Pairs that many items share (证办, 登记) tell them apart less. */
function weighPairs(guides: readonly NamedGuide[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { shapes } of guides) {
    const seen = new Set(shapes.flatMap(({ all }) => [...all]));
    for (const pair of seen) counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }
  const total = guides.length + 1;
  return new Map([...counts].map(([pair, count]) => [pair, Math.log(1 + total / count)]));
}

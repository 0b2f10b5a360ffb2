import { readingsOf } from "../../language/readings.ts";
import type { RegionMention, RegionTable } from "../../language/regions.ts";
import type { AskedPlace } from "./understood-question.ts";

export interface PlaceMention extends AskedPlace {
  start: number;
  end: number;
}

/** Endings that make a mention certain, so that a wrongly heard name before them may be mended. */
const SUFFIX = /[省市区县]$/;

/** 全国有多少家…: the nation is asked about, which only national documents cover. */
const NATION = /^(?:请问|我想问)?(?:全国|我国)(?!首|率先|唯一|统一|范围|人大|推广|推行|各地)/;

/** Places that a folded text names, in order. */
export function findPlaces(folded: string, regions: RegionTable, from: AskedPlace["from"]): PlaceMention[] {
  const found = regions
    .find(folded)
    .filter((mention) => !isSmallerPlace(folded, mention.end))
    .filter((mention, at, all) => !isElsewhere(mention, all[at - 1], folded, regions))
    .map((mention) => ({
      text: folded.slice(mention.start, mention.end),
      candidates: mention.candidates,
      from,
      start: mention.start,
      end: mention.end,
    }));
  const nation = NATION.exec(folded);
  const whole = found.length === 0 && nation ? regions.parse("全国") : null;
  return whole
    ? [{ text: "全国", candidates: [whole], from, start: 0, end: nation?.[0].length ?? 0 }]
    : found;
}

/** 西湖乡: the name goes on to a township, and means something else. */
function isSmallerPlace(folded: string, end: number): boolean {
  return !SUFFIX.test(folded.slice(0, end)) && /^[乡镇](?![村贤镇街亲里上])/.test(folded.slice(end));
}

/**
 * 江苏龙港镇, 泉州的鹿城街道: a name right behind another place which it does not lie in means something there
 * that the table does not know; the place before it binds the evidence.
 */
function isElsewhere(
  mention: RegionMention,
  before: RegionMention | undefined,
  folded: string,
  regions: RegionTable,
): boolean {
  if (!before || !/^的?$/.test(folded.slice(before.end, mention.start))) return false;
  const isTownship = /^(?:街道|[乡镇村])/.test(folded.slice(mention.end));
  if (!isTownship && !before.candidates.some(({ code }) => code.endsWith("00"))) return false;
  return !before.candidates.some((outer) =>
    mention.candidates.some(({ code }) => regions.covers(outer.code, code)),
  );
}

/**
 * Places that only say where something is done (有多少家企业在香港上市), where another place is asked about:
 * named behind what is asked for. Evidence must speak of them.
 */
export function placesOfDeeds(folded: string, mentions: readonly PlaceMention[]): PlaceMention[] {
  const asked = folded.search(/多少|几[个家项件户名位]/);
  return mentions.filter(
    ({ start }, at) =>
      at > 0 && asked >= 0 && start > asked && /[在到赴去往](?:了)?$/.test(folded.slice(asked, start)),
  );
}

/** Only where a name would begin, and without characters that names do not have: 乡村振兴 and 试点镇 are no names. */
const LOCAL_NAME =
  /(?<=^|[,，。;；?？!！\s]|在|到|去|和|与|比|从|是|县|市)[^\P{Script=Han}跑去到找个各的和与要还在把从我你他她它们几多少哪有是了地下上全本该这那叫其由为以被让说看问请办开跟给]{2,3}(?:县|乡|镇|新区|街道)(?![村里级城域化贤亲办])/gu;
const NOT_A_NAME =
  /(?:试点|新增|所有|部分|区属|沿线)(?:街道|乡|镇)|乡镇|城镇|集镇|中心镇|村镇|小镇|市镇|街镇|县乡|试点镇|什么/;

/**
 * Names of counties, townships and new areas that the division table does not know; evidence must come from
 * a document that speaks of them.
 */
export function unresolvedPlaces(folded: string, mentions: readonly PlaceMention[]): string[] {
  return [...folded.matchAll(LOCAL_NAME)]
    .filter((match) => !NOT_A_NAME.test(match[0]))
    .filter(
      (match) =>
        !mentions.some((place) => match.index < place.end && place.start < match.index + match[0].length),
    )
    .map((match) => match[0]);
}

/** Whether two words sound alike: same length, and every pair of characters shares a toneless reading. */
export function soundsLike(left: string, right: string): boolean {
  if (left.length !== right.length) return false;
  for (let i = 0; i < left.length; i++) {
    const a = left.charAt(i);
    const b = right.charAt(i);
    if (a === b) continue;
    const readings = readingsOf(b);
    if (!readingsOf(a).some((reading) => readings.includes(reading))) return false;
  }
  return true;
}

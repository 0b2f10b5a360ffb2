import { contentWords } from "../question/content-words.ts";
import { composeAbsence } from "./absence.ts";
import { askedAspect, asksForGuide, isVague } from "./asked-aspect.ts";
import type { ListFamily } from "./asked-lists.ts";
import { askedName, withoutName } from "./asked-name.ts";
import { askedWhole } from "./asked-whole.ts";
import { composeRows } from "./compose-rows.ts";
import { kindsByName, kindsSpoken } from "./kinds-spoken.ts";
import type { ListKind } from "./list-edition.ts";
import type { ListQuestion } from "./list-question.ts";
import type { ListAnswerRequest } from "./list-request.ts";
import { meantEntry } from "./meant-entry.ts";
import { nameKey } from "./name-key.ts";

/** Shorter words are no names of matters. */
const SHORTEST_MATTER = 4;
/** 596项证明, 吃饭要证明: a number of entries or the asking for some, no entry. */
const NO_NAME =
  /(?:要|需|开|(?<![信费使征租利占])用|(?<![所享持拥共私国])有|没|提供|凭|(?<!支)出|交|办|么|啥|带|拿|写)证明(?:材料|书|信)?$|\d[项个条家种类件]|[一二三四五六七八九十百两几多][项个条家种类]|^(?:证明|事项|材料|盖章)$/;
/** 没犯过罪的证明, 上没有的证明, 无证施工就开工: what is described, not called by a name. */
const DESCRIBES =
  /过(?!户|世|期|敏|桥|渡|境|磅|程)|[了谁]|^没|没有|不是|的(?:证明|单子|材料)|就[开要能]|怎么/;

/** 铁坑村有代办点吗 asks for 铁坑村代办点. */
const HAS_POINT = /(?<=村|社区)有(?:没有)?(?=.{0,4}(?:[代帮]办点|服务[点站]|网点|站点))/;

/** A name that a question asks for as an entry of a list, and the kinds of list that would hold it. */
export interface AskedEntry {
  name: string;
  /** None where nothing says what kind of list would hold it. */
  kinds: readonly ListKind[];
  /** Whether only a list can answer: 「X在不在清单里」, 「X证明还要开吗」. */
  isSure: boolean;
  /** The question without the name. */
  rest: string;
}

/** Reads what entry a question asks for; null where it asks for none. */
export function askedEntry(read: Pick<ListQuestion, "folded" | "known" | "longer">): AskedEntry | null {
  const { folded, longer, known } = read;
  const name = (longer ?? askedName(folded, known))?.replace(HAS_POINT, "") ?? null;
  if (name === null || name.length < 2 || NO_NAME.test(name) || DESCRIBES.test(name)) return null;
  const rest = withoutName(folded, name);
  const aspect = askedAspect(rest, [])?.aspect ?? "overview";
  const isOne = aspect === "member" || aspect === "who";
  if (!isOne && askedWhole(rest) !== null) return null;
  const kinds = kindsByName(name);
  const isProof = kinds[0] === "proof";
  const isGuide = isProof ? asksForGuide(rest) && !isVague(rest) : asksForGuide(rest);
  if (aspect !== "member" && isGuide) return null;
  const entry = (isSure: boolean, own: readonly ListKind[] = kinds) => ({ name, kinds: own, isSure, rest });
  if (aspect === "member") return entry(true);
  if (isProof) return entry(aspect === "status" || aspect === "replacement");
  if (aspect === "change") return longer === null ? null : entry(true);
  if (kinds[0] === "place") return /我|附近|最近|离|哪|近|(?:[镇乡]|街道)有/.test(name) ? null : entry(false);
  const spoken = kindsSpoken(rest);
  if (["who", "receiver", "delegated"].includes(aspect) && name.length >= SHORTEST_MATTER) {
    const meant = kinds.length > 0 ? kinds : spoken.length > 0 ? spoken : (["power"] as const);
    return entry(longer !== null && kinds[0] === "power", meant);
  }
  const isOfLists = aspect === "status" && /取消|保留|下放|转移|承接|清单|名录|目录/.test(rest);
  if (isOfLists && longer !== null) return entry(true);
  const isMatter = name.length >= SHORTEST_MATTER && (isOfLists || kinds[0] === "intermediary");
  return aspect === "status" && isMatter ? entry(false, kinds.length > 0 ? kinds : spoken) : null;
}

/**
 * Answers that lists do not have what is asked for. `sure`: only where a complete edition says so or names are
 * alike, and only a list can answer; `rest`: after documents had nothing, whatever remains to be said.
 */
export async function answerAbsence(request: ListAnswerRequest, stage: "sure" | "rest"): Promise<boolean> {
  const { draft, context, index, read } = request;
  if (read.hits.length > 0) return false;
  const entry = askedEntry(read);
  if (entry === null || (stage === "sure" && !entry.isSure && !isAskedOf(entry))) return false;
  const families = familiesOf(read, entry);
  const isTold = families.some(({ current }) => current.register.edition.isComplete);
  if (families.length === 0 || (stage === "sure" && !isTold)) return false;
  const meant = meantEntry(entry.name, families, context.lexicon);
  if (meant !== null) {
    const asked = askedAspect(entry.rest, meant.edition.register.columns);
    await composeRows(draft, context, [meant], asked ?? { aspect: "overview", columns: [] });
    return true;
  }
  if (stage === "sure" && (await isOfGuide(request, entry))) return false;
  const canDeny = entry.isSure || entry.kinds[0] !== "power" || kindsByName(entry.name).length > 0;
  return composeAbsence(draft, context, index, families, entry.name, canDeny);
}

const GUIDES = 3;

/** Whether the question also names what a guide is about, and that guide speaks of the very proof. */
async function isOfGuide(
  { draft, context, read }: ListAnswerRequest,
  { name, rest }: AskedEntry,
): Promise<boolean> {
  const ignored = read.known.flatMap((place) => {
    const start = rest.indexOf(place);
    return start < 0 ? [] : [{ start, end: start + place.length }];
  });
  if (contentWords(rest.replace("〇", " "), ignored).length === 0) return false;
  const found = await context.corpus.retrieve({
    query: read.folded,
    limit: GUIDES,
    audience: draft.request.audience,
    filter: { kinds: ["procedure"] },
  });
  const key = nameKey(name);
  return found.some(({ document }) => nameKey(document.text).includes(key));
}

/** Whether a question that names a proof wants to know of it, not how to get it. */
function isAskedOf({ kinds, rest }: AskedEntry): boolean {
  return kinds.join() === "proof" && /[吗没不么嘛呢咋]|还|有用/.test(rest) && !asksForGuide(rest);
}

/** The lists that would hold the entry: those the question calls by name, else those of its kind. */
function familiesOf({ lists }: ListQuestion, { kinds }: AskedEntry): ListFamily[] {
  if (lists.isCalled || (lists.isNamed && kinds.length === 0)) return [...lists.families];
  return lists.families.filter(({ kind }) => kinds.includes(kind));
}

import { composeAbsence } from "./absence.ts";
import { askedAspect, asksForGuide } from "./asked-aspect.ts";
import type { ListFamily } from "./asked-lists.ts";
import { askedName } from "./asked-name.ts";
import { askedWhole } from "./asked-whole.ts";
import type { ListKind } from "./list-edition.ts";
import type { ListAnswerRequest } from "./list-request.ts";
import type { ListQuestion } from "./read-question.ts";

const PROOF = /证明(?:材料|书|信)?$|盖章$/;

/** Shorter words are no names of matters. */
const SHORTEST_MATTER = 4;
/** 596项证明, 吃饭要证明: a number of entries or the asking for some, no entry. */
const NO_NAME =
  /(?:要|需|开|用|有|没|供|凭|出|交|办|么|啥|带|拿|写)证明(?:材料|书|信)?$|\d[项个条家种类件]|[一二三四五六七八九十百两几多][项个条家种类]|^(?:证明|事项|材料|盖章)$/;

/** A name that a question asks for as an entry of a list, and the kinds of list that would hold it. */
export interface AskedEntry {
  name: string;
  kinds: readonly ListKind[];
  /** Whether only a list can answer: 「X在不在清单里」, 「X证明还要开吗」. */
  isSure: boolean;
}

const POWER = /(?:许可|审批|处罚|备案|核准|核发|登记|确认|给付|征收|强制|裁决|检查|奖励)$/;

/** The kinds of list that would hold a name. */
function kindsOf(name: string): readonly ListKind[] {
  if (PROOF.test(name)) return ["proof"];
  if (POWER.test(name)) return ["power", "other"];
  return ["proof", "power", "place", "other"];
}

/** Reads what entry a question asks for; null where it asks for none. */
export function askedEntry(read: Pick<ListQuestion, "folded" | "known" | "longer">): AskedEntry | null {
  const { folded, longer, known } = read;
  const asked = askedAspect(folded, []);
  const whole = askedWhole(folded);
  const aspect = asked?.aspect ?? "overview";
  if (whole !== null && aspect !== "member" && aspect !== "who") return null;
  if (aspect !== "member" && asksForGuide(folded)) return null;
  const name = longer ?? askedName(folded, known);
  if (name === null || name.length < 2 || NO_NAME.test(name)) return null;
  if (aspect === "member") return { name, kinds: kindsOf(name), isSure: true };
  if (PROOF.test(name)) {
    const isSure = aspect === "status" || aspect === "replacement";
    return { name, kinds: ["proof"], isSure };
  }
  if (aspect === "change" && longer === null) return null;
  if (aspect === "change")
    return { name, kinds: ["proof", "power", "place", "other"], isSure: longer !== null };
  if (["who", "receiver", "delegated"].includes(aspect) && name.length >= SHORTEST_MATTER) {
    const isPlace = /代办|服务[点站]|网点|站点/.test(folded);
    return { name, kinds: isPlace ? ["place"] : ["power"], isSure: longer !== null };
  }
  if (/[代帮]办[点站处]|服务[点站]|网点|站点/.test(name) && !/我|附近|最近|离|哪|近/.test(name))
    return { name, kinds: ["place"], isSure: false };
  const isOfLists = aspect === "status" && /取消|保留|下放|转移|清单|名录|目录/.test(folded);
  return longer !== null && isOfLists
    ? { name, kinds: ["proof", "power", "place", "other"], isSure: true }
    : null;
}

/**
 * Answers that lists do not have what is asked for. `sure`: only where a complete edition says so or names are
 * alike, and only a list can answer; `rest`: after documents had nothing, whatever remains to be said.
 */
export async function answerAbsence(request: ListAnswerRequest, stage: "sure" | "rest"): Promise<boolean> {
  const { draft, context, index, read } = request;
  if (read.hits.length > 0) return false;
  const entry = askedEntry(read);
  if (entry === null || (stage === "sure" && !entry.isSure && !isAskedOf(entry, read.folded))) return false;
  const families = familiesOf(read.lists.families, entry, read);
  const isTold = families.some(({ current }) => current.register.edition.isComplete);
  if (families.length === 0 || (stage === "sure" && !isTold)) return false;
  const canDeny = entry.isSure || entry.kinds[0] !== "power" || POWER.test(entry.name);
  return composeAbsence(draft, context, index, families, entry.name, canDeny);
}

/** Whether a question that names a proof wants to know of it, not how to get it. */
function isAskedOf({ kinds, name }: AskedEntry, folded: string): boolean {
  const rest = folded.replace(name, "");
  return kinds.join() === "proof" && /[吗没不么嘛呢咋]|还|有用/.test(rest) && !asksForGuide(rest);
}

/** The lists that would hold the entry: those the question names, else those of its kind. */
function familiesOf(
  families: readonly ListFamily[],
  { kinds }: AskedEntry,
  { lists }: ListQuestion,
): ListFamily[] {
  if (lists.isNamed) return [...families];
  return families.filter(({ kind }) => kinds.includes(kind));
}

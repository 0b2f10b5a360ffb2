import type { Document } from "../../domain.ts";
import { fold } from "../../language/fold.ts";

/** Groups of persons that benefits and documents are for, each by the words that people say for it. */
const GROUPS: readonly RegExp[] = [
  /老年|老人|老龄|高龄|长者|敬老|老头|老太/,
  /残疾|残障|重残/,
  /儿童|孩|婴|未成年|孤儿|宝宝|新生儿|幼儿/,
  /孕|产妇/,
  /军[人属烈队]|退役|退伍|转业|复员|烈[士属]/,
  /学生|毕业生/,
  /农民工/,
  /农民(?!工)|农户/,
  /失业|下岗/,
  /教师|老师/,
  /失独|独生子女/,
];

/** Says of a guide whether a folded question is about persons of another group than the guide is for. */
export type IsForOthers = (document: Document, foldedNames: string) => boolean;

/**
 * Reads the groups of persons that a folded question names. A guide whose title is for one group is none for another
 * (老人补贴 beside 残疾人补贴), unless a name of it or its own conditions speak of the group that was asked for.
 */
export function readPersons(folded: string): IsForOthers {
  const asked = groupsIn(folded);
  return ({ title, procedure }, foldedNames) => {
    if (asked.length === 0 || groupsIn(fold(title)).length === 0) return false;
    const conditions = (procedure?.fields ?? []).filter(({ key }) => key === "conditions");
    const own = `${foldedNames}\n${fold(conditions.flatMap(({ values }) => values).join("\n"))}`;
    return !asked.some((group) => group.test(own));
  };
}

function groupsIn(folded: string): RegExp[] {
  return GROUPS.filter((group) => group.test(folded));
}

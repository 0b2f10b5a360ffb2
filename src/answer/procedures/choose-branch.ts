import type { ProcedureField } from "../../domain.ts";
import { type BranchTrait, branchTraits, TRAIT_GROUPS } from "../../language/branches.ts";

/** How people say in which case they are; matched against folded questions. */
const SAID: readonly [BranchTrait, RegExp][] = [
  [
    "agent",
    /代办|委托|代理|代领|代为|代(?:我|他|她|人|家人)?(?:申|补|取|去|交|报|签|跑)|监护人|替(?!换)|帮(?:我|俺|咱)?(?:妈|爸|老|父|母|爷|奶|家|别|朋友|老公|老婆|丈夫|妻|他|她|亲|同事|孩|儿|女)|给(?:我|俺|咱)?(?:妈|爸|老人|父|母|爷|奶|家人|别人|朋友|老公|老婆|他|她)|本人(?:去|来|到|过)?不(?:了|能|方便|在|到|去)|(?:别人|他人|家人|家里人|家属|子女|亲戚|亲属|朋友|同事|邻居|村里|社区|居委会?|老公|老婆|丈夫|妻子|爱人|爸|妈|父母|爷爷|奶奶|外公|外婆|姥姥|姥爷|爷|奶)(?:去|帮|代|替|来|能|可)/,
  ],
  ["minor", /未成年|孩子|小孩|儿童|宝宝|婴儿|娃|儿子|女儿|小朋友|未满\s?1[0-8]|不满\s?1[0-8]/],
  ["self", /本人(?!(?:去|来|到|过)?不)|亲自/],
  ["first", /首次|第一次|初次|新办|头一次|头一回/],
  ["renew", /到期|过期|期满|换领|换证|换新|换发|更换|坏了|损坏/],
  ["replace", /丢|掉了|遗失|不见|找不到|被偷|补办|补领|补发|挂失|弄没/],
  ["organisation", /单位|公司|企业|员工|职工/],
  ["person", /个人|灵活就业|自然人/],
  ["online", /网上|线上|手机|小程序|app|网办/],
  ["window", /窗口|线下|现场|大厅|柜台/],
];

/** The cases that a folded question says it is about. */
export function wantedTraits(folded: string): BranchTrait[] {
  const traits = SAID.filter(([, pattern]) => pattern.test(folded)).map(([trait]) => trait);
  // Who asks for a child means the child's case, unless somebody else is to go.
  const isForChild = traits.includes("minor") && !/代办|委托|代理|监护人/.test(folded);
  return isForChild ? traits.filter((trait) => trait !== "agent") : traits;
}

/**
 * The fields that hold in the case asked for: those of every case, and of fields with cases the ones that fit.
 * Where none fits, or the question names no case, all stay, each with its case.
 */
export function chooseBranch(
  fields: readonly ProcedureField[],
  wanted: readonly BranchTrait[],
): ProcedureField[] {
  return TRAIT_GROUPS.reduce<ProcedureField[]>(
    (kept, group) => {
      const asked = group.filter((trait) => wanted.includes(trait));
      return asked.length === 0 ? kept : keepFitting(kept, group, asked);
    },
    [...fields],
  );
}

function keepFitting(
  fields: ProcedureField[],
  group: readonly BranchTrait[],
  asked: readonly BranchTrait[],
): ProcedureField[] {
  const traitsOf = ({ branch }: ProcedureField) =>
    branch === null ? [] : branchTraits(branch).filter((trait) => group.includes(trait));
  const fits = (field: ProcedureField) => traitsOf(field).some((trait) => asked.includes(trait));
  const fitting = new Set(fields.filter(fits).map(({ key }) => key));
  return fields.filter((field) => traitsOf(field).length === 0 || fits(field) || !fitting.has(field.key));
}

/** Names of the cases between which a guide's materials, conditions or steps differ, where nothing was said of them. */
export function openBranches(fields: readonly ProcedureField[], wanted: readonly BranchTrait[]): string[] {
  const deciding = fields.filter(({ key }) => ["materials", "conditions", "steps"].includes(key));
  for (const group of TRAIT_GROUPS) {
    if (group.some((trait) => wanted.includes(trait)) || group.includes("online")) continue;
    const names = new Set(
      deciding.flatMap(({ branch }) =>
        branch !== null && branchTraits(branch).some((trait) => group.includes(trait)) ? [branch] : [],
      ),
    );
    if (names.size > 1) return [...names];
  }
  return [];
}
